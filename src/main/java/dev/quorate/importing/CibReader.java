package dev.quorate.importing;

import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.ClusterOptions;
import dev.quorate.model.pacemaker.cib.Configuration;
import dev.quorate.model.pacemaker.cib.Constraint;
import dev.quorate.model.pacemaker.cib.Node;
import dev.quorate.model.pacemaker.cib.NodeState;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.Resource;
import dev.quorate.model.pacemaker.cib.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns the elements of a CIB into records; names what they hold beyond that. */
final class CibReader {

    /** Options that only describe the cluster, or that the scheduler does not ask. */
    private static final Set<String> HARMLESS_OPTIONS = new TreeSet<>(List.of(
            "cluster-infrastructure",
            "cluster-name",
            "cluster-recheck-interval",
            "dc-deadtime",
            "dc-version",
            "election-timeout",
            "join-finalization-timeout",
            "join-integration-timeout",
            "last-lrm-refresh",
            "load-threshold",
            "migration-limit",
            "node-action-limit",
            "pe-error-series-max",
            "pe-input-series-max",
            "pe-warn-series-max",
            "shutdown-escalation",
            "transition-delay",
            "fence-reaction"));

    private final XmlWords words;
    private final ResourceXml resources;
    private final ConstraintXml constraints;

    CibReader(String file, List<ImportProblem> problems, List<ImportProblem> unsupported) {
        this.words = new XmlWords(file, problems, unsupported);
        this.resources = new ResourceXml(words);
        this.constraints = new ConstraintXml(words);
    }

    Optional<Cib> read(XmlElement root) {
        if (!root.name().equals("cib")) {
            words.problem(root, "the root element is <" + root.name() + ">; a CIB begins with <cib>");
            return Optional.empty();
        }
        Optional<XmlElement> section = root.child("configuration");
        if (section.isEmpty()) {
            words.problem(root, "<cib> has no <configuration>");
            return Optional.empty();
        }
        Configuration configuration = configuration(section.get());
        Cib cib = new Cib(
                Values.isTrue(root.value("have-quorum")),
                Values.isTrue(root.value("no-quorum-panic")),
                Optional.of(root.value("dc-uuid")).filter(id -> !id.isEmpty()),
                configuration,
                status(root, configuration));
        return Optional.of(cib);
    }

    private Configuration configuration(XmlElement section) {
        words.onlyChildren(
                section,
                "crm_config",
                "nodes",
                "resources",
                "constraints",
                "rsc_defaults",
                "op_defaults",
                "alerts",
                "acls");
        List<Node> nodes = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (XmlElement element : inSection(section, "nodes", "node")) {
            Node node = node(element);
            if (!node.uname().isEmpty() && !names.add(node.uname())) {
                words.problem(element, "two nodes are named '" + node.uname() + "'");
            }
            nodes.add(node);
        }
        List<Resource> all = new ArrayList<>();
        section.child("resources")
                .ifPresent(list -> list.children()
                        .forEach(element -> resources.read(element).ifPresent(all::add)));
        checkIds(section, all);
        List<Constraint> rules = new ArrayList<>();
        Set<String> known = ids(all);
        section.child("constraints")
                .ifPresent(list -> list.children()
                        .forEach(element ->
                                constraints.read(element, known, names).ifPresent(rules::add)));
        return new Configuration(
                options(section),
                nodes,
                all,
                rules,
                defaults(section, "rsc_defaults"),
                defaults(section, "op_defaults"));
    }

    private static List<XmlElement> inSection(XmlElement section, String list, String name) {
        return section.child(list).map(found -> found.children(name)).orElse(List.of());
    }

    private Node node(XmlElement element) {
        String uname = words.required(element, "uname");
        String type = element.value("type");
        if (!type.isEmpty() && !type.equals("member")) {
            words.unsupported(element, "node '" + uname + "' of type '" + type + "'");
        }
        if (!element.children("utilization").isEmpty()) {
            words.unsupported(element, "utilization of node '" + uname + "'");
        }
        return new Node(words.required(element, "id"), uname, words.nvpairs(element, "instance_attributes"));
    }

    private ClusterOptions options(XmlElement section) {
        SortedMap<String, String> given = new TreeMap<>();
        XmlElement config = section.child("crm_config").orElse(null);
        if (config == null) {
            return ClusterOptions.defaults();
        }
        words.nvpairs(config, "cluster_property_set").forEach((name, value) -> {
            if (ClusterOptions.isOption(name)) {
                given.put(name, value);
            } else if (!isHarmless(name, value)) {
                words.unsupported(words.nvpair(config, name), "cluster option '" + name + "' = '" + value + "'");
            }
        });
        for (Map.Entry<String, String> option : given.entrySet()) {
            try {
                ClusterOptions.defaults().with(option.getKey(), option.getValue());
            } catch (IllegalArgumentException e) {
                words.problem(words.nvpair(config, option.getKey()), String.valueOf(e.getMessage()));
            }
        }
        return words.hasProblems()
                ? ClusterOptions.defaults()
                : ClusterOptions.defaults().with(given);
    }

    private static boolean isHarmless(String name, String value) {
        return HARMLESS_OPTIONS.contains(name)
                || (name.equals("have-watchdog") && !Values.isTrue(value))
                || (name.equals("placement-strategy") && value.equals("default"))
                || (name.equals("node-health-strategy") && value.equals("none"))
                || (name.equals("shutdown-lock") && !Values.isTrue(value))
                || (name.equals("remove-after-stop") && !Values.isTrue(value))
                || (name.equals("stonith-watchdog-timeout") && Values.millis(value) == 0);
    }

    private SortedMap<String, String> defaults(XmlElement section, String name) {
        return section.child(name)
                .map(found -> words.nvpairs(found, "meta_attributes"))
                .orElse(new TreeMap<>());
    }

    private void checkIds(XmlElement section, List<Resource> all) {
        Set<String> seen = new TreeSet<>();
        for (Resource resource : all) {
            List<String> ids = new ArrayList<>(List.of(resource.id()));
            if (!(resource instanceof Primitive)) {
                resource.primitives().forEach(primitive -> ids.add(primitive.id()));
            }
            for (String id : ids) {
                if (!seen.add(id)) {
                    words.problem(section, "two resources have the id '" + id + "'");
                }
            }
        }
    }

    private static Set<String> ids(List<Resource> all) {
        Set<String> ids = new TreeSet<>();
        for (Resource resource : all) {
            ids.add(resource.id());
            if (resource instanceof dev.quorate.model.pacemaker.cib.Clone clone) {
                ids.add(clone.child().id());
            }
            resource.primitives().forEach(primitive -> ids.add(primitive.id()));
        }
        return ids;
    }

    private SortedMap<String, NodeState> status(XmlElement root, Configuration configuration) {
        SortedMap<String, NodeState> states = new TreeMap<>();
        StatusXml status = new StatusXml(words, configuration);
        root.child("status").ifPresent(section -> {
            words.onlyChildren(section, "node_state");
            for (XmlElement element : section.children("node_state")) {
                NodeState state = status.read(element);
                states.put(state.uname(), state);
            }
        });
        return states;
    }
}
