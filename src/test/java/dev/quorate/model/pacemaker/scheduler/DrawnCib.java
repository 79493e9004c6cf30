package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Agent;
import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.Clone;
import dev.quorate.model.pacemaker.cib.ClusterOptions;
import dev.quorate.model.pacemaker.cib.Configuration;
import dev.quorate.model.pacemaker.cib.Constraint;
import dev.quorate.model.pacemaker.cib.Constraint.Discovery;
import dev.quorate.model.pacemaker.cib.Constraint.OrderKind;
import dev.quorate.model.pacemaker.cib.Digests;
import dev.quorate.model.pacemaker.cib.Group;
import dev.quorate.model.pacemaker.cib.LrmOperation;
import dev.quorate.model.pacemaker.cib.Node;
import dev.quorate.model.pacemaker.cib.NodeState;
import dev.quorate.model.pacemaker.cib.Operation;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.Resource;
import dev.quorate.model.pacemaker.cib.Values;
import dev.quorate.time.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Draws a CIB of the modelled subset from a seed: configurations and states that no person would think of. */
public final class DrawnCib {

    /** When all of it is decided: 2026-11-22T12:00:00Z. */
    public static final long NOW_SECONDS = 1_795_348_800L;

    private final RandomStream random;
    private final List<String> nodes = new ArrayList<>();
    private final List<Resource> resources = new ArrayList<>();
    private ClusterOptions options = ClusterOptions.defaults();
    private int callId;

    private DrawnCib(long seed) {
        this.random = RandomStream.of(seed * 7_919 + 13);
    }

    public static Cib of(long seed) {
        return new DrawnCib(seed).draw();
    }

    private Cib draw() {
        options = options();
        int nodeCount = random.pick(List.of(1, 2, 2, 3, 3, 3, 3, 4, 5));
        List<Node> configured = new ArrayList<>();
        for (int i = 1; i <= nodeCount; i++) {
            Node node = Node.of(Integer.toString(i), "n" + i);
            if (random.chance(0.06)) {
                node = node.with("standby", "on");
            }
            if (random.chance(0.04)) {
                node = node.with("maintenance", "true");
            }
            configured.add(node);
            nodes.add(node.uname());
        }
        drawResources();
        Configuration configuration =
                new Configuration(options, configured, resources, constraints(), defaults(), new TreeMap<>());
        Cib cib = new Cib(random.chance(0.75), random.chance(0.3), Optional.empty(), configuration, new TreeMap<>());
        for (Node node : configured) {
            if (!random.chance(0.04)) {
                cib = cib.with(membership(node));
            }
        }
        for (Resource resource : resources) {
            cib = history(cib, resource);
        }
        if (random.chance(0.05)) {
            cib = orphan(cib);
        }
        return withDc(cib);
    }

    private Cib withDc(Cib cib) {
        for (NodeState state : cib.status().values()) {
            if (state.inCcm() && state.online() && state.join().equals("member")) {
                return cib.withDc(Optional.of(state.id()));
            }
        }
        return cib;
    }

