package dev.quorate.importing;

/** Something in a file that is wrong, or that is not modelled. */
public record ImportProblem(String file, int line, String text) {

    /** {@code cib.xml:12: unknown ...}; line 0 speaks of the whole file. */
    public String describe() {
        return file + (line > 0 ? ":" + line : "") + ": " + text;
    }
}
