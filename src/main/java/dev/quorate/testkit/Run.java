package dev.quorate.testkit;

import dev.quorate.experiment.Replication;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.report.RunReport;
import dev.quorate.report.TerminalReport;
import dev.quorate.report.TextStyle;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.expect.Wanted;
import dev.quorate.scenario.parse.ScenarioWriter;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A run that is over.
 *
 * @param cluster what was run
 * @param scenario the same as a scenario: cluster, plan and seed
 * @param outcome verdicts and metrics
 */
public record Run(SimulatedCluster cluster, Scenario scenario, RunOutcome outcome) {

    /** Where scenarios of failed tests go. */
    static final Path FAILED = Path.of("target", "quorate");

    public FaultPlan plan() {
        return new FaultPlan(scenario.timeline());
    }

    public Seed seed() {
        return Seed.of(scenario.seed());
    }

    /** Every event, in order; the run is made again for it. */
    public List<TraceRecord> trace() {
        List<TraceRecord> records = new ArrayList<>();
        cluster.run(scenario, records::add);
        return records;
    }

    /** Verdicts and lanes as {@code quorate run} prints them; the run is made again for it. */
    public String picture() {
        Trace trace = new Trace(Replication.headerOf(scenario), trace());
        RunReport report = RunReport.of(outcome, trace, "", "", List.of(), List.of());
        return TerminalReport.of(report, TextStyle.plain(), "");
    }

    /** The run with a limit other than a rule's own: {@code withLimit("recovers-within", 90 s)}; it is made again. */
    Run withLimit(String rule, Duration limit) {
        return cluster.expecting(List.of(new Expectation(rule, "", new Wanted.Within(limit))))
                .run();
    }

    /** The scenario as a file that stands alone, with a rule that is to hold. */
    String file(String rule) {
        int dot = rule.indexOf('.');
        Expectation held = new Expectation(
                dot < 0 ? rule : rule.substring(0, dot), dot < 0 ? "" : rule.substring(dot + 1), new Wanted.Held());
        return ScenarioWriter.write(
                scenario.expectations().isEmpty() ? scenario.withExpectations(List.of(held)) : scenario);
    }

    /** Save the scenario where {@code quorate run} can take it. */
    Path save(Path file, String rule) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            return Files.writeString(file, file(rule), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save the scenario of a failed test", e);
        }
    }

    /** How to see this very run again. */
    String replay(Path saved) {
        String heal = cluster.heals() ? " --heal" : "";
        return cluster.own().isEmpty()
                ? "quorate run " + saved + heal
                : "FaultPlan.read(Path.of(\"" + saved + "\")) and Seed.of(" + scenario.seed()
                        + "L) in this test: no other program knows " + String.join(", ", cluster.own());
    }

    @Override
    public String toString() {
        return "run of '" + scenario.title() + "' with seed " + scenario.seed() + " and " + plan();
    }
}
