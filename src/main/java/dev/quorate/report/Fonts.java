package dev.quorate.report;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The bundled DejaVu fonts: pictures look the same everywhere, and can be drawn where no font is installed.
 *
 * <p>Without any font the JDK cannot even start its font system; so, unless told otherwise, it is given a
 * configuration of its own ({@code sun.awt.fontconfig}) that names the bundled files. See {@code
 * fonts/LICENSE-DejaVu.txt} for their licence.
 */
final class Fonts {

    static final String FAMILY = "DejaVu Sans";

    private static final String PLAIN = "DejaVuSans.ttf";
    private static final String BOLD = "DejaVuSans-Bold.ttf";

    private final Font plain;
    private final Font bold;

    private Fonts(Font plain, Font bold) {
        this.plain = plain;
        this.bold = bold;
    }

    /** Load the fonts; call it before anything else of AWT. */
    static Fonts load() throws IOException {
        System.setProperty("java.awt.headless", "true");
        if (!systemHasFonts() && System.getProperty("sun.awt.fontconfig") == null) {
            configure();
        }
        try {
            return new Fonts(read(PLAIN), read(BOLD));
        } catch (FontFormatException e) {
            throw new IOException("the bundled fonts cannot be read: " + e.getMessage(), e);
        }
    }

    Font plain(int size) {
        return plain.deriveFont((float) size);
    }

    Font bold(int size) {
        return bold.deriveFont((float) size);
    }

    private static Font read(String name) throws IOException, FontFormatException {
        try (InputStream in = stream(name)) {
            return Font.createFont(Font.TRUETYPE_FONT, in);
        }
    }

    private static InputStream stream(String name) throws IOException {
        InputStream in = Fonts.class.getResourceAsStream("fonts/" + name);
        if (in == null) {
            throw new IOException("the bundled font " + name + " is missing from the jar");
        }
        return in;
    }

    /** Whether the usual places hold a font: asking the JDK itself would fail for good where there is none. */
    private static boolean systemHasFonts() {
        if (!System.getProperty("os.name", "").startsWith("Linux")) {
            return true;
        }
        return Files.isDirectory(Path.of("/usr/share/fonts/truetype"))
                || Files.isDirectory(Path.of("/usr/share/fonts/opentype"))
                || Files.isDirectory(Path.of("/usr/share/fonts/dejavu"));
    }

    private static void configure() throws IOException {
        Path folder = Files.createTempDirectory("quorate-fonts");
        Path plain = folder.resolve(PLAIN);
        Path bold = folder.resolve(BOLD);
        Path configuration = folder.resolve("fontconfig.properties");
        try (InputStream in = stream(PLAIN)) {
            Files.copy(in, plain, StandardCopyOption.REPLACE_EXISTING);
        }
        try (InputStream in = stream(BOLD)) {
            Files.copy(in, bold, StandardCopyOption.REPLACE_EXISTING);
        }
        StringBuilder text = new StringBuilder("version=1\n");
        for (String family : new String[] {"serif", "sansserif", "monospaced", "dialog", "dialoginput"}) {
            for (String style : new String[] {"plain", "bold", "italic", "bolditalic"}) {
                text.append(family)
                        .append('.')
                        .append(style)
                        .append(".latin-1=")
                        .append(style.startsWith("bold") ? "DejaVu_Sans_Bold" : "DejaVu_Sans")
                        .append('\n');
            }
        }
        text.append("sequence.allfonts=latin-1\nfilename.DejaVu_Sans=")
                .append(plain)
                .append("\nfilename.DejaVu_Sans_Bold=")
                .append(bold)
                .append('\n');
        Files.writeString(configuration, text, StandardCharsets.ISO_8859_1);
        System.setProperty("sun.awt.fontconfig", configuration.toString());
        for (Path each : new Path[] {plain, bold, configuration, folder}) {
            each.toFile().deleteOnExit();
        }
    }
}
