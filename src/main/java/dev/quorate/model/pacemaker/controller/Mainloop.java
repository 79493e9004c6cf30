package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The one thread of a controller: one input at a time, steps that take time, and a literal {@code sleep(1)} during which
 * inputs wait.
 *
 * <p>It also counts the processor time that the controller has used, about: elections compare it.
 */
final class Mainloop {

    private static final int MAX_WAITING = 100_000;
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    /** Processor time that an input costs, about. */
    private static final long INPUT_MICROS = 150;

    private final List<Consumer<Effects>> waiting = new ArrayList<>();
    private final Map<Long, Consumer<Effects>> steps = new TreeMap<>();
    private Optional<Consumer<Effects>> sleeping = Optional.empty();
    private long stepNumbers;
    private long cpuMicros;

    /** The program has started, which took some time of a processor. */
    void start(Effects effects) {
        cpuMicros = effects.random("uptime")
                        .uniform(Duration.ofMillis(20), Duration.ofMillis(90))
                        .toNanos()
                / 1_000;
    }

    void handle(Consumer<Effects> input, Effects effects) {
        if (sleeping.isPresent()) {
            if (waiting.size() >= MAX_WAITING) {
                throw new IllegalStateException("more than " + MAX_WAITING + " inputs wait for a sleeping controller");
            }
            waiting.add(input);
        } else {
            cpuMicros += INPUT_MICROS;
            input.accept(effects);
        }
    }

    /** sleep(1): nothing is handled meanwhile; then go on. */
    void sleep(Consumer<Effects> then, Effects effects) {
        sleeping = Optional.of(then);
        effects.setTimer(Timer.of("sleep"), ONE_SECOND);
    }

    void wake(Effects effects) {
        Consumer<Effects> then = sleeping.orElseThrow();
        sleeping = Optional.empty();
        then.accept(effects);
        while (sleeping.isEmpty() && !waiting.isEmpty()) {
            waiting.remove(0).accept(effects);
        }
    }

    /** Do something after a piece of work whose time is drawn. */
    void after(Duration work, Consumer<Effects> then, Effects effects) {
        long number = ++stepNumbers;
        steps.put(number, then);
        effects.setTimer(Timer.of("step", number), work);
    }

    void stepIsDone(long number, Effects effects) {
        Consumer<Effects> then = steps.remove(number);
        if (then != null) {
            then.accept(effects);
        }
    }

    void worked(long micros) {
        cpuMicros += micros;
    }

    long cpuMicros() {
        return cpuMicros;
    }
}
