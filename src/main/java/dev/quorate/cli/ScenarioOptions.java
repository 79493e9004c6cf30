package dev.quorate.cli;

import dev.quorate.metric.Metric;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ParsedScenario;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.verdict.Verdict;
import dev.quorate.verdict.Verdicts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of verbs that read scenarios: what is put on top of the file. */
final class ScenarioOptions {

    @Option(names = "--seed", paramLabel = "N", description = "The seed, instead of the file's own.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Set any value of the scenario: cluster.corosync.totem.token=3s. May be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--cluster",
            paramLabel = "FILE",
            description = "A cluster file in place of the one that the scenario includes.")
    private Optional<Path> cluster = Optional.empty();

    /** Read a scenario with what the command line puts on top. */
    ParsedScenario read(Path file, Console console) throws ScenarioException {
        return ScenarioParser.parse(file, options(console));
    }

    /** Read a scenario, or a cluster alone, with some settings more. */
    ParsedScenario readWith(Path file, List<String> settings, boolean cluster, Console console)
            throws ScenarioException {
        ParseOptions options = options(console);
        List<String> all = new ArrayList<>(options.overrides());
        all.addAll(settings);
        return cluster
                ? ScenarioParser.parseCluster(file, options.overrides(all))
                : ScenarioParser.parse(file, options.overrides(all));
    }

    /** Read a scenario on another cluster. */
    ParsedScenario readOn(Path file, Path other, Console console) throws ScenarioException {
        return ScenarioParser.parse(file, options(console).clusterFile(other));
    }

    /** Read a file of a cluster alone. */
    ParsedScenario readCluster(Path file, Console console) throws ScenarioException {
        return ScenarioParser.parseCluster(file, options(console));
    }

    /** What was put on top, to be put there again. */
    String words(long ran) {
        return " --seed " + ran + wordsBesideSeed();
    }

    /** What was put on top, the seed only when it was given. */
    String words() {
        return seed.map(n -> " --seed " + n).orElse("") + wordsBesideSeed();
    }

    private String wordsBesideSeed() {
        StringBuilder words = new StringBuilder();
        cluster.ifPresent(file -> words.append(" --cluster ").append(file));
        overrides.forEach(value -> words.append(" --set '").append(value).append('\''));
        return words.toString();
    }

    private ParseOptions options(Console console) {
        List<String> all = new ArrayList<>(overrides);
        seed.ifPresent(n -> all.add("seed=" + n));
        ParseOptions options = ParseOptions.NONE.overrides(all).expectationNames(expectationNames());
        return cluster.map(file -> options.clusterFile(console.find(file))).orElse(options);
    }

    /** As a file stands, its expectations checked. */
    static ParseOptions parseOptions() {
        return ParseOptions.NONE.expectationNames(expectationNames());
    }

    /** Rules and metrics that {@code expect} may name. */
    static List<String> expectationNames() {
        List<String> names = new ArrayList<>();
        for (Verdict verdict : Verdicts.all()) {
            names.add(verdict.name());
        }
        for (Metric metric : Metric.values()) {
            // A name ends at its first dot: recovery.total is "recovery", asked of "total".
            String name = metric.spelling().replaceFirst("\\..*", "");
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }
}
