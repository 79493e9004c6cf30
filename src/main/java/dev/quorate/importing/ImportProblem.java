package dev.quorate.importing;

import java.util.Locale;

/** Something in a file that is wrong, or that is not modelled. */
public record ImportProblem(String file, int line, String text) {

    /** What a terminal would obey is spelled out: the file is of unknown origin. */
    public ImportProblem {
        StringBuilder printable = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (SafeXml.isUnprintable(c)) {
                printable.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                printable.appendCodePoint(c);
            }
        });
        text = printable.toString();
    }

    /** {@code cib.xml:12: unknown ...}; line 0 speaks of the whole file. */
    public String describe() {
        return file + (line > 0 ? ":" + line : "") + ": " + text;
    }
}
