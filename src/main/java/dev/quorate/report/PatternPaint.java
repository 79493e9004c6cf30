package dev.quorate.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.PaintContext;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.TexturePaint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.batik.svggen.DefaultExtensionHandler;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGPaintDescriptor;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A colour with a pattern in white: a texture among pixels, a {@code <pattern>} in SVG. */
record PatternPaint(Color colour, Pattern pattern) implements Paint {

    /** How the white runs. */
    enum Pattern {
        RISING("M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6"),
        FALLING("M-2,6 L2,10 M0,0 L8,8 M6,-2 L10,2"),
        DOTS("M2,2 L2.01,2 M6,6 L6.01,6");

        private final String path;

        Pattern(String path) {
            this.path = path;
        }

        String path() {
            return path;
        }
    }

    private static final int TILE = 8;

    @Override
    public PaintContext createContext(
            ColorModel model, Rectangle device, Rectangle2D user, AffineTransform transform, RenderingHints hints) {
        BufferedImage tile = new BufferedImage(TILE, TILE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = tile.createGraphics();
        g.setColor(colour);
        g.fillRect(0, 0, TILE, TILE);
        g.setColor(Color.WHITE);
        for (int i = 0; i < TILE; i++) {
            switch (pattern) {
                case RISING -> g.fillRect(i, TILE - 1 - i, 2, 1);
                case FALLING -> g.fillRect(i, i, 2, 1);
                case DOTS -> g.fillRect(i / 4 * 4 + 1, i / 4 * 4 + 1, 2, 2);
            }
        }
        g.dispose();
        return new TexturePaint(tile, new Rectangle(0, 0, TILE, TILE))
                .createContext(model, device, user, transform, hints);
    }

    @Override
    public int getTransparency() {
        return OPAQUE;
    }

    /** Teaches Batik's SVG generator to write these patterns; each is defined once in a document. */
    static final class SvgHandler extends DefaultExtensionHandler {

        private final Map<PatternPaint, String> known = new LinkedHashMap<>();

        @Override
        public SVGPaintDescriptor handlePaint(Paint paint, SVGGeneratorContext context) {
            if (!(paint instanceof PatternPaint wanted)) {
                return super.handlePaint(paint, context);
            }
            String id = known.get(wanted);
            if (id != null) {
                return new SVGPaintDescriptor("url(#" + id + ")", "1");
            }
            id = context.getIDGenerator().generateID("pattern");
            known.put(wanted, id);
            Document document = context.getDOMFactory();
            Element element = element(document, "pattern");
            element.setAttribute("id", id);
            element.setAttribute("width", Integer.toString(TILE));
            element.setAttribute("height", Integer.toString(TILE));
            element.setAttribute("patternUnits", "userSpaceOnUse");
            Element ground = element(document, "rect");
            ground.setAttribute("width", Integer.toString(TILE));
            ground.setAttribute("height", Integer.toString(TILE));
            ground.setAttribute("fill", Theme.css(wanted.colour()));
            Element line = element(document, "path");
            line.setAttribute("d", wanted.pattern().path());
            line.setAttribute("fill", "none");
            line.setAttribute("stroke", "#ffffff");
            line.setAttribute("stroke-width", wanted.pattern() == Pattern.DOTS ? "2.5" : "1.6");
            line.setAttribute("stroke-linecap", "round");
            element.appendChild(ground);
            element.appendChild(line);
            return new SVGPaintDescriptor("url(#" + id + ")", "1", element);
        }

        private static Element element(Document document, String name) {
            return document.createElementNS("http://www.w3.org/2000/svg", name);
        }
    }
}
