package dev.quorate.scenario.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts {@code --set PATH=VALUE} over what the files say. */
final class Overrides {

    private Overrides() {}

    static Config apply(List<String> overrides, Config root, Problems problems) {
        Config result = root;
        for (String override : overrides) {
            result = apply(override, result, problems);
        }
        return result;
    }

    private static Config apply(String override, Config root, Problems problems) {
        String name = "--set " + override;
        int equals = override.indexOf('=');
        if (equals < 1) {
            problems.add(ScenarioProblem.of(name, "must be PATH=VALUE, as cluster.corosync.totem.token=1s"));
            return root;
        }
        try {
            String path = override.substring(0, equals).trim();
            List<String> steps = ConfigUtil.splitPath(path);
            ConfigValue value = value(name, override.substring(equals + 1).trim());
            if (steps.get(0).equals("timeline") && steps.size() >= 3) {
                return intoTimeline(name, steps, value, root, problems);
            }
            return value.atPath(path).withFallback(root);
        } catch (ConfigException e) {
            problems.add(ScenarioProblem.of(name, "is not valid: " + e.getMessage()));
            return root;
        }
    }

    /** HOCON when it is that, plain text otherwise. */
    private static ConfigValue value(String name, String text) {
        try {
            Config parsed = ConfigFactory.parseString(
                    "v = " + text, ConfigParseOptions.defaults().setOriginDescription(name));
            if (parsed.isResolved() && parsed.root().size() == 1 && parsed.hasPath("v")) {
                return parsed.getValue("v");
            }
        } catch (ConfigException e) {
            // plain text
        }
        return ConfigValueFactory.fromAnyRef(text, name);
    }

    private static Config intoTimeline(
            String name, List<String> steps, ConfigValue value, Config root, Problems problems) {
        ConfigValue timeline = root.root().get("timeline");
        if (!(timeline instanceof ConfigList list)) {
            problems.add(ScenarioProblem.of(name, "the scenario has no timeline"));
            return root;
        }
        Optional<Integer> index = indexOf(steps.get(1), list);
        if (index.isEmpty()) {
            problems.add(ScenarioProblem.of(
                    name,
                    "the timeline has no item '" + steps.get(1) + "'; give an id or a number from 1 to "
                            + list.size()));
            return root;
        }
        List<ConfigValue> items = new ArrayList<>(list);
        String rest = ConfigUtil.joinPath(steps.subList(2, steps.size()));
        Config item = ((ConfigObject) items.get(index.get())).toConfig();
        items.set(index.get(), value.atPath(rest).withFallback(item).root());
        return root.withValue("timeline", ConfigValueFactory.fromIterable(items));
    }

    private static Optional<Integer> indexOf(String item, ConfigList list) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof ConfigObject object) {
                ConfigValue id = object.get("id");
                boolean named = id != null
                        && ObjectReader.scalar(id).filter(item::equals).isPresent();
                if (named || item.equals(Integer.toString(i + 1))) {
                    return Optional.of(i);
                }
            }
        }
        return Optional.empty();
    }
}
