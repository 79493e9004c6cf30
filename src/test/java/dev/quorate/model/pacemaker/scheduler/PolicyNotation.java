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
 * </pre>
 *
 * Node states: {@code online}, {@code lost} (was a member), {@code down} (left cleanly), {@code pending}, {@code unseen}.
 * After the colon stands where a resource runs; everywhere else it was probed and is stopped.
 */
final class PolicyNotation {

    private static final SimTime NOW = SimTime.ofSeconds(1_000_000);

    private boolean quorum = true;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> states = new LinkedHashMap<>();
    private final List<Resource> resources = new ArrayList<>();
    private final Map<String, List<String>> running = new LinkedHashMap<>();
    private final List<Constraint> constraints = new ArrayList<>();
    private final List<String[]> failures = new ArrayList<>();
    private int callId;

    static String answer(String command) {
        PolicyNotation notation = new PolicyNotation();
        command.lines().forEach(notation::read);
        Cib cib = notation.cib();
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

    private static Primitive primitive(String id) {
        return Primitive.of(id, "systemd:" + id, Operation.monitor(10_000, 20_000));
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
        Cib cib = Cib.of(Configuration.of(ClusterOptions.defaults().with(options), nodes, resources, constraints))
                .withQuorum(quorum);
        for (Node node : nodes) {
            String state = states.getOrDefault(node.uname(), "");
            if (!state.equals("unseen")) {
                cib = cib.with(state(node, state));
            }
        }
        for (String[] failure : failures) {
            cib = failed(cib, failure[1], failure[2], failure[3]);
        }
        return cib;
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
