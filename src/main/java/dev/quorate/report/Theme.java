package dev.quorate.report;

import dev.quorate.report.Lane.Look;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.util.Locale;

/**
 * Colours and patterns of every picture: Okabe and Ito's palette, which colour-blind readers can tell apart, and a
 * pattern besides for each state that means trouble.
 */
final class Theme {

    static final Color INK = new Color(0x22, 0x22, 0x22);
    static final Color FAINT = new Color(0x77, 0x77, 0x77);
    static final Color GRID = new Color(0xdd, 0xdd, 0xdd);
    static final Color BACK = Color.WHITE;

    static final Color ORANGE = new Color(0xe6, 0x9f, 0x00);
    static final Color SKY = new Color(0x56, 0xb4, 0xe9);
    static final Color GREEN = new Color(0x00, 0x9e, 0x73);
    static final Color YELLOW = new Color(0xf0, 0xe4, 0x42);
    static final Color BLUE = new Color(0x00, 0x72, 0xb2);
    static final Color VERMILION = new Color(0xd5, 0x5e, 0x00);
    static final Color PURPLE = new Color(0xcc, 0x79, 0xa7);
    static final Color GREY = new Color(0xbb, 0xbb, 0xbb);

    /** The tint of a time when two were at once what one should be. */
    static final Color TINT = new Color(0xd5, 0x5e, 0x00, 60);

    static final BasicStroke DASHED =
            new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, new float[] {5f, 4f}, 0f);

    private Theme() {}

    static Color colour(Look look) {
        return switch (look) {
            case ACTS -> BLUE;
            case SYNCS -> SKY;
            case BELIEVES -> VERMILION;
            case PAUSED -> YELLOW;
            case FROZEN -> PURPLE;
            case DOWN -> GREY;
            case FENCED -> new Color(0x55, 0x55, 0x55);
            case WARNING -> VERMILION;
            case CHANGING -> ORANGE;
            case QUIET -> new Color(0xee, 0xee, 0xee);
        };
    }

    /** The look's colour, hatched or dotted where it means trouble. */
    static Paint paint(Look look) {
        Color colour = colour(look);
        return switch (look) {
            case BELIEVES, WARNING -> new PatternPaint(colour, PatternPaint.Pattern.RISING);
            case PAUSED, CHANGING -> new PatternPaint(colour, PatternPaint.Pattern.FALLING);
            case FROZEN -> new PatternPaint(colour, PatternPaint.Pattern.DOTS);
            default -> colour;
        };
    }

    /** The white path of the look's pattern in a tile of 8 by 8, or {@code ""} when it has none. */
    static String path(Look look) {
        return paint(look) instanceof PatternPaint pattern ? pattern.pattern().path() : "";
    }

    /** A colour as CSS writes it. */
    static String css(Color colour) {
        return String.format(Locale.ROOT, "#%02x%02x%02x", colour.getRed(), colour.getGreen(), colour.getBlue());
    }
}
