package dev.quorate.cli;

import dev.quorate.outcome.RunOutcome;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.report.Explanation;
import dev.quorate.report.ResultsFolder;
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
        footer = {"", "Without options: the first broken rule, or else how the cluster recovered."})
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

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
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
