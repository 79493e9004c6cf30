package dev.quorate.cli;

import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ParsedScenario;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioProblem;
import dev.quorate.scenario.parse.ScenarioWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads scenario files and tells every problem of all of them; runs nothing. */
@Command(
        name = "check",
        header = "Read and validate scenario files; run nothing.",
        footer = {"", "Files in a folder named clusters are read as clusters alone."})
final class CheckCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final ScenarioOptions scenario = new ScenarioOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--print", description = "Print each scenario in full: every value, with its origin.")
    private boolean print;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "Scenario files, or directories of them.")
    private List<Path> files = new ArrayList<>();

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ScenarioException {
        List<ScenarioProblem> problems = new ArrayList<>();
        Map<Path, ParsedScenario> good = new LinkedHashMap<>();
        for (Path file : ScenarioFiles.find(files, console)) {
            try {
                good.put(file, isCluster(file) ? scenario.readCluster(file, console) : scenario.read(file, console));
            } catch (ScenarioException e) {
                problems.addAll(e.problems());
            }
        }
        if (output.isJson()) {
            JsonOut.print(console.out(), json(good, problems));
        } else {
            good.forEach(this::tell);
        }
        if (!problems.isEmpty()) {
            throw new ScenarioException(problems);
        }
        return ExitCode.OK;
    }

    static boolean isCluster(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return folder != null && folder.endsWith("clusters");
    }

    private void tell(Path file, ParsedScenario parsed) {
        Scenario read = parsed.scenario();
        if (print) {
            console.out().println("# " + file);
            console.out().print(ScenarioWriter.resolved(parsed));
        } else if (isCluster(file)) {
            console.out()
                    .println(file + ": ok, a cluster of "
                            + read.topology().masters().size() + " masters");
        } else {
            console.out()
                    .println(file + ": ok, " + read.title() + " ("
                            + count(read.timeline().size(), "fault") + ", "
                            + count(read.expectations().size(), "expectation") + ")");
        }
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static Map<String, Object> json(Map<Path, ParsedScenario> good, List<ScenarioProblem> problems) {
        List<Object> scenarios = new ArrayList<>();
        good.forEach((file, parsed) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("file", file.toString());
            one.put("title", parsed.scenario().title());
            one.put("seed", parsed.scenario().seed());
            one.put("faults", parsed.scenario().timeline().size());
            one.put("expectations", parsed.scenario().expectations().size());
            scenarios.add(one);
        });
        List<Object> found = new ArrayList<>();
        for (ScenarioProblem problem : problems.stream().sorted().distinct().toList()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("file", problem.file());
            one.put("line", problem.line());
            one.put("column", problem.column());
            one.put("message", problem.message());
            one.put("suggestion", problem.suggestion());
            found.add(one);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("scenarios", scenarios);
        json.put("problems", found);
        return json;
    }
}
