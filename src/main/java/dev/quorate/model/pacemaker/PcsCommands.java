package dev.quorate.model.pacemaker;

import dev.quorate.model.pacemaker.cib.Agent;
import dev.quorate.model.pacemaker.cib.Clone;
import dev.quorate.model.pacemaker.cib.ClusterOptions;
import dev.quorate.model.pacemaker.cib.Configuration;
import dev.quorate.model.pacemaker.cib.Constraint;
import dev.quorate.model.pacemaker.cib.Group;
import dev.quorate.model.pacemaker.cib.Node;
import dev.quorate.model.pacemaker.cib.Operation;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.Resource;
import dev.quorate.model.pacemaker.cib.UnknownName;
import dev.quorate.model.pacemaker.cib.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Changes of the configuration in {@code pcs}'s words, and the configuration that a cluster starts with.
 *
 * <p>An error is an {@code IllegalArgumentException} that says what was given and what would do.
 */
public final class PcsCommands {

    private static final String KNOWN = "property set, node standby|unstandby|maintenance|unmaintenance,"
            + " resource create|delete|move|ban|clear|meta|update|enable|disable|manage|unmanage|defaults,"
            + " stonith create|delete, constraint location|colocation|order|remove";

    private PcsCommands() {}

    /** Who hears of a line of the settings that cannot be carried out. */
    @FunctionalInterface
    public interface Complaint {

        /**
         * A line was refused.
         *
         * @param setting {@code resources}, {@code stonith} or {@code constraints}
         * @param index the line's place in that setting, from 0
         * @param refused what is wrong with it
         */
        void about(String setting, int index, IllegalArgumentException refused);
    }

    /** The configuration that these settings ask for, for nodes in the order of their ids. */
    public static Configuration initial(PacemakerSettings settings, List<Node> nodes) {
        return initial(settings, nodes, (setting, index, refused) -> {
            throw refused;
        });
    }

    /** The same without the lines that are refused. */
    public static Configuration initial(PacemakerSettings settings, List<Node> nodes, Complaint complaint) {
        Configuration configuration = Configuration.of(options(settings), nodes, List.of(), List.of());
        PacemakerSettings.ResourceDefaults defaults = settings.resourceDefaults();
        configuration = configuration
                .withResourceDefault("resource-stickiness", Integer.toString(defaults.resourceStickiness()))
                .withResourceDefault("migration-threshold", defaults.migrationThreshold())
                .withResourceDefault(
                        "failure-timeout", defaults.failureTimeout().toMillis() + "ms")
                .withResourceDefault("multiple-active", defaults.multipleActive());
        configuration = lines(configuration, "resources", settings.resources(), "resource create ", complaint);
        configuration = lines(configuration, "stonith", settings.stonith(), "stonith create ", complaint);
        return lines(configuration, "constraints", settings.constraints(), "constraint ", complaint);
    }

