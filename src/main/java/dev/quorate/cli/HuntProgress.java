package dev.quorate.cli;

import dev.quorate.experiment.Hunt;
import dev.quorate.scenario.Scenario;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What a person sees on stderr of a hunt that goes on, and when its time is over. */
final class HuntProgress implements Hunt.Listener {

    private static final long REFRESH_NANOS = 200_000_000;

    private final Console console;
    private final Optional<Duration> time;
    private final Optional<Integer> runs;
    private final long startNanos = System.nanoTime();
    private long shownNanos = startNanos - REFRESH_NANOS;
    private long endNanos = startNanos;
    private int found;

    HuntProgress(Console console, Optional<Duration> time, Optional<Integer> runs) {
        this.console = console;
        this.time = time;
        this.runs = runs;
    }

    boolean isOver() {
        return time.isPresent() && System.nanoTime() - startNanos >= time.get().toNanos();
    }

    /** Since the hunt began. */
    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /** How long was searched, shrinking apart. */
    double huntedSeconds() {
        return (endNanos - startNanos) / 1e9;
    }

    @Override
    public synchronized void done(int done) {
        if (!console.errIsTerminal() || System.nanoTime() - shownNanos < REFRESH_NANOS) {
            return;
        }
        shownNanos = System.nanoTime();
        double rate = done / Math.max(0.001, seconds());
        double left = time.map(t -> t.toNanos() / 1e9 - seconds()).orElse(Double.MAX_VALUE);
        if (runs.isPresent()) {
            left = Math.min(left, (runs.get() - done) / rate);
        }
        console.err()
                .print(String.format(
                        Locale.ROOT,
                        "\r%d%s runs, %d rules broken, %.1f runs/s, %.0f s left ",
                        done,
                        runs.map(n -> " of " + n).orElse(""),
                        found,
                        rate,
                        Math.max(0, left)));
        console.err().flush();
    }

    @Override
    public synchronized void found(String rule, Scenario by) {
        found++;
        clear();
        console.err()
                .println(String.format(Locale.ROOT, "%.1f s: %s broken, with seed %d", seconds(), rule, by.seed()));
        console.err().flush();
    }

    synchronized void end() {
        endNanos = System.nanoTime();
        clear();
    }

    private void clear() {
        if (console.errIsTerminal()) {
            console.err().print("\r" + " ".repeat(78) + "\r");
            console.err().flush();
        }
    }
}
