package dev.quorate.cli;

import dev.quorate.experiment.Campaign;
import java.time.Duration;
import java.util.Locale;

/** Progress on stderr: on a terminal a line that changes, otherwise a new one now and then. */
final class ProgressLine implements Campaign.Progress {

    private static final long TERMINAL_NANOS = 200_000_000L;
    private static final long PLAIN_NANOS = 30_000_000_000L;

    private final Console console;
    private final int before;
    private final long begin = System.nanoTime();
    private long shown = begin;
    private boolean open;

    /** {@code before} runs were done by an earlier attempt. */
    ProgressLine(Console console, int before) {
        this.console = console;
        this.before = before;
        if (before > 0) {
            console.err().println("going on after " + before + " finished runs");
        }
    }

    @Override
    public void onRun(int done, int planned, int broken) {
        long now = System.nanoTime();
        if (now - shown < (console.errIsTerminal() ? TERMINAL_NANOS : PLAIN_NANOS)) {
            return;
        }
        shown = now;
        double rate = (done - before) * 1e9 / (now - begin);
        long left = (long) ((planned - done) / Math.max(rate, 1e-9));
        String text = done + " of " + planned + " runs, " + broken + " broke a rule, "
                + String.format(Locale.ROOT, "%.1f", rate) + " a second, " + words(Duration.ofSeconds(left)) + " left";
        if (console.errIsTerminal()) {
            console.err().print("\r\u001b[K" + text);
            console.err().flush();
            open = true;
        } else {
            console.err().println(text);
        }
    }

    private static String words(Duration left) {
        return left.toMinutes() > 0
                ? left.toMinutes() + " min " + left.toSecondsPart() + " s"
                : left.toSeconds() + " s";
    }

    /** No more is to come. */
    void end() {
        if (open) {
            console.err().print("\r\u001b[K");
            console.err().flush();
        }
    }
}
