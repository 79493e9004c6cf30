package dev.quorate.trace;

/**
 * The first line of a trace file: what was run.
 *
 * @param title the scenario's title
 * @param seed the seed of the run
 */
public record TraceHeader(String title, long seed) {

    /** The format's name and version; a reader refuses another. */
    public static final String SCHEMA = "quorate-trace/1";
}
