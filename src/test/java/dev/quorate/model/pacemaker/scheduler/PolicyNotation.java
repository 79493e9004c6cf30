package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.Clone;
import dev.quorate.model.pacemaker.cib.ClusterOptions;
import dev.quorate.model.pacemaker.cib.Configuration;
import dev.quorate.model.pacemaker.cib.Constraint;
import dev.quorate.model.pacemaker.cib.Digests;
import dev.quorate.model.pacemaker.cib.Group;
import dev.quorate.model.pacemaker.cib.LrmOperation;
import dev.quorate.model.pacemaker.cib.Node;
import dev.quorate.model.pacemaker.cib.NodeState;
import dev.quorate.model.pacemaker.cib.Operation;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.Resource;
import dev.quorate.model.pacemaker.cib.Values;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A cluster in a few lines, for golden text:
 *
 * <pre>
 * quorum no
 * option no-quorum-policy=freeze stonith-enabled=false
 * node m1 online
 * node m2 lost
 * primitive vip migration-threshold=1 : m1
 * group g vip svc : m1
 * clone api-clone api interleave=true : m1 m2
 * fence-device bmc : m2
 * prefer vip m1 100
 * colocate svc vip INFINITY
 * order vip svc
 * fail vip m1 1
 * operation vip start 0 on-fail=block
 * history vip m2 start 0 rc=5 status=0 age=100 expected=0 digest=changed
 * count vip m2 start_0 INFINITY age=100
 * attribute m1 shutdown 999995
 * default failure-timeout=30s
 * discover vip m2 0 never
 * then start vip stop svc kind=Optional symmetrical=false
 * </pre>
 *
 * Node states: {@code online}, {@code lost} (was a member), {@code down} (left cleanly), {@code pending}, {@code unseen}.
 * After the colon stands where a resource runs; everywhere else it was probed and is stopped.
 */
public final class PolicyNotation {

    /** The wall clock; results are ten seconds old. */
    public static final SimTime NOW = SimTime.ofSeconds(1_000_000);

    private boolean quorum = true;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> states = new LinkedHashMap<>();
    private final List<Resource> resources = new ArrayList<>();
    private final Map<String, List<String>> running = new LinkedHashMap<>();
    private final List<Constraint> constraints = new ArrayList<>();
    private final List<String[]> failures = new ArrayList<>();
    private final List<String[]> results = new ArrayList<>();
    private final Map<String, String> defaults = new LinkedHashMap<>();
    private final Map<String, List<Operation>> operations = new LinkedHashMap<>();
    private int callId;

    /** The cluster that these lines describe. */
    public static Cib cib(String lines) {
        PolicyNotation notation = new PolicyNotation();
        lines.lines()
                .map(line -> line.split(" "))
                .filter(words -> words[0].equals("operation"))
                .forEach(words -> {
                    Operation operation = Operation.of(words[2], Long.parseLong(words[3]));
                    for (Map.Entry<String, String> option : pairs(words, 4).entrySet()) {
                        operation = operation.with(option.getKey(), option.getValue());
                    }
                    notation.operations
                            .computeIfAbsent(words[1], id -> new ArrayList<>())
                            .add(operation);
                });
        lines.lines().forEach(notation::read);
        return notation.cib();
    }

    static String answer(String command) {
        Cib cib = cib(command);
        Transition transition = PolicyEngine.decide(cib, NOW);
        StringBuilder text = new StringBuilder();
        transition.summary().forEach(line -> text.append(line).append('\n'));
        Playback playback = Playback.of(cib, transition, NOW);
        for (Action action : playback.done()) {
            if (action.kind() != Action.Kind.PSEUDO) {
                text.append("  ").append(action.label());
                if (!action.because().isEmpty()) {
                    text.append("  <- ").append(String.join(", ", action.because()));
                }
                text.append('\n');
            }
        }
        return text.isEmpty() ? "nothing to do" : text.toString();
    }

