package dev.quorate.cli;

/** What the program's exit code says. */
final class ExitCode {

    /** Every expectation was met. */
    static final int OK = 0;
    /** An expectation was not met: a finding, not a crash. */
    static final int FINDING = 1;
    /** The command line or the scenario is not valid; nothing was run. */
    static final int USAGE = 2;
    /** It cannot be told: the run was too short, or undecided. */
    static final int INCONCLUSIVE = 3;
    /** A bug in Quorate. */
    static final int BUG = 70;
    /** The person pressed Ctrl-C. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    /** The code for several runs together: a bug, then a finding, then undecided outweigh the rest. */
    static int worst(int a, int b) {
        return weight(a) >= weight(b) ? a : b;
    }

    private static int weight(int code) {
        return switch (code) {
            case OK -> 0;
            case INCONCLUSIVE -> 1;
            case FINDING -> 2;
            case USAGE -> 3;
            case BUG -> 4;
            default -> 5;
        };
    }
}
