package dev.quorate.model.etcd;

import dev.quorate.model.Lab;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.etcd.EtcdClientMessage.Request;
import dev.quorate.model.etcd.EtcdClientMessage.Response;
import dev.quorate.model.etcd.server.EtcdMachine;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An etcd cluster on the bench: members m1, m2, ..., and a client beside each. */
public final class EtcdLab {

    public final Lab lab;
    private final EtcdSettings settings;
    private final List<EtcdPeer> peers = new ArrayList<>();
    private long nextId = 1;

    public EtcdLab(long seed, int members, String version) {
        this(seed, members, version, Map.of());
    }

    public EtcdLab(long seed, int members, String version, Map<String, String> flags) {
        lab = new Lab(seed);
        settings = Settings.defaults(EtcdSettings.class)
                .with(Map.of("version", version))
                .with(flags);
        for (int i = 1; i <= members; i++) {
            peers.add(new EtcdPeer("m" + i, address(i)));
        }
        for (int i = 1; i <= members; i++) {
            addHost(i);
        }
        lab.kind("etcd", spec -> new EtcdMachine(settings, peers, spec));
    }

    public static String address(int member) {
        return "192.168.15." + (200 + member);
    }

    public EtcdLab addHost(int member) {
        lab.host("m" + member, Map.of("cluster", address(member)));
        return this;
    }

    public List<String> names() {
        return peers.stream().map(EtcdPeer::name).toList();
    }

    public EtcdLab startAll() {
        names().forEach(this::start);
        return this;
    }

    public EtcdLab start(String member) {
        return start(member, Map.of());
    }

    public EtcdLab start(String member, Map<String, String> arguments) {
        lab.start(member, "etcd", () -> new EtcdMachine(settings, peers, new ProcessSpec("etcd", "etcd", arguments)));
        return this;
    }

    public EtcdLab kill(String member) {
        lab.signal(member, "etcd", Signal.KILL);
        return this;
    }

    public boolean isRunning(String member) {
        return lab.isRunning(member, "etcd");
    }

    public EtcdMachine machine(String member) {
        return lab.machine(member, "etcd", EtcdMachine.class);
    }

    /** The member that leads, as itself believes. */
    public Optional<String> leader() {
        return lab.trace(dev.quorate.trace.EtcdEvent.RaftRoleChanged.class).stream()
                .map(r -> r.host())
                .distinct()
                .filter(h -> isRunning(h) && machine(h).isLeader())
                .findFirst();
    }

    public String requireLeader() {
        return leader().orElseThrow(() -> new AssertionError("no leader\n" + lab.golden()));
    }

    public List<String> followers() {
        String leader = requireLeader();
        return names().stream().filter(n -> !n.equals(leader)).toList();
    }

    /** Run until the condition holds, looking each millisecond. */
    public Optional<SimTime> runUntil(java.util.function.BooleanSupplier condition, Duration atMost) {
        SimTime end = lab.now().plus(atMost);
        while (lab.now().isBefore(end)) {
            if (condition.getAsBoolean()) {
                return Optional.of(lab.now());
            }
            lab.runFor(Duration.ofMillis(1));
        }
        return Optional.empty();
    }

    private TestClient client(String member) {
        String name = "client";
        if (!lab.isRunning(member, name)) {
            String address = peers.stream()
                    .filter(p -> p.name().equals(member))
                    .map(EtcdPeer::address)
                    .findFirst()
                    .orElseGet(() -> address(Integer.parseInt(member.substring(1))));
            lab.start(member, name, () -> new TestClient(address));
            lab.runFor(Duration.ofMillis(2));
        }
        return lab.machine(member, name, TestClient.class);
    }

    /** A number for the next request. */
    public long id() {
        return nextId++;
    }

    /** Send it to that member; the answer is looked up by its number. */
    public long ask(String member, Request request) {
        client(member);
        lab.tell(member, "test", "client", new TestClient.Ask(request));
        return request.id();
    }

    public Optional<TestClient.Answer> answer(String member, long id) {
        return Optional.ofNullable(client(member).answers().get(id));
    }

    public List<Response> responses(String member) {
        return client(member).all();
    }

    public Duration elapsed(String member, long id) {
        return answer(member, id).orElseThrow().at().since(client(member).askedAt(id));
    }

    /** Ask and run on until the answer is there. */
    public Response await(String member, Request request) {
        long id = ask(member, request);
        SimTime end = lab.now().plus(Duration.ofSeconds(40));
        while (answer(member, id).isEmpty() && lab.now().isBefore(end)) {
            lab.runFor(Duration.ofMillis(5));
        }
        return answer(member, id)
                .orElseThrow(() -> new AssertionError("no answer to " + request))
                .response();
    }

    public Response put(String member, String key, Object value) {
        return await(member, new EtcdClientMessage.PutRequest(id(), EtcdOp.Put.of(key, value)));
    }

    public Response get(String member, String key, boolean serializable) {
        return await(member, new EtcdClientMessage.RangeRequest(id(), EtcdOp.Range.of(key), serializable));
    }
}
