package dev.quorate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.report.ResultsFolder;
import dev.quorate.scenario.fault.FaultCatalog;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What there is: runs, scenarios, faults, settings. */
@Command(name = "list", header = "List runs, scenarios, faults or settings.")
final class ListCommand implements Callable<Integer> {

    /** What to list. */
    enum What {
        runs,
        scenarios,
        faults,
        settings
    }

    private final Console console;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(index = "0", paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private What what;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "WORD",
            description = "Only those whose name or meaning holds this word.")
    private Optional<String> word = Optional.empty();

    ListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        return switch (what) {
            case runs -> runs();
            case scenarios -> scenarios();
            case faults -> faults();
            case settings -> settings();
        };
    }

    private int runs() throws IOException {
        Path results = RunOptions.results(console);
        List<Map<String, Object>> runs = new ArrayList<>();
        Table table = new Table();
        for (String name : ResultsFolder.list(results)) {
            if (matches(name)) {
                String title = titleOf(results.resolve(name));
                Map<String, Object> run = new LinkedHashMap<>();
                run.put("run", name);
                run.put("title", title);
                runs.add(run);
                table.row(name, title);
            }
        }
        if (output.isJson()) {
            JsonOut.print(console.out(), runs);
        } else if (runs.isEmpty() && word.isEmpty()) {
            console.err().println("no runs in " + results + " yet; make one: quorate run FILE");
        } else {
            table.print(console.out());
        }
        return found(runs);
    }

    /** From the trace's first line; a broken trace has none. */
    private static String titleOf(Path folder) {
        try (BufferedReader in = Files.newBufferedReader(folder.resolve("events.jsonl"))) {
            String first = in.readLine();
            return first == null
                    ? ""
                    : new ObjectMapper().readTree(first).path("title").asText();
        } catch (IOException e) {
            return "(cannot be read)";
        }
    }

    private int scenarios() throws IOException {
        Path directory = console.find(Path.of("scenarios"));
        if (!Files.isDirectory(directory)) {
            throw new UserError("there is no directory 'scenarios' here");
        }
        List<Map<String, Object>> scenarios = new ArrayList<>();
        Table table = new Table();
        for (Path file : ScenarioFiles.in(directory)) {
            String title;
            try {
                title = ScenarioParser.parse(file).title();
            } catch (ScenarioException e) {
                title = "(not valid: " + e.problems().size() + " problems)";
            }
            if (matches(file + " " + title)) {
                Map<String, Object> scenario = new LinkedHashMap<>();
                scenario.put("file", file.toString());
                scenario.put("title", title);
                scenarios.add(scenario);
                table.row(file.toString(), title);
            }
        }
        if (output.isJson()) {
            JsonOut.print(console.out(), scenarios);
        } else {
            table.print(console.out());
        }
        return found(scenarios);
    }

    private int faults() throws IOException {
        List<FaultCatalog.Kind> kinds = FaultCatalog.kinds().stream()
                .filter(kind -> matches(kind.keyword() + " " + kind.doc() + " " + kind.group()))
                .toList();
        if (output.isJson()) {
            JsonOut.print(console.out(), kinds.stream().map(ListCommand::json).toList());
            return found(kinds);
        }
        String group = "";
        for (FaultCatalog.Kind kind : kinds) {
            if (!kind.group().equals(group)) {
                console.out()
                        .println((group.isEmpty() ? "" : "\n") + kind.group().toUpperCase(Locale.ROOT));
                group = kind.group();
            }
            console.out().println();
            console.out().println("  " + kind.keyword() + ": " + kind.doc());
            Table parameters = new Table();
            for (FaultCatalog.KindParameter parameter : kind.parameters()) {
                String preset = parameter
                        .defaultText()
                        .map(text -> text.isEmpty() ? "(optional)" : "(default " + text + ")")
                        .orElse("(required)");
                parameters.row("      " + parameter.key(), preset, parameter.doc());
            }
            parameters.print(console.out());
            console.out().println("      example: " + kind.example());
        }
        return found(kinds);
    }

    private static Map<String, Object> json(FaultCatalog.Kind kind) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fault", kind.keyword());
        json.put("group", kind.group());
        json.put("operator", kind.operator());
        json.put("meaning", kind.doc());
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (FaultCatalog.KindParameter parameter : kind.parameters()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", parameter.key());
            one.put("required", parameter.defaultText().isEmpty());
            parameter.defaultText().ifPresent(text -> one.put("default", text));
            one.put("meaning", parameter.doc());
            parameters.add(one);
        }
        json.put("parameters", parameters);
        json.put("example", kind.example());
        return json;
    }

    private int settings() throws IOException {
        List<SettingEntry> entries = SettingEntry.all().stream()
                .filter(entry -> matches(entry.path() + " " + entry.meaning()))
                .toList();
        if (output.isJson()) {
            JsonOut.print(
                    console.out(), entries.stream().map(SettingEntry::toJson).toList());
            return found(entries);
        }
        for (SettingEntry entry : entries) {
            String preset = entry.defaultText().isEmpty() ? "(empty)" : entry.defaultText();
            console.out().println(entry.path() + " = " + preset + "   [" + entry.unit() + "]");
            console.out().println("    " + entry.meaning());
            console.out().println("    source: " + entry.source());
        }
        return found(entries);
    }

    private int found(List<?> items) {
        if (items.isEmpty() && word.isPresent()) {
            throw new UserError("no " + what + " hold '" + word.get() + "'; see: quorate list " + what);
        }
        return ExitCode.OK;
    }

    private boolean matches(String text) {
        return word.isEmpty()
                || text.toLowerCase(Locale.ROOT).contains(word.get().toLowerCase(Locale.ROOT));
    }
}
