package dev.quorate.trace;

import java.io.IOException;

/** A trace file that cannot be read: says the file, the line, and what is wrong with it. */
public final class TraceFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    public TraceFormatException(String where, long line, String problem) {
        super(where + ":" + line + ": " + problem);
    }
}
