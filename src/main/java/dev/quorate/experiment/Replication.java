package dev.quorate.experiment;

import dev.quorate.metric.Meter;
import dev.quorate.metric.MetricValue;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.scenario.Scenario;
import dev.quorate.simulation.RunningSimulation;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.time.SimTime;
import dev.quorate.trace.TraceHash;
import dev.quorate.trace.TraceHeader;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.TraceSink;
import dev.quorate.verdict.Judge;
import dev.quorate.verdict.Verdicts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of a scenario with one seed, judged and measured while it goes on: a pure function of (scenario, seed).
 *
 * <p>Made once for each run; the run itself is driven by {@link #run}, or step by step through {@link #sink}.
 */
public final class Replication {

    private final Simulation simulation;
    private final TraceHeader header;
    private final Judge judge;
    private final Meter meter;
    private final @Nullable TraceHash hash;
    private long count;
    private SimTime last = SimTime.ZERO;

    private Replication(Simulation simulation, boolean hashed) {
        this.simulation = simulation;
        Scenario scenario = simulation.scenario();
        this.header = headerOf(scenario);
        this.judge = new Judge(Verdicts.all(), Limits.of(scenario));
        this.meter = new Meter(judge.state());
        this.hash = hashed ? new TraceHash(header) : null;
    }

    public static Replication of(Simulation simulation) {
        return new Replication(simulation, true);
    }

    /** Without the trace's hash, which costs about an eighth of a run: where many runs are counted, not compared. */
    public static Replication unhashed(Simulation simulation) {
        return new Replication(simulation, false);
    }

    /** What the trace of that scenario's run begins with. */
    public static TraceHeader headerOf(Scenario scenario) {
        return new TraceHeader(scenario.title(), scenario.seed());
    }

    public TraceHeader header() {
        return header;
    }

    /** Takes every record of the run, in order. */
    public TraceSink sink() {
        return this::accept;
    }

    private void accept(TraceRecord record) {
        last = record.at();
        judge.accept(record);
        meter.accept(record);
        count++;
        if (hash != null) {
            hash.accept(record);
        }
    }

    /** Run it whole in that system; {@code listener} hears every record after the checks did. */
    public RunOutcome run(DrivenSystem system, TraceSink listener) {
        try (RunningSimulation running = simulation.start(system, sink().then(listener)::accept)) {
            running.runToEnd();
        }
        return conclude();
    }

    /** Run it whole in that system. */
    public RunOutcome run(DrivenSystem system) {
        return run(system, record -> {});
    }

    /**
     * What a run came to that may have ended early.
     *
     * @param outcome up to its end
     * @param crash the bug of ours that ended it, if one did
     */
    public record Attempt(RunOutcome outcome, Optional<RuntimeException> crash) {}

    /** Run it whole, or as far as a bug of ours lets it: a machine's exception. */
    public Attempt attempt(DrivenSystem system, TraceSink listener) {
        Optional<RuntimeException> crash = Optional.empty();
        try (RunningSimulation running = simulation.start(system, sink().then(listener)::accept)) {
            running.runToEnd();
        } catch (RuntimeException e) {
            crash = Optional.of(e);
        }
        return new Attempt(conclude(), crash);
    }

    /**
     * Run it until nothing more can happen: every fault is gone and the cluster has been well for a while, or its time is
     * over. What it comes to is the same but for how long it was watched.
     */
    public RunOutcome runUntilSteady(DrivenSystem system, TraceSink listener) {
        try (RunningSimulation running = simulation.start(system, sink().then(listener)::accept)) {
            untilSteady(running);
        }
        return conclude();
    }

    /** The same, or as far as a bug of ours lets it. */
    public Attempt attemptUntilSteady(DrivenSystem system, TraceSink listener) {
        Optional<RuntimeException> crash = Optional.empty();
        try (RunningSimulation running = simulation.start(system, sink().then(listener)::accept)) {
            untilSteady(running);
        } catch (RuntimeException e) {
            crash = Optional.of(e);
        }
        return new Attempt(conclude(), crash);
    }

    private void untilSteady(RunningSimulation running) {
        Steadiness steadiness = new Steadiness(judge.state(), running);
        boolean steady = steadiness.await(running.plannedEnd());
        if (!steady && simulation.isHealing()) {
            if (!running.faultsAreGone()) {
                running.heal();
            }
            steadiness.await(running.plannedEnd().plus(RunningSimulation.RECOVERY));
        }
        running.end();
    }

    /** What it came to, at the last record's instant; to be called once. */
    public RunOutcome conclude() {
        Scenario scenario = simulation.scenario();
        List<VerdictResult> verdicts = judge.conclude(last);
        List<MetricValue> metrics = meter.values(last);
        return new RunOutcome(
                scenario.title(),
                scenario.seed(),
                last,
                count,
                hash == null ? "" : hash.hex(),
                verdicts,
                Expectations.judge(scenario.expectations(), verdicts, metrics),
                metrics);
    }
}
