package dev.quorate.scenario.parse;

import com.typesafe.config.ConfigUtil;
import dev.quorate.model.Setting;
import dev.quorate.model.Settings;
import dev.quorate.scenario.FenceDevice;
import dev.quorate.scenario.Node;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.SettingsSection;
import dev.quorate.scenario.SteadyStart;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.Vip;
import dev.quorate.scenario.fault.Condition;
import dev.quorate.scenario.fault.FaultCatalog;
import dev.quorate.scenario.fault.FaultCatalog.KindParameter;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.Share;
import dev.quorate.scenario.fault.Spread;
import dev.quorate.scenario.fault.Target;
import dev.quorate.scenario.fault.Trigger;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a scenario as a file that stands alone and parses to the same scenario again. */
public final class ScenarioWriter {

    private final StringBuilder out = new StringBuilder();
    private final Map<String, String> origins;
    private final boolean everything;
    private final boolean comments;

    private ScenarioWriter(Map<String, String> origins, boolean everything, boolean comments) {
        this.origins = origins;
        this.everything = everything;
        this.comments = comments;
    }

    /** The scenario with those settings only that are not the defaults. */
    public static String write(Scenario scenario) {
        return new ScenarioWriter(Map.of(), false, false).scenario(scenario);
    }

    /** The scenario with every value, each with its origin as a comment. */
    public static String resolved(ParsedScenario parsed) {
        return new ScenarioWriter(parsed.origins(), true, true).scenario(parsed.scenario());
    }

    private String scenario(Scenario scenario) {
        line(0, "title = " + text(scenario.title()), "title");
        if (!scenario.teaches().isEmpty()) {
            line(0, "teaches = " + list(scenario.teaches()), "teaches");
        }
        scenario.pair().ifPresent(pair -> line(0, "pair = " + text(pair), "pair"));
        line(0, "duration = " + Spread.words(scenario.duration()), "duration");
        line(0, "seed = " + scenario.seed(), "seed");
        line(0, "start = " + Settings.kebab(scenario.start().name()), "start");
        boolean usual = scenario.initial().warmUp().equals(SteadyStart.WARM_UP);
        if (!scenario.initial().places().isEmpty() || !usual) {
            out.append("\ninitial {\n");
            if (!usual) {
                line(1, "warm-up = " + Spread.words(scenario.initial().warmUp()), "initial");
            }
            scenario.initial().places().forEach((role, host) -> {
                int dot = role.indexOf('.');
                String key = dot < 0 ? role : role.substring(0, dot) + "." + key(role.substring(dot + 1));
                line(1, key + " = " + text(host), "initial");
            });
            out.append("}\n");
        }
        out.append("\ncluster {\n");
        topology(scenario.topology());
        for (SettingsSection section : SettingsSection.ALL) {
            Record record = scenario.settings().of(section.type());
            settings(1, "cluster", section.path(), record, Settings.defaults(section.type()));
        }
        hosts(scenario);
        out.append("}\n");
        timeline(scenario.timeline());
        if (!scenario.expectations().isEmpty()) {
            out.append("\nexpect {\n");
            scenario.expectations().forEach(e -> {
                String argument = e.argument().isEmpty() ? "" : "." + key(e.argument());
                line(1, key(e.name()) + argument + " = " + text(e.wanted().words()), "expect");
            });
            out.append("}\n");
        }
        return out.toString();
    }

    private void topology(Topology topology) {
        nodes("masters", topology.masters());
        nodes("workers", topology.workers());
        nodes("etcd-hosts", topology.etcdHosts());
        nodes("clients", topology.clients());
        out.append("  vips = [\n");
        for (Vip vip : topology.vips()) {
            out.append("    { name = ").append(text(vip.name()));
            out.append(", address = ").append(text(vip.address()));
            out.append(", network = ").append(text(vip.network()));
            out.append(", port = ").append(vip.port()).append(" }\n");
        }
        out.append("  ]\n  fence-devices = [\n");
        for (FenceDevice device : topology.fenceDevices()) {
            out.append("    { name = ").append(text(device.name()));
            out.append(", node = ").append(text(device.node()));
            out.append(", address = ").append(text(device.address()));
            out.append(", network = ").append(text(device.network()));
            out.append(device.sharesPower() ? ", shares-power = true" : "").append(" }\n");
        }
        out.append("  ]\n");
    }

    private void nodes(String key, List<Node> nodes) {
        out.append("  ").append(key).append(" = [\n");
        for (Node node : nodes) {
            out.append("    { name = ").append(text(node.name()));
            out.append(", id = ").append(node.nodeId());
            out.append(", votes = ").append(node.votes());
            node.addresses()
                    .forEach((network, address) ->
                            out.append(", ").append(network).append(" = ").append(text(address)));
            out.append(" }\n");
        }
        out.append("  ]\n");
    }

    private void hosts(Scenario scenario) {
        if (scenario.settings().perHost().isEmpty()) {
            return;
        }
        out.append("  hosts {\n");
        scenario.settings().perHost().forEach((host, sections) -> {
            out.append("    ").append(key(host)).append(" {\n");
            sections.forEach((path, record) -> {
                Record shared = scenario.settings().of(record.getClass());
                new ScenarioWriter(origins, false, comments)
                        .settingsInto(out, 3, "cluster.hosts." + host, path, record, shared);
            });
            out.append("    }\n");
        });
        out.append("  }\n");
    }