    private void read(String line) {
        int colon = line.indexOf(" : ");
        String[] words = (colon < 0 ? line : line.substring(0, colon)).trim().split("\\s+");
        List<String> on =
                colon < 0 ? List.of() : List.of(line.substring(colon + 3).trim().split("\\s+"));
        switch (words[0]) {
            case "quorum" -> quorum = words[1].equals("yes");
            case "option" -> pairs(words, 1).forEach(options::put);
            case "node" -> node(words);
            case "primitive" -> add(withMeta(primitive(words[1]), words), on);
            case "fence-device" -> add(Primitive.of(words[1], "stonith:fence_ipmilan"), on);
            case "group" -> group(words, on);
            case "clone" -> add(withMeta(Clone.of(words[1], primitive(words[2])), words), on);
            case "prefer", "avoid" ->
                constraints.add(Constraint.Location.of(
                        words[0] + "-" + words[1] + "-" + words[2], words[1], words[2], Values.score(words[3])));
            case "colocate" ->
                constraints.add(new Constraint.Colocation(
                        words[1] + "-with-" + words[2], words[1], words[2], Values.score(words[3])));
            case "order" ->
                constraints.add(Constraint.Order.mandatory(words[1] + "-then-" + words[2], words[1], words[2]));
            case "fail" -> failures.add(words);
            case "operation" -> {}
            case "history", "count", "attribute" -> results.add(words);
            case "default" -> pairs(words, 1).forEach(defaults::put);
            case "discover" ->
                constraints.add(new Constraint.Location(
                        "discover-" + words[1] + "-" + words[2],
                        words[1],
                        words[2],
                        Values.score(words[3]),
                        Constraint.Discovery.valueOf(words[4].toUpperCase(Locale.ROOT))));
            case "then" -> {
                Map<String, String> options = pairs(words, 5);
                constraints.add(new Constraint.Order(
                        words[2] + "-then-" + words[4],
                        words[2],
                        words[1],
                        words[4],
                        words[3],
                        Constraint.OrderKind.valueOf(
                                options.getOrDefault("kind", "Mandatory").toUpperCase(Locale.ROOT)),
                        !options.getOrDefault("symmetrical", "true").equals("false")));
            }
            default -> throw new IllegalArgumentException("unknown word '" + words[0] + "' in: " + line);
        }
    }

    private void node(String[] words) {
        Node node = Node.of(Integer.toString(nodes.size() + 1), words[1]);
        for (Map.Entry<String, String> attribute : pairs(words, 3).entrySet()) {
            node = node.with(attribute.getKey(), attribute.getValue());
        }
        nodes.add(node);
        states.put(words[1], words[2]);
    }

