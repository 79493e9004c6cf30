package dev.quorate.report;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How text is shown: which characters the reader's charset has, whether colours are wanted, how wide a line may be.
 *
 * @param unicode whether block characters can be shown
 * @param colour whether escape codes may be written
 * @param width columns
 */
public record TextStyle(boolean unicode, boolean colour, int width) {

    public TextStyle {
        if (width < 60) {
            width = 60;
        }
    }

    /** Plain text in ASCII, 100 columns: for files that are compared. */
    public static TextStyle plain() {
        return new TextStyle(false, false, 100);
    }

    /** As that charset allows. */
    public static TextStyle of(Charset charset, boolean colour, int width) {
        return new TextStyle(
                charset.newEncoder().canEncode('\u2588') && charset.equals(StandardCharsets.UTF_8), colour, width);
    }

    String red(String text) {
        return colour ? "\u001b[1;31m" + text + "\u001b[0m" : text;
    }

    String green(String text) {
        return colour ? "\u001b[32m" + text + "\u001b[0m" : text;
    }

    String bold(String text) {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    String faint(String text) {
        return colour ? "\u001b[2m" + text + "\u001b[0m" : text;
    }

    /** Text from files, made harmless on a terminal: control characters are shown as {@code ?}. */
    public static String harmless(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean control = c < 0x20
                    || (c >= 0x7f && c < 0xa0)
                    || (c >= 0x202a && c <= 0x202e)
                    || (c >= 0x2066 && c <= 0x2069)
                    || Character.isSurrogate((char) Math.min(c, 0xffff));
            out.appendCodePoint(control ? '?' : c);
        });
        return out.toString();
    }
}
