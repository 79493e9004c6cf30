package dev.quorate.planted;

import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.scenario.parse.ScenarioWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One planted bug.
 *
 * @param name in kebab case
 * @param expected the rule that should catch it
 * @param cluster the true cluster that it is hunted on
 * @param grafts changed lines of the models
 * @param settings a configuration mistaken instead: {@code path=value}
 */
record Bug(String name, String expected, Supplier<Scenario> cluster, List<Graft> grafts, List<String> settings) {

    /** A shrunk cluster may have lost the host that a setting is for. */
    private static final String HOSTS = "cluster.hosts.";

    /**
     * A changed piece of a model.
     *
     * @param file below {@code src/main/java/dev/quorate/model}
     * @param from what stands there, once
     * @param to what stands there instead; {@code BUG} is whether the bug is switched on
     */
    record Graft(String file, String from, String to) {}

    static Bug of(String name, String expected, Supplier<Scenario> cluster) {
        return new Bug(name, expected, cluster, List.of(), List.of());
    }

    Bug graft(String file, String from, String to) {
        List<Graft> more = new ArrayList<>(grafts);
        more.add(new Graft(file, from, to.replace("BUG", "dev.quorate.planted.Planted.is(\"" + name + "\")")));
        return new Bug(name, expected, cluster, more, settings);
    }

    Bug setting(String override) {
        List<String> more = new ArrayList<>(settings);
        more.add(override);
        return new Bug(name, expected, cluster, grafts, more);
    }

    /** The scenario with the mistaken settings; the same when there are none. */
    Scenario mistaken(Scenario scenario) {
        List<String> settings = this.settings.stream()
                .filter(setting -> !setting.startsWith(HOSTS)
                        || scenario.topology().masterNames().stream()
                                .anyMatch(host -> setting.startsWith(HOSTS + host + ".")))
                .toList();
        if (settings.isEmpty()) {
            return scenario;
        }
        try {
            return ScenarioParser.parseText(name, ScenarioWriter.write(scenario), ParseOptions.NONE.overrides(settings))
                    .scenario();
        } catch (ScenarioException e) {
            throw new IllegalStateException("bug " + name + ": " + e.getMessage(), e);
        }
    }
}