    private void group(String[] words, List<String> on) {
        List<Primitive> members = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
            if (!words[i].contains("=")) {
                members.add(primitive(words[i]));
            }
        }
        add(withMeta(Group.of(words[1], members), words), on);
    }

    private Primitive primitive(String id) {
        List<Operation> all = new ArrayList<>(operations.getOrDefault(id, List.of()));
        if (all.stream().noneMatch(operation -> operation.name().equals("monitor"))) {
            all.add(Operation.monitor(10_000, 20_000));
        }
        return Primitive.of(id, "systemd:" + id, all.toArray(new Operation[0]));
    }

    private static Resource withMeta(Resource given, String[] words) {
        Resource resource = given;
        for (Map.Entry<String, String> meta : pairs(words, 2).entrySet()) {
            resource = resource.withMeta(meta.getKey(), meta.getValue());
        }
        return resource;
    }

    private static Map<String, String> pairs(String[] words, int from) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = from; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals > 0) {
                pairs.put(words[i].substring(0, equals), words[i].substring(equals + 1));
            }
        }
        return pairs;
    }

    private void add(Resource resource, List<String> on) {
        resources.add(resource);
        resource.primitives().forEach(primitive -> running.put(primitive.id(), on));
    }

    private Cib cib() {
        Configuration configuration =
                Configuration.of(ClusterOptions.defaults().with(options), nodes, resources, constraints);
        for (Map.Entry<String, String> value : defaults.entrySet()) {
            configuration = configuration.withResourceDefault(value.getKey(), value.getValue());
        }
        Cib cib = Cib.of(configuration).withQuorum(quorum);
        for (Node node : nodes) {
            String state = states.getOrDefault(node.uname(), "");
            if (!state.equals("unseen")) {
                cib = cib.with(state(node, state));
            }
        }
        for (String[] failure : failures) {
            cib = failed(cib, failure[1], failure[2], failure[3]);
        }
        for (String[] result : results) {
            cib = more(cib, result);
        }
        return cib;
    }

    private Cib more(Cib cib, String[] words) {
        if (words[0].equals("attribute")) {
            return cib.update(words[1], state -> state.withAttribute(words[2], words[3]));
        }
        Map<String, String> values = pairs(words, 4);
        long at = 1_000_000 - Long.parseLong(values.getOrDefault("age", "10"));
        if (words[0].equals("count")) {
            String key = words[1] + "#" + words[3];
            return cib.update(
                    words[2],
                    state -> state.withAttribute("fail-count-" + key, words[4])
                            .withAttribute("last-failure-" + key, Long.toString(at)));
        }
        Primitive primitive = cib.configuration().primitive(words[1]).orElseThrow();
        long interval = Long.parseLong(words[4]);
        String digest = values.getOrDefault("digest", "").equals("changed")
                ? "0123456789abcdef0123456789abcdef"
                : Digests.of(primitive, interval, 20_000);
        int status = Integer.parseInt(values.getOrDefault("status", "0"));
        LrmOperation operation = LrmOperation.result(
                primitive.id(),
                words[3],
                interval,
                status == LrmOperation.PENDING ? -1 : ++callId,
                Integer.parseInt(values.getOrDefault("rc", "0")),
                Integer.parseInt(values.getOrDefault("expected", "0")),
                status,
                at,
                digest);
        return cib.update(words[2], state -> state.withResult(primitive.id(), primitive.agent(), operation));
    }

    private NodeState state(Node node, String word) {
        NodeState member = NodeState.member(node.id(), node.uname());
        NodeState state = switch (word) {
            case "online" -> member;
            case "lost" -> member.withMembership(false, false, "down", "member");
            case "down" -> member.withMembership(false, false, "down", "down");
            case "pending" -> member.withMembership(true, true, "pending", "member");
            default -> throw new IllegalArgumentException("unknown state '" + word + "'");
        };
        if (word.equals("down")) {
            return state;
        }
        for (Resource resource : resources) {
            for (Primitive primitive : resource.primitives()) {
                boolean runs = running.getOrDefault(primitive.id(), List.of()).contains(node.uname());
                state = result(state, primitive, runs ? "start" : "monitor", 0, runs ? 0 : 7, runs ? 0 : 7);
                if (runs && !primitive.operations().isEmpty()) {
                    state = result(state, primitive, "monitor", 10_000, 0, 0);
                }
            }
        }
        return state;
    }

    private NodeState result(NodeState state, Primitive primitive, String task, long interval, int rc, int expected) {
        return state.withResult(
                primitive.id(),
                primitive.agent(),
                LrmOperation.result(
                        primitive.id(),
                        task,
                        interval,
                        ++callId,
                        rc,
                        expected,
                        LrmOperation.DONE,
                        999_990,
                        Digests.of(primitive, interval, 20_000)));
    }

    private Cib failed(Cib cib, String id, String node, String count) {
        Primitive primitive = cib.configuration().primitive(id).orElseThrow();
        return cib.update(node, state -> {
            TreeMap<String, String> attributes = new TreeMap<>(state.attributes());
            attributes.put("fail-count-" + id + "#monitor_10000", count);
            attributes.put("last-failure-" + id + "#monitor_10000", "999990");
            return result(state, primitive, "monitor", 10_000, 7, 0).withAttributes(attributes);
        });
    }
}