    private static Configuration lines(
            Configuration before, String setting, List<String> lines, String verb, Complaint complaint) {
        Configuration configuration = before;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).trim();
            try {
                if (setting.equals("stonith") && line.startsWith("level ")) {
                    level(line);
                } else {
                    configuration = edit(configuration, words(verb + line));
                }
            } catch (IllegalArgumentException refused) {
                complaint.about(setting, i, refused);
            }
        }
        return configuration;
    }

    /** Fence devices by target and level, from lines {@code level add 1 k8s-master01 fence-m1,fence-pdu}. */
    public static Map<String, List<List<String>>> topology(PacemakerSettings settings) {
        Map<String, TreeMap<Integer, List<String>>> levels = new TreeMap<>();
        for (String line : settings.stonith()) {
            if (line.trim().startsWith("level ")) {
                Level level = level(line.trim());
                levels.computeIfAbsent(level.target(), target -> new TreeMap<>())
                        .put(level.number(), level.devices());
            }
        }
        Map<String, List<List<String>>> topology = new TreeMap<>();
        levels.forEach((target, byLevel) -> topology.put(target, List.copyOf(byLevel.values())));
        return topology;
    }

    /** One level of a node's fencing topology. */
    private record Level(int number, String target, List<String> devices) {}

    private static Level level(String line) {
        List<String> words = words(line);
        if (!line.startsWith("level add ") || words.size() != 5) {
            throw new IllegalArgumentException(
                    "stonith '" + line + "': write 'level add NUMBER NODE DEVICE[,DEVICE...]'");
        }
        return new Level(
                number(words.get(2)), words.get(3), List.of(words.get(4).split(",")));
    }

    /** A command line as words. */
    public static List<String> words(String line) {
        return Arrays.stream(line.trim().split("\\s+")).toList();
    }

    private static ClusterOptions options(PacemakerSettings s) {
        ClusterOptions options = ClusterOptions.defaults();
        Map<String, String> given = new TreeMap<>();
        given.put("no-quorum-policy", s.noQuorumPolicy().name().toLowerCase(java.util.Locale.ROOT));
        given.put("symmetric-cluster", Boolean.toString(s.symmetricCluster()));
        given.put("maintenance-mode", Boolean.toString(s.maintenanceMode()));
        given.put("start-failure-is-fatal", Boolean.toString(s.startFailureIsFatal()));
        given.put("enable-startup-probes", Boolean.toString(s.enableStartupProbes()));
        given.put("stonith-enabled", Boolean.toString(s.stonithEnabled()));
        given.put("stonith-action", s.stonithAction().name().toLowerCase(java.util.Locale.ROOT));
        given.put("stonith-timeout", s.stonithTimeout().toMillis() + "ms");
        given.put("stonith-max-attempts", Integer.toString(s.stonithMaxAttempts()));
        given.put("concurrent-fencing", Boolean.toString(s.concurrentFencing()));
        given.put("startup-fencing", Boolean.toString(s.startupFencing()));
        given.put("priority-fencing-delay", s.priorityFencingDelay().toMillis() + "ms");
        given.put("cluster-delay", s.clusterDelay().toMillis() + "ms");
        given.put("batch-limit", Integer.toString(s.batchLimit()));
        given.put("stop-all-resources", Boolean.toString(s.stopAllResources()));
        given.put("stop-orphan-resources", Boolean.toString(s.stopOrphanResources()));
        return options.with(given);
    }

    /** A configuration after a command that changes it. */
    public static Configuration edit(Configuration configuration, List<String> command) {
        if (command.size() < 2) {
            throw unknown(command);
        }
        String verb = command.get(1);
        List<String> rest = command.subList(2, command.size());
        return switch (command.get(0)) {
            case "property" -> property(configuration, command, rest);
            case "node", "cluster" -> node(configuration, command, rest);
            case "resource" -> PcsResourceCommands.edit(configuration, verb, rest);
            case "stonith" ->
                switch (verb) {
                    case "create" -> stonith(configuration, rest);
                    case "delete" -> PcsResourceCommands.edit(configuration, "delete", rest);
                    default -> throw unknown(command);
                };
            case "constraint" -> PcsConstraintCommands.edit(configuration, command.subList(1, command.size()));
            default -> throw unknown(command);
        };
    }

    static IllegalArgumentException unknown(List<String> command) {
        return new IllegalArgumentException(
                "pcs " + String.join(" ", command) + ": no such command; known are " + KNOWN);
    }

    private static Configuration property(Configuration configuration, List<String> command, List<String> rest) {
        if (!command.get(1).equals("set")) {
            throw unknown(command);
        }
        ClusterOptions options = configuration.options();
        for (Map.Entry<String, String> option : pairs(rest).entrySet()) {
            if (!ClusterOptions.isOption(option.getKey())) {
                throw new UnknownName(
                        "pcs property set: no option '" + option.getKey() + "'",
                        option.getKey(),
                        ClusterOptions.names());
            }
            options = options.with(option.getKey(), option.getValue());
        }
        return configuration.withOptions(options);
    }

    private static Configuration node(Configuration configuration, List<String> command, List<String> names) {
        UnaryOperator<Node> change = switch (command.get(1)) {
            case "standby" -> node -> node.with("standby", "on");
            case "unstandby" -> node -> node.without("standby");
            case "maintenance" -> node -> node.with("maintenance", "true");
            case "unmaintenance" -> node -> node.without("maintenance");
            default -> throw unknown(command);
        };
        Configuration changed = configuration;
        for (String name : names) {
            Node node = configuration.node(name).orElseThrow(() -> noNode(configuration, name));
            changed = changed.with(change.apply(node));
        }
        return changed;
    }

    static UnknownName noNode(Configuration configuration, String name) {
        return new UnknownName(
                "no node '" + name + "'",
                name,
                configuration.nodes().stream().map(Node::uname).toList());
    }

    private static Configuration stonith(Configuration configuration, List<String> rest) {
        List<String> words = new ArrayList<>(rest);
        if (words.size() < 2) {
            throw new IllegalArgumentException("pcs stonith create: write ID AGENT PARAMETER=VALUE ...");
        }
        if (!words.get(1).startsWith("stonith:")) {
            words.set(1, "stonith:" + words.get(1));
        }
        return PcsResourceCommands.edit(configuration, "create", words);
    }

    static java.util.SortedMap<String, String> pairs(List<String> words) {
        TreeMap<String, String> pairs = new TreeMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + word + "' is not NAME=VALUE");
            }
            pairs.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return pairs;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
        }
    }

    /** A primitive from the words of {@code resource create}, options apart. */
    static Primitive primitive(List<String> words) {
        Primitive primitive =
                new Primitive(words.get(0), Agent.parse(words.get(1)), new TreeMap<>(), new TreeMap<>(), List.of());
        TreeMap<String, String> parameters = new TreeMap<>();
        TreeMap<String, String> meta = new TreeMap<>();
        List<Operation> operations = new ArrayList<>();
        int at = 2;
        String section = "parameters";
        while (at < words.size()) {
            String word = words.get(at++);
            if (word.equals("meta") || word.equals("op")) {
                section = word;
                if (word.equals("op") && at < words.size()) {
                    operations.add(Operation.of(words.get(at++), 0));
                }
            } else if (section.equals("op")) {
                if (word.indexOf('=') < 0) {
                    operations.add(Operation.of(word, 0));
                } else {
                    operations.add(withOption(operations.remove(operations.size() - 1), word));
                }
            } else {
                (section.equals("meta") ? meta : parameters).putAll(pairs(List.of(word)));
            }
        }
        return new Primitive(primitive.id(), primitive.agent(), parameters, meta, operations);
    }

    private static Operation withOption(Operation operation, String word) {
        Map.Entry<String, String> option =
                pairs(List.of(word)).entrySet().iterator().next();
        if (option.getKey().equals("interval")) {
            long millis = Values.millis(option.getValue());
            if (millis < 0) {
                throw new IllegalArgumentException(
                        "op " + operation.name() + " interval=" + option.getValue() + ": write a time, 10s say");
            }
            return new Operation(operation.name(), millis, operation.options());
        }
        return operation.with(option.getKey(), option.getValue());
    }

    static UnknownName noResource(List<Resource> resources, String id) {
        return new UnknownName("no resource '" + id + "'", id, ids(resources));
    }

    /** Resources, groups and clones, and what is in them. */
    static List<String> ids(List<Resource> resources) {
        TreeSet<String> ids = new TreeSet<>();
        for (Resource resource : resources) {
            ids.add(resource.id());
            resource.primitives().forEach(primitive -> ids.add(primitive.id()));
            if (resource instanceof Clone clone) {
                ids.add(clone.child().id());
            }
        }
        return List.copyOf(ids);
    }

    /** A resource's part replaced wherever it stands: at the top, in a group, in a clone. */
    static List<Resource> replace(List<Resource> resources, String id, UnaryOperator<Resource> change) {
        List<Resource> changed = new ArrayList<>();
        boolean found = false;
        for (Resource resource : resources) {
            Resource now = replace(resource, id, change);
            found |= now != resource;
            changed.add(now);
        }
        if (!found) {
            throw noResource(resources, id);
        }
        return changed;
    }

    private static Resource replace(Resource resource, String id, UnaryOperator<Resource> change) {
        if (resource.id().equals(id)) {
            return change.apply(resource);
        }
        if (resource instanceof Group group) {
            List<Primitive> members = new ArrayList<>();
            boolean found = false;
            for (Primitive member : group.members()) {
                boolean same = member.id().equals(id);
                found |= same;
                members.add(same ? (Primitive) change.apply(member) : member);
            }
            return found ? new Group(group.id(), group.meta(), members) : resource;
        }
        if (resource instanceof Clone clone) {
            Resource child = replace(clone.child(), id, change);
            return child == clone.child() ? resource : new Clone(clone.id(), clone.meta(), child);
        }
        return resource;
    }

    /** Constraints with one put in place of the one of its id, or added. */
    static List<Constraint> with(List<Constraint> constraints, Constraint added) {
        List<Constraint> changed = new ArrayList<>(constraints);
        changed.removeIf(constraint -> constraint.id().equals(added.id()));
        changed.add(added);
        return changed;
    }
}