    private void settingsInto(StringBuilder to, int indent, String above, String name, Record record, Record base) {
        settings(indent, above, name, record, base);
        // an empty section keeps the host's own record apart from the shared one, equal as they are
        to.append(out.isEmpty() ? "  ".repeat(indent) + key(name) + " {}\n" : out);
    }

    private void settings(int indent, String above, String name, Record record, Record base) {
        if (!everything && record.equals(base)) {
            return;
        }
        String path = above + "." + name;
        out.append("  ".repeat(indent)).append(key(name)).append(" {\n");
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = SettingsDecoder.read(component, record);
            Object other = SettingsDecoder.read(component, base);
            String own = Settings.nameOf(component);
            if (!component.isAnnotationPresent(Setting.class)) {
                settings(indent + 1, path, own, (Record) value, (Record) other);
            } else if (everything || !value.equals(other)) {
                line(indent + 1, key(own) + " = " + value(value), path + "." + own);
            }
        }
        out.append("  ".repeat(indent)).append("}\n");
    }

    private void timeline(List<ScheduledFault> timeline) {
        if (timeline.isEmpty()) {
            return;
        }
        out.append("\ntimeline = [\n");
        for (int i = 0; i < timeline.size(); i++) {
            line(1, item(timeline.get(i)), "timeline[" + (i + 1) + "]");
        }
        out.append("]\n");
    }

    /** One item of a timeline, as a file spells it. */
    public static String item(ScheduledFault scheduled) {
        List<String> parts = new ArrayList<>();
        parts.add("id = " + text(scheduled.id()));
        trigger(scheduled.trigger(), parts);
        FaultCatalog.Kind kind = FaultCatalog.of(scheduled.fault().getClass());
        if (kind.operator()) {
            parts.add("operator = " + kind.keyword());
        }
        for (KindParameter parameter : kind.parameters()) {
            Object value = parameter.valueIn(scheduled.fault());
            Optional<Object> otherwise = FaultDefaults.of(parameter);
            if (otherwise.isEmpty() || !otherwise.get().equals(value)) {
                parts.add(parameter.key() + " = " + value(value));
            }
        }
        scheduled.lasting().ifPresent(span -> parts.add("for = " + text(span.words())));
        if (!scheduled.think().equals(Spread.ZERO)) {
            parts.add("think = " + text(scheduled.think().words()));
        }
        if (scheduled.mistake()) {
            parts.add("mistake = true");
        }
        return "{ " + String.join(", ", parts) + " }";
    }

    private static void trigger(Trigger trigger, List<String> parts) {
        if (trigger instanceof Trigger.At at) {
            parts.add("at = " + text(at.time().words()));
        } else if (trigger instanceof Trigger.After after) {
            parts.add("after = " + text(after.reference()));
            delay(after.delay(), parts);
        } else if (trigger instanceof Trigger.When when) {
            parts.add("when = { " + condition(when.condition()) + " }");
            delay(when.delay(), parts);
        }
    }

    private static void delay(Spread delay, List<String> parts) {
        if (!delay.equals(Spread.ZERO)) {
            parts.add("delay = " + text(delay.words()));
        }
    }

    private static String condition(Condition condition) {
        if (condition instanceof Condition.LeaseAge c) {
            return "lease = " + text(c.lease()) + ", age = " + Spread.words(c.age());
        }
        if (condition instanceof Condition.VipOn c) {
            return "vip-on = " + text(c.host());
        }
        if (condition instanceof Condition.LeaderOn c) {
            return "leader = " + text(c.lease()) + (c.host().isEmpty() ? "" : ", on = " + text(c.host()));
        }
        Condition.EventSeen seen = (Condition.EventSeen) condition;
        StringBuilder words = new StringBuilder("event = " + text(seen.kind()));
        seen.fields()
                .forEach((field, value) ->
                        words.append(", ").append(key(field)).append(" = ").append(text(value)));
        return words.toString();
    }

    /** A value as a file spells it. */
    public static String value(Object value) {
        if (value instanceof Duration span) {
            return (span.isNegative() ? "-" : "") + Spread.words(span.abs());
        }
        if (value instanceof Enum<?> constant) {
            return text(Settings.kebab(constant.name()));
        }
        if (value instanceof List<?> items) {
            return list(items);
        }
        if (value instanceof Target target) {
            return text(target.words());
        }
        if (value instanceof Share share) {
            return share.words();
        }
        return value instanceof String words ? text(words) : String.valueOf(value);
    }

    private static String list(List<?> items) {
        List<String> words = new ArrayList<>();
        for (Object item : items) {
            words.add(value(item));
        }
        return "[" + String.join(", ", words) + "]";
    }

    /** A text, quoted where HOCON might read it otherwise. */
    private static String text(String words) {
        return words.matches("[A-Za-z0-9][A-Za-z0-9._%-]*( [A-Za-z0-9][A-Za-z0-9._%-]*)*")
                ? words
                : ConfigUtil.quoteString(words);
    }

    private static String key(String name) {
        return name.matches("[A-Za-z][A-Za-z0-9_-]*") ? name : ConfigUtil.quoteString(name);
    }

    private void line(int indent, String words, String path) {
        out.append("  ".repeat(indent)).append(words);
        if (comments) {
            String origin = origins.get(path);
            out.append("  # ").append(origin == null ? "default" : origin.replaceFirst("^merge of ([^,]*),.*", "$1"));
        }
        out.append('\n');
    }
}