    private ClusterOptions options() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("stonith-enabled", Boolean.toString(random.chance(0.5)));
        given.put("no-quorum-policy", random.pick(List.of("stop", "stop", "freeze", "ignore", "demote", "suicide")));
        maybe(given, 0.12, "symmetric-cluster", "false");
        maybe(given, 0.04, "maintenance-mode", "true");
        maybe(given, 0.3, "concurrent-fencing", "true");
        maybe(given, 0.15, "startup-fencing", "false");
        maybe(given, 0.2, "priority-fencing-delay", "15s");
        maybe(given, 0.02, "stop-all-resources", "true");
        maybe(given, 0.04, "enable-startup-probes", "false");
        maybe(given, 0.1, "stop-orphan-resources", "false");
        maybe(given, 0.1, "stop-orphan-actions", "false");
        maybe(given, 0.15, "stonith-action", "off");
        return ClusterOptions.defaults().with(given);
    }

    private void maybe(Map<String, String> given, double chance, String name, String value) {
        if (random.chance(chance)) {
            given.put(name, value);
        }
    }

    private TreeMap<String, String> defaults() {
        TreeMap<String, String> defaults = new TreeMap<>();
        maybe(defaults, 0.3, "resource-stickiness", random.pick(List.of("1", "100", "INFINITY", "0")));
        maybe(defaults, 0.2, "migration-threshold", random.pick(List.of("1", "3")));
        maybe(defaults, 0.15, "failure-timeout", random.pick(List.of("60s", "1h")));
        return defaults;
    }

    private void drawResources() {
        if (random.chance(options.stonithEnabled() ? 0.85 : 0.1)) {
            Primitive device = Primitive.of("bmc", "stonith:fence_ipmilan")
                    .withParameter("pcmk_host_list", String.join(" ", nodes));
            resources.add(device);
        }
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            String name = "r" + i;
            double kind = random.nextDouble();
            if (kind < 0.55) {
                resources.add(withMeta(primitive(name)));
            } else if (kind < 0.75) {
                resources.add(withMeta(group("g" + i, name)));
            } else {
                Resource child = kind < 0.93 ? primitive(name) : group("g" + i, name);
                resources.add(clone("c" + i, child));
            }
        }
    }

    private Group group(String id, String member) {
        List<Primitive> members = new ArrayList<>();
        int size = 1 + random.nextInt(3);
        for (int i = 0; i < size; i++) {
            Primitive primitive = primitive(member + "abc".charAt(i));
            members.add(random.chance(0.1) ? (Primitive) withMeta(primitive) : primitive);
        }
        return Group.of(id, members);
    }

    private Resource clone(String id, Resource child) {
        Resource clone = Clone.of(id, child);
        if (random.chance(0.6)) {
            clone = clone.withMeta("interleave", "true");
        }
        if (child instanceof Primitive && random.chance(0.2)) {
            clone = clone.withMeta("ordered", "true");
        }
        if (random.chance(0.3)) {
            clone = clone.withMeta("clone-max", Integer.toString(1 + random.nextInt(nodes.size() + 1)));
        }
        if (random.chance(0.1)) {
            clone = clone.withMeta("clone-min", "1");
        }
        return random.chance(0.3) ? withMeta(clone) : clone;
    }

    private Resource withMeta(Resource given) {
        Resource resource = given;
        resource = maybe(resource, 0.15, "priority", random.pick(List.of("1", "5", "10")));
        resource = maybe(resource, 0.25, "resource-stickiness", random.pick(List.of("0", "1", "100", "INFINITY")));
        resource = maybe(resource, 0.05, "is-managed", "false");
        resource = maybe(resource, 0.03, "maintenance", "true");
        resource = maybe(resource, 0.05, "target-role", random.pick(List.of("Stopped", "Started")));
        resource = maybe(resource, 0.2, "migration-threshold", random.pick(List.of("1", "2", "INFINITY")));
        resource = maybe(resource, 0.15, "failure-timeout", random.pick(List.of("30s", "120s", "2h")));
        resource = maybe(
                resource,
                0.25,
                "multiple-active",
                random.pick(List.of("block", "stop_only", "stop_start", "stop_unexpected")));
        resource = maybe(resource, 0.1, "requires", random.pick(List.of("nothing", "quorum", "fencing")));
        resource = maybe(resource, 0.05, "critical", "false");
        return maybe(resource, 0.05, "restart-type", "restart");
    }

    private Resource maybe(Resource resource, double chance, String name, String value) {
        return random.chance(chance) ? resource.withMeta(name, value) : resource;
    }

    private Primitive primitive(String id) {
        Agent agent =
                Agent.parse(random.pick(List.of("ocf:heartbeat:IPaddr2", "systemd:kubelet", "ocf:pacemaker:Dummy")));
        List<Operation> operations = new ArrayList<>();
        if (random.chance(0.85)) {
            Operation monitor = Operation.of("monitor", 10_000).with("timeout", "20s");
            if (random.chance(0.25)) {
                monitor = monitor.with(
                        "on-fail", random.pick(List.of("ignore", "block", "stop", "restart", "fence", "standby")));
            }
            operations.add(random.chance(0.03) ? monitor.with("enabled", "false") : monitor);
        }
        if (random.chance(0.15)) {
            Operation start = Operation.of("start", 0).with("timeout", "60s");
            operations.add(
                    random.chance(0.4)
                            ? start.with("on-fail", random.pick(List.of("ignore", "block", "stop", "restart", "fence")))
                            : start);
        }
        if (random.chance(0.15)) {
            Operation stop = Operation.of("stop", 0).with("timeout", "30s");
            operations.add(
                    random.chance(0.4)
                            ? stop.with("on-fail", random.pick(List.of("ignore", "block", "fence", "stop")))
                            : stop);
        }
        if (random.chance(0.05)) {
            operations.add(Operation.of("monitor", 30_000).with("role", "Stopped"));
        }
        Primitive primitive = new Primitive(id, agent, new TreeMap<>(), new TreeMap<>(), operations);
        return random.chance(0.5) ? primitive.withParameter("ip", "10.0.0." + (1 + random.nextInt(9))) : primitive;
    }

    private List<Constraint> constraints() {
        List<Constraint> constraints = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (Resource resource : resources) {
            ids.add(resource.id());
        }
        int locations = random.nextInt(4);
        for (int i = 0; i < locations; i++) {
            int score =
                    random.pick(List.of(Values.INFINITY, -Values.INFINITY, -Values.INFINITY, 100, 50, 50, 1, -50, 150));
            Discovery discovery =
                    random.chance(0.06) ? random.pick(List.of(Discovery.NEVER, Discovery.EXCLUSIVE)) : Discovery.ALWAYS;
            String id = score <= -Values.INFINITY ? "cli-ban-" + i : "cli-prefer-" + i;
            constraints.add(new Constraint.Location(id, random.pick(ids), random.pick(nodes), score, discovery));
        }
        if (ids.size() < 2) {
            return constraints;
        }
        int colocations = random.nextInt(4);
        for (int i = 0; i < colocations; i++) {
            int dependent = 1 + random.nextInt(ids.size() - 1);
            int score =
                    random.pick(List.of(Values.INFINITY, Values.INFINITY, Values.INFINITY, -Values.INFINITY, 100, -50));
            constraints.add(new Constraint.Colocation(
                    "col" + i, ids.get(dependent), ids.get(random.nextInt(dependent)), score));
        }
        int orders = random.nextInt(4);
        for (int i = 0; i < orders; i++) {
            int then = 1 + random.nextInt(ids.size() - 1);
            OrderKind kind = random.pick(List.of(
                    OrderKind.MANDATORY,
                    OrderKind.MANDATORY,
                    OrderKind.MANDATORY,
                    OrderKind.OPTIONAL,
                    OrderKind.SERIALIZE));
            String firstAction = random.chance(0.08) ? "stop" : "start";
            String thenAction = random.chance(0.08) ? "stop" : firstAction;
            boolean symmetrical = kind != OrderKind.SERIALIZE && random.chance(0.9);
            constraints.add(new Constraint.Order(
                    "ord" + i,
                    ids.get(random.nextInt(then)),
                    firstAction,
                    ids.get(then),
                    thenAction,
                    kind,
                    symmetrical));
        }
        return constraints;
    }

    private NodeState membership(Node node) {
        NodeState state = NodeState.member(node.id(), node.uname());
        double kind = random.nextDouble();
        if (kind < 0.08) {
            state = state.withMembership(false, false, "down", "down");
        } else if (kind < 0.16) {
            state = state.withMembership(false, random.chance(0.5), "member", "member");
        } else if (kind < 0.18) {
            state = state.withMembership(false, false, "down", "member");
        } else if (kind < 0.21) {
            state = state.withMembership(true, true, random.pick(List.of("pending", "down", "banned")), "member");
        } else if (kind < 0.23) {
            state = state.withMembership(true, random.chance(0.5), "pending", "down");
        } else if (kind < 0.26) {
            state = state.withMembership(true, false, "member", "member");
        }
        if (random.chance(0.04)) {
            state = state.withAttribute("shutdown", Long.toString(NOW_SECONDS - 5));
        }
        if (random.chance(0.02)) {
            state = state.withAttribute("terminate", "true");
        }
        if (random.chance(0.02)) {
            state = state.withAttribute("standby", "true");
        }
        return state;
    }

    private Cib history(Cib given, Resource resource) {
        Cib cib = given;
        boolean isClone = resource instanceof Clone;
        int home = random.nextInt(nodes.size() + 1);
        boolean twice = random.chance(0.07);
        for (String node : nodes) {
            if (!cib.status().containsKey(node)) {
                continue;
            }
            boolean active =
                    isClone ? random.chance(0.7) : nodes.indexOf(node) == home || (twice && random.chance(0.6));
            boolean failing = random.chance(0.12);
            boolean unprobed = random.chance(0.07);
            for (Primitive primitive : resource.primitives()) {
                if (unprobed || random.chance(0.02)) {
                    continue;
                }
                boolean runs = active && !random.chance(0.06);
                cib = cib.with(history(cib.stateOf(node), primitive, runs, failing && random.chance(0.7)));
            }
        }
        return cib;
    }

    private NodeState history(NodeState given, Primitive primitive, boolean active, boolean failing) {
        NodeState state = given;
        if (!active && failing && random.chance(0.5)) {
            return failedStart(state, primitive);
        }
        if (!active) {
            boolean stopped = random.chance(0.3);
            return add(state, primitive, stopped ? "stop" : "monitor", 0, stopped ? 0 : 7, stopped ? 0 : 7, 0);
        }
        if (random.chance(0.1)) {
            state = add(state, primitive, "monitor", 0, 0, 7, 0);
        } else if (random.chance(0.04)) {
            return pending(state, primitive, "start");
        } else {
            state = add(state, primitive, "start", 0, 0, 0, 0);
        }
        boolean monitored = primitive.operation("monitor", 10_000).isPresent() && random.chance(0.95);
        if (monitored) {
            state = add(state, primitive, "monitor", 10_000, 0, 0, 0);
        } else if (random.chance(0.1)) {
            state = add(state, primitive, "monitor", 5_000, 0, 0, 0); // no longer configured
        }
        if (!failing) {
            return state;
        }
        double kind = random.nextDouble();
        if (kind < 0.6) {
            state = add(state, primitive, "monitor", 10_000, random.pick(List.of(7, 7, 1, 1, 2, 5)), 0, 0);
            return failCount(state, primitive, "monitor", 10_000);
        }
        if (kind < 0.85) {
            int rc = random.pick(List.of(1, 1, 2, 5, 6));
            state = add(state, primitive, "stop", 0, rc, 0, random.chance(0.2) ? LrmOperation.TIMED_OUT : 0);
            return failCount(state, primitive, "stop", 0);
        }
        return pending(state, primitive, random.pick(List.of("stop", "monitor")));
    }

    private NodeState failedStart(NodeState given, Primitive primitive) {
        int rc = random.pick(List.of(1, 1, 1, 2, 4, 5, 6));
        boolean timedOut = random.chance(0.15);
        NodeState state =
                add(given, primitive, "start", 0, rc, 0, timedOut ? LrmOperation.TIMED_OUT : LrmOperation.DONE);
        if (random.chance(0.6)) {
            state = add(state, primitive, "stop", 0, 0, 0, 0);
        }
        return failCount(state, primitive, "start", 0);
    }

    private NodeState failCount(NodeState state, Primitive primitive, String task, long interval) {
        if (random.chance(0.1)) {
            return state; // cleaned up meanwhile
        }
        String key = primitive.id() + "#" + task + "_" + interval;
        String count = task.equals("start") || task.equals("stop")
                ? "INFINITY"
                : random.pick(List.of("1", "2", "3", "INFINITY"));
        return state.withAttribute("fail-count-" + key, count)
                .withAttribute("last-failure-" + key, Long.toString(lastChange()));
    }

    private long lastChange() {
        return NOW_SECONDS - random.pick(List.of(5L, 50L, 100L, 4_000L, 10_000L));
    }

    private NodeState pending(NodeState state, Primitive primitive, String task) {
        long interval = task.equals("monitor") ? 10_000 : 0;
        LrmOperation operation = new LrmOperation(
                interval > 0 ? primitive.id() + "_monitor_10000" : primitive.id() + "_last_0",
                task,
                interval,
                -1,
                LrmOperation.UNKNOWN,
                0,
                LrmOperation.PENDING,
                NOW_SECONDS - 1,
                digest(primitive, interval));
        return state.withResult(primitive.id(), primitive.agent(), operation);
    }

    private NodeState add(
            NodeState state, Primitive primitive, String task, long interval, int rc, int expected, int status) {
        LrmOperation operation = LrmOperation.result(
                primitive.id(),
                task,
                interval,
                ++callId,
                rc,
                expected,
                status,
                lastChange(),
                digest(primitive, interval));
        if (task.equals("monitor") && interval == 0 && rc == 0) {
            // a probe that finds it running is no failure to the controller
            operation = new LrmOperation(
                    primitive.id() + "_last_0",
                    task,
                    interval,
                    operation.callId(),
                    rc,
                    expected,
                    status,
                    operation.lastRcChangeSeconds(),
                    operation.digest());
        }
        return state.withResult(primitive.id(), primitive.agent(), operation);
    }

    private String digest(Primitive primitive, long interval) {
        if (random.chance(0.02)) {
            return "0123456789abcdef0123456789abcdef";
        }
        return random.chance(0.005) ? "" : Digests.of(primitive, interval, 20_000);
    }

    private Cib orphan(Cib cib) {
        Primitive gone = Primitive.of("gone", "ocf:pacemaker:Dummy");
        String node = random.pick(nodes);
        if (!cib.status().containsKey(node)) {
            return cib;
        }
        boolean active = random.chance(0.7);
        NodeState state =
                add(cib.stateOf(node), gone, active ? "start" : "monitor", 0, active ? 0 : 7, active ? 0 : 7, 0);
        return cib.with(random.chance(0.3) ? failCount(state, gone, "monitor", 10_000) : state);
    }
}
