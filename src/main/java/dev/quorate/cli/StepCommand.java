package dev.quorate.cli;

import dev.quorate.report.ClusterView;
import dev.quorate.report.Explanation;
import dev.quorate.report.TextStyle;
import dev.quorate.report.Timeline;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.Trigger;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.stepping.Session;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.TraceRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Walks through a run event by event, with faults put in by hand. */
@Command(
        name = "step",
        header = "Walk through a run event by event: inject a fault, go back, save what you did.",
        footer = {"", "At the prompt, 'help' lists what can be said there."})
final class StepCommand implements Callable<Integer> {

    /** Events shown of a longer way; the last ones. */
    private static final int MOST = 30;

    private static final String HELP = """
            next [N]        to the next event (an empty line does the same)
            to TIME         on to an instant: to 33s
            end             on to the end
            back TIME       back by that long, by running again: back 10s
            show            the cluster now, in crm_mon's words
            why [#N]        why the last event happened, or that one
            inject ITEM     a fault now, as in a timeline: inject partition = [[k8s-master01], [k8s-master02]], for = 40s
            faults          the timeline, with what was put in by hand
            drop ID         take a fault out of it
            save FILE       the scenario with what you did
            quit
            """;

    private final Console console;

    @Mixin
    private final ScenarioOptions scenario = new ScenarioOptions();

    @Parameters(arity = "1", paramLabel = "FILE", description = "A scenario file.")
    private Path file = Path.of("");

    StepCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ScenarioException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        try (DrivenSystem system = DrivenSystem.create();
                Session session =
                        new Session(scenario.read(console.find(file), console).scenario(), system)) {
            say(TextStyle.harmless(session.scenario().title()) + "   seed "
                    + session.scenario().seed());
            say("'help' lists what can be said here.");
            for (String line = ask(session, in); line != null; line = ask(session, in)) {
                String[] words = line.strip().split("\\s+", 2);
                if (words[0].equals("quit") || words[0].equals("exit") || words[0].equals("q")) {
                    break;
                }
                try {
                    obey(session, words[0], words.length > 1 ? words[1].strip() : "");
                } catch (ScenarioException | UserError | IllegalArgumentException | IllegalStateException e) {
                    say(TextStyle.harmless(String.valueOf(e.getMessage()).replace("\n", "   ")));
                }
            }
        }
        return ExitCode.OK;
    }

    private @Nullable String ask(Session session, BufferedReader in) throws IOException {
        console.out().print(session.now() + (session.hasEnded() ? " (the end)> " : "> "));
        console.out().flush();
        return in.readLine();
    }

    private void obey(Session session, String verb, String rest) throws IOException, ScenarioException {
        switch (verb) {
            case "", "next", "n" -> next(session, rest);
            case "to" -> told(session.to(Instants.parse("to", rest)));
            case "end" -> told(session.to(SimTime.of(session.duration())));
            case "back", "b" -> back(session, rest);
            case "show", "s" -> console.out().print(ClusterView.at(session.trace(), session.now()));
            case "why", "w" -> why(session, rest);
            case "inject", "i" -> inject(session, rest);
            case "faults" -> session.scenario().timeline().forEach(this::fault);
            case "drop" -> drop(session, rest);
            case "save" -> save(session, rest);
            case "help", "h", "?" -> console.out().print(HELP);
            default -> say("what is '" + TextStyle.harmless(verb) + "'? 'help' lists what can be said here");
        }
    }

    private void next(Session session, String rest) {
        int steps = rest.isEmpty() ? 1 : Integer.parseUnsignedInt(rest);
        for (int i = 0; i < steps && !session.hasEnded(); i++) {
            told(session.next());
        }
    }

    private void back(Session session, String rest) {
        SimTime by = Instants.parse("back", rest.isEmpty() ? "10s" : rest);
        session.back(new SimTime(session.now().micros() - by.micros()));
        say("back at " + session.now());
        for (ScheduledFault each : session.scenario().timeline()) {
            if (each.id().startsWith("by-hand-")) {
                say("  " + each.id() + " comes again; 'drop " + each.id() + "' takes it out");
            }
        }
    }

    private void why(Session session, String rest) {
        List<TraceRecord> records = session.trace().records();
        Optional<TraceRecord> asked = rest.isEmpty()
                ? lastOfNote(records)
                : session.trace().find(new EventId(Long.parseLong(rest.replaceFirst("^#", ""))));
        console.out()
                .print(asked.flatMap(record -> Explanation.of(session.trace(), record))
                        .map(Explanation::text)
                        .orElse("there is no such event yet\n"));
    }

    private static Optional<TraceRecord> lastOfNote(List<TraceRecord> records) {
        for (int i = records.size() - 1; i >= 0; i--) {
            if (!Timeline.repeats(records.get(i).event())) {
                return Optional.of(records.get(i));
            }
        }
        return Optional.empty();
    }

    private void inject(Session session, String item) throws ScenarioException {
        if (item.isEmpty()) {
            throw new UserError("inject what? as: inject power-off = k8s-master01; see: quorate list faults");
        }
        ScheduledFault fault = session.inject(item);
        fault(fault);
        told(session.trace().records().stream()
                .filter(record -> record.at().equals(session.now()))
                .toList());
    }

    private void fault(ScheduledFault fault) {
        say("  " + fault.id() + "  "
                + TextStyle.harmless(
                        when(fault.trigger()) + ": " + fault.fault().describe()));
    }

    private static String when(Trigger trigger) {
        if (trigger instanceof Trigger.At at) {
            return "at " + at.time().words();
        }
        return trigger instanceof Trigger.After after ? "after " + after.reference() : "on a condition";
    }

    private void drop(Session session, String id) {
        say(
                session.drop(id).isPresent()
                        ? "dropped " + id
                        : "there is no fault '" + TextStyle.harmless(id) + "'; 'faults' lists them");
    }

    private void save(Session session, String name) throws IOException {
        if (name.isEmpty()) {
            throw new UserError("save where? as: save mine.conf");
        }
        Path target = Path.of(name);
        if (Files.exists(target)) {
            throw new UserError(name + " is there already; save under another name");
        }
        try {
            ResultsWriter.replace(target, session.saved());
        } catch (IOException e) {
            throw new UserError("cannot write " + name + ": " + e.getMessage());
        }
        say("saved " + name + "   run it: quorate run " + name);
    }

    /** Events in words; of many, the last ones. */
    private void told(List<TraceRecord> records) {
        List<TraceRecord> shown = records.stream()
                .filter(record -> !Timeline.repeats(record.event()))
                .toList();
        int left = Math.max(0, shown.size() - MOST);
        if (left > 0) {
            say("  ... " + left + " events before these");
        }
        shown.subList(left, shown.size()).forEach(record -> say(Timeline.line(record)));
    }

    private void say(String line) {
        console.out().println(line);
    }
}
