package dev.quorate.stepping;

import dev.quorate.report.Timeline;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.Spread;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.scenario.parse.ScenarioWriter;
import dev.quorate.simulation.RunningSimulation;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.time.SimTime;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceHeader;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run that stands at an instant and goes on as it is told to.
 *
 * <p>Going back is running again up to there: a run is a function of scenario and seed. So is putting in a fault by
 * hand: it becomes an item of the timeline, a moment from now, and the run is made again with it. What was done can
 * therefore be saved as a scenario, and running that gives the same trace.
 */
public final class Session implements AutoCloseable {

    private final DrivenSystem system;
    private Scenario scenario;
    private RunningSimulation running;
    private List<TraceRecord> records = new ArrayList<>();
    private boolean ended;

    /** Bring a scenario to time zero in that system. */
    public Session(Scenario scenario, DrivenSystem system) {
        this.system = system;
        this.scenario = scenario;
        this.running = start(scenario);
    }

    private RunningSimulation start(Scenario what) {
        records = new ArrayList<>();
        ended = false;
        List<TraceRecord> into = records;
        return Simulation.of(what).start(system, into::add);
    }

    /** The scenario with what was put in by hand. */
    public Scenario scenario() {
        return scenario;
    }

    /** The instant at which it stands. */
    public SimTime now() {
        return running.now();
    }

    /** Whether the run is over. */
    public boolean hasEnded() {
        return ended;
    }

    /** The trace up to now. */
    public Trace trace() {
        return new Trace(new TraceHeader(scenario.title(), scenario.seed()), records);
    }

    /** Go on to the next event that is worth a look; answers with everything recorded on the way. */
    public List<TraceRecord> next() {
        int before = records.size();
        int looked = before;
        while (running.step(running.plannedEnd())) {
            for (; looked < records.size(); looked++) {
                if (!Timeline.repeats(records.get(looked).event())) {
                    return since(before);
                }
            }
        }
        finish();
        return since(before);
    }

    /** Go on to an instant, at most to the end; answers with everything recorded on the way. */
    public List<TraceRecord> to(SimTime instant) {
        if (instant.isBefore(now())) {
            throw new IllegalArgumentException("it is " + now() + " already; go back to " + instant);
        }
        int before = records.size();
        boolean atEnd = !instant.isBefore(running.plannedEnd());
        if (!ended) {
            running.runUntil(atEnd ? running.plannedEnd() : instant);
        }
        if (atEnd) {
            finish();
        }
        return since(before);
    }

    private void finish() {
        if (!ended) {
            running.runUntil(running.plannedEnd());
            running.end();
            ended = true;
        }
    }

    private List<TraceRecord> since(int before) {
        return List.copyOf(records.subList(before, records.size()));
    }

    /** Go back to an instant, time zero at most. Faults put in by hand stay, and come again. */
    public void back(SimTime instant) {
        SimTime there = instant.isBefore(SimTime.ZERO) ? SimTime.ZERO : instant;
        if (there.isAfter(now())) {
            throw new IllegalArgumentException("it is only " + now() + "; go on to " + instant);
        }
        again(scenario, there);
    }

    /**
     * Put a fault in, from the next whole millisecond on.
     *
     * @param item as in a timeline, without its time: {@code partition = [[k8s-master01], [k8s-master02]], for = 40s}
     * @throws ScenarioException when it is not valid; nothing has changed then
     */
    public ScheduledFault inject(String item) throws ScenarioException {
        if (ended) {
            throw new IllegalStateException("the run is over; go back first");
        }
        SimTime at = new SimTime(Math.floorDiv(now().micros(), 1_000L) * 1_000L + 1_000L);
        String id = freeId();
        String inner =
                item.strip().replaceFirst("^\\{", "").replaceFirst("}\\s*$", "").strip();
        String text = ScenarioWriter.write(scenario) + "\ntimeline = ${?timeline} [\n  { " + inner + ", id = " + id
                + ", at = " + Spread.words(SimTime.span(at.micros())) + " }\n]\n";
        Scenario changed =
                ScenarioParser.parseText("by hand", text, ParseOptions.NONE).scenario();
        again(changed, at);
        List<ScheduledFault> timeline = changed.timeline();
        return timeline.get(timeline.size() - 1);
    }

    private String freeId() {
        for (int i = 1; ; i++) {
            String id = "by-hand-" + i;
            if (find(id).isEmpty()) {
                return id;
            }
        }
    }

    /** Take a fault out of the timeline; answers with it, or with nothing when there is none of that id. */
    public Optional<ScheduledFault> drop(String id) {
        Optional<ScheduledFault> found = find(id);
        found.ifPresent(fault -> again(
                scenario.withTimeline(scenario.timeline().stream()
                        .filter(each -> !each.equals(fault))
                        .toList()),
                now()));
        return found;
    }

    private Optional<ScheduledFault> find(String id) {
        return scenario.timeline().stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** Run a scenario from its beginning up to an instant. */
    private void again(Scenario what, SimTime instant) {
        running.close();
        scenario = what;
        running = start(what);
        to(instant);
    }

    /** What was done, as a scenario file. */
    public String saved() {
        return ScenarioWriter.write(scenario);
    }

    /** How long the run lasts as planned. */
    public Duration duration() {
        return scenario.duration();
    }

    @Override
    public void close() {
        running.close();
    }
}
