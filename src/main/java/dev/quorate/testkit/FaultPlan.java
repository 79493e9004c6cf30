package dev.quorate.testkit;

import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.Trigger;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.scenario.parse.ScenarioWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What goes wrong in a run: faults with the times at which they begin. jqwik draws and shrinks it for a parameter of
 * this type, within what {@link Faults} says.
 *
 * @param faults in any order; each has an id of its own
 */
public record FaultPlan(List<ScheduledFault> faults) {

    /** Nothing goes wrong. */
    public static final FaultPlan NONE = new FaultPlan(List.of());

    public FaultPlan {
        faults = List.copyOf(faults);
    }

    /**
     * A plan of items as a scenario's timeline has them, for the three masters of the how-to.
     *
     * @param items {@code "{ at = 20s, power-off = k8s-master01, for = 1m }"}
     * @throws IllegalArgumentException when one cannot be read; its message names every problem
     */
    public static FaultPlan of(String... items) {
        String calm = ScenarioWriter.write(Scenario.calm("plan", Duration.ofHours(1), 1));
        return parse(calm + "\ntimeline = [\n" + String.join("\n", items) + "\n]\n");
    }

    /**
     * The plan of a scenario file, one that a failed property saved for example.
     *
     * @throws IllegalArgumentException when it cannot be read; its message names every problem
     */
    public static FaultPlan read(Path scenario) {
        try {
            return new FaultPlan(ScenarioParser.parse(scenario).timeline());
        } catch (ScenarioException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static FaultPlan parse(String text) {
        try {
            return new FaultPlan(ScenarioParser.parseText("plan", text, ParseOptions.NONE)
                    .scenario()
                    .timeline());
        } catch (ScenarioException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    public int size() {
        return faults.size();
    }

    /** When the last fault begins or ends that does so at a fixed time. */
    public Duration end() {
        Duration end = Duration.ZERO;
        for (ScheduledFault fault : faults) {
            Duration begin =
                    fault.trigger() instanceof Trigger.At at ? at.time().to() : Duration.ZERO;
            Duration over = begin.plus(fault.lasting().map(span -> span.to()).orElse(Duration.ZERO));
            end = over.compareTo(end) > 0 ? over : end;
        }
        return end;
    }

    /** As a scenario's timeline spells it, an item a line. */
    @Override
    public String toString() {
        if (faults.isEmpty()) {
            return "no faults";
        }
        StringBuilder words = new StringBuilder(faults.size() == 1 ? "1 fault" : faults.size() + " faults");
        faults.forEach(fault -> words.append("\n  ").append(ScenarioWriter.item(fault)));
        return words.toString();
    }
}
