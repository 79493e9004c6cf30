package dev.quorate.cli;

import dev.quorate.experiment.Counterfactual;
import dev.quorate.outcome.PreventionOutcome;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.report.Explanation;
import dev.quorate.report.ResultsFolder;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.trace.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Why something happened in a run, from its trace alone. */
@Command(
        name = "explain",
        header = "Explain why it happened: from the finding back to the fault or mistake.",
        footer = {
            "",
            "Without options: the first broken rule, or else how the cluster recovered.",
            "--prevent runs the scenario again with one protection changed at a time, and lists those that removed the",
            "violation over all seeds, with what each cost."
        })
final class ExplainCommand implements Callable<Integer> {

    /** What to explain. */
    private static final class Question {
        @Option(names = "--at", paramLabel = "TIME", description = "The last event of note at that instant: 33s.")
        private Optional<String> at = Optional.empty();

        @Option(
                names = "--expect",
                paramLabel = "NAME",
                description = "Why that rule was broken: single-acting-leader.kube-scheduler.")
        private Optional<String> rule = Optional.empty();
    }

    private final Console console;

    @Mixin
    private final RunOptions run = new RunOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @ArgGroup(multiplicity = "0..1")
    private Question question = new Question();

    @Option(names = "--prevent", description = "What would have prevented it; this runs.")
    private boolean prevent;

    @Option(names = "--runs", paramLabel = "N", description = "With --prevent: seeds for each change. Default: 100.")
    private int runs = 100;

    @Option(names = "-j", paramLabel = "N", description = "With --prevent: threads. Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ScenarioException, InterruptedException {
        if (prevent && (runs < 1 || threads < 1)) {
            throw new UserError("--runs and -j are at least 1; were " + runs + " and " + threads);
        }
        if (prevent && question.at.isPresent()) {
            throw new UserError("--prevent asks about a broken rule, not about an instant: use --expect NAME");
        }
        ResultsFolder folder = run.folder(console);
        Trace trace = folder.trace();
        Optional<Explanation> explanation;
        if (question.at.isPresent()) {
            explanation = Explanation.at(trace, Instants.parse("--at", question.at.get()));
        } else if (question.rule.isPresent()) {
            explanation = ofRule(trace, SavedRun.verdicts(folder, trace), question.rule.get());
        } else {
            explanation = first(trace, SavedRun.verdicts(folder, trace));
        }
        if (prevent) {
            return prevention(folder, trace, explanation);
        }
        if (output.isJson()) {
            JsonOut.print(console.out(), explanation.map(ExplainCommand::json).orElse(Map.of()));
        } else {
            console.out()
                    .print(
                            explanation
                                    .map(Explanation::text)
                                    .orElse(
                                            "Nothing to explain: no rule was broken, and no fault made the cluster change hands.\n"));
        }
        return ExitCode.OK;
    }

    /** Explain, then run what would have prevented it. */
    private Integer prevention(ResultsFolder folder, Trace trace, Optional<Explanation> explanation)
            throws IOException, ScenarioException, InterruptedException {
        List<VerdictResult> broken = RunOutcome.broken(SavedRun.verdicts(folder, trace));
        List<VerdictResult> asked = question.rule.isPresent()
                ? RunOutcome.verdictsNamed(broken, question.rule.get())
                : broken.subList(0, Math.min(1, broken.size()));
        if (asked.isEmpty()) {
            throw new UserError(
                    broken.isEmpty()
                            ? "nothing was broken in this run, so there is nothing to prevent"
                            : question.rule.orElse("") + " was not broken in this run; broken: "
                                    + String.join(
                                            ", ",
                                            broken.stream()
                                                    .map(VerdictResult::fullName)
                                                    .toList()));
        }
        if (!output.isJson()) {
            explanation.map(Explanation::text).ifPresent(text -> console.out().println(text));
            console.out().flush();
        }
        Scenario scenario = ScenarioParser.parseText(
                        folder.path().resolve("scenario.conf").toString(), folder.scenario(), ParseOptions.NONE)
                .scenario();
        try (Counterfactual counterfactual = new Counterfactual(runs, threads, this::progress)) {
            PreventionOutcome outcome =
                    counterfactual.prevent(scenario, asked.get(0).fullName());
            console.out().print(output.isJson() ? PreventionText.json(outcome) : PreventionText.of(outcome));
        }
        return ExitCode.OK;
    }

    private void progress(String words) {
        if (console.errIsTerminal()) {
            console.err().println("  " + words);
        }
    }

    private static Optional<Explanation> first(Trace trace, List<VerdictResult> verdicts) {
        for (VerdictResult result : RunOutcome.broken(verdicts)) {
            Optional<Explanation> explained = Explanation.ofVerdict(trace, result);
            if (explained.isPresent()) {
                return explained;
            }
        }
        return Explanation.ofRecovery(trace);
    }

    private Optional<Explanation> ofRule(Trace trace, List<VerdictResult> verdicts, String name) {
        List<VerdictResult> named = RunOutcome.verdictsNamed(verdicts, name);
        if (named.isEmpty()) {
            List<String> known = new ArrayList<>();
            verdicts.forEach(v -> known.add(v.fullName()));
            throw new UserError("no rule '" + name + "' was judged in this run; known: " + String.join(", ", known));
        }
        for (VerdictResult result : named) {
            Optional<Explanation> explained = Explanation.ofVerdict(trace, result);
            if (explained.isPresent()) {
                return explained;
            }
        }
        console.err()
                .println(name + " was not broken in this run: " + named.get(0).note());
        return Optional.empty();
    }

    private static Map<String, Object> json(Explanation explanation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("question", explanation.question());
        List<Object> sentences = new ArrayList<>();
        for (Explanation.Sentence sentence : explanation.sentences()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("atMicros", sentence.at().micros());
            one.put("text", sentence.text());
            one.put("event", sentence.event().seq());
            sentences.add(one);
        }
        json.put("sentences", sentences);
        json.put("settings", explanation.settings());
        return json;
    }
}
