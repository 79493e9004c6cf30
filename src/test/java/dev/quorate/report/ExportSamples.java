package dev.quorate.report;

import dev.quorate.experiment.Replication;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.trace.MessageRecord;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs to report on: the library's split brain with the messages that a run keeps, and one whose every name means harm. */
public final class ExportSamples {

    private static @Nullable RunReport splitBrain;

    private ExportSamples() {}

    /** The bundled split brain, run once for all tests. */
    public static synchronized RunReport splitBrain() throws Exception {
        if (splitBrain == null) {
            splitBrain = run("scenarios/split-brain.conf");
        }
        return splitBrain;
    }

    public static RunReport nasty(String text) {
        return Nasty.report(text);
    }

    private static RunReport run(String file) throws Exception {
        Scenario scenario = ScenarioParser.parse(Path.of(file).toAbsolutePath());
        List<TraceRecord> records = new ArrayList<>();
        List<MessageRecord> messages = new ArrayList<>();
        try (DrivenSystem system = DrivenSystem.create()) {
            Simulation simulation = Simulation.of(scenario).messages(messages::add);
            RunOutcome outcome = Replication.of(simulation).run(system, records::add);
            RunReport report = RunReport.of(
                    outcome,
                    new Trace(Replication.headerOf(scenario), records),
                    "title = \"...\"\n",
                    "quorate run " + file,
                    scenario.teaches(),
                    List.of("Nothing."));
            List<Moment> moments = Moment.of(report);
            messages.removeIf(message -> moments.stream().noneMatch(moment -> moment.isNear(message)));
            return report.withMessages(messages);
        }
    }
}
