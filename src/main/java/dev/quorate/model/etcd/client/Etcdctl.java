package dev.quorate.model.etcd.client;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdClientMessage.Request;
import dev.quorate.model.etcd.EtcdClientMessage.Response;
import dev.quorate.trace.ClientEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code etcdctl}: one command, then its exit code: 0, or 1 with an error.
 *
 * <p>The process's argument {@code command} is the command line: {@code put k v}, {@code get [--consistency=s]
 * [--prefix] k}, {@code del [--prefix] k}, {@code member list}, {@code member add NAME --peer-urls=ADDRESS [--learner]},
 * {@code member remove ID|NAME}, {@code member promote ID|NAME}, {@code move-leader ID|NAME}, {@code endpoint
 * status|health}, {@code lease grant TTL}, {@code compaction REVISION}, {@code snapshot save FILE}, {@code lock [--ttl=N]
 * NAME}. Everywhere: {@code --command-timeout=5s}, {@code --endpoints=ADDRESS,...} (default: this host).
 */
public final class Etcdctl implements Machine {

    private static final Timer BEGIN = Timer.of("begin");

    /** From exec to the first call; measured: a serializable get takes 49 ms in all. */
    private static final Duration START = Duration.ofMillis(40);

    private final CommandLine line;
    private final List<String> output = new ArrayList<>();
    private @Nullable EtcdClient client;
    private @Nullable LockHolder holder;

    public Etcdctl(ProcessSpec spec) {
        line = CommandLine.parse(spec.arguments().getOrDefault("command", ""));
    }

    /** What it printed to stdout and stderr. */
    public List<String> output() {
        return List.copyOf(output);
    }

    @Override
    public void onStart(Effects effects) {
        effects.setTimer(BEGIN, START);
    }

    private void begin(Effects effects) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String address :
                line.list("endpoints", effects.kernel().addresses().get(0))) {
            endpoints.add(new Endpoint(address, EtcdClientMessage.CLIENT_PORT));
        }
        EtcdClient started = new EtcdClient(endpoints);
        client = started;
        started.start(effects);
        if (line.is("lock")) {
            LockHolder lock = new LockHolder(started, line.word(1), line.number("ttl", 60), line.timeout(), output);
            holder = lock;
            lock.start(effects);
        } else if (line.namesMember()) {
            var list = new EtcdClientMessage.MemberListRequest(0);
            started.call(list, line.timeout(), Session.reply(this::withMembers, this::fail), effects);
        } else {
            call(line.request(), effects);
        }
    }

    private void withMembers(Response response, Effects effects) {
        var members = ((EtcdClientMessage.MemberResponse) response).members();
        String wanted = line.lastWord();
        members.stream()
                .filter(m -> m.hexId().equals(wanted) || m.name().equals(wanted))
                .findFirst()
                .ifPresentOrElse(
                        m -> call(line.memberRequest(m.id()), effects),
                        () -> fail("etcdserver: member not found", effects));
    }

    private void call(Request request, Effects effects) {
        EtcdClient open = client;
        if (open != null) {
            open.call(request, line.timeout(), Session.reply(this::succeed, this::fail), effects);
        }
    }

    private void succeed(Response response, Effects effects) {
        if (response instanceof EtcdClientMessage.SnapshotResponse snapshot) {
            effects.kernel().writeFile(line.lastWord(), snapshot.backup());
        }
        output.addAll(Printer.lines(response));
        boolean unhealthy = response instanceof EtcdClientMessage.HealthResponse health && !health.healthy();
        effects.exit(unhealthy ? 1 : 0);
    }

    private void fail(String error, Effects effects) {
        output.add("Error: " + error);
        effects.record(new ClientEvent.ErrorSeen("etcdctl " + line.verb(), error));
        effects.exit(1);
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        if (timer.equals(BEGIN)) {
            begin(effects);
        } else if (holder != null && timer.equals(Session.LOOK)) {
            holder.look(effects);
        } else if (client != null) {
            client.onTimer(timer, effects);
        }
    }

    @Override
    public void onConnected(ConnectionId connection, Effects effects) {
        if (client != null) {
            client.onConnected(connection, effects);
        }
    }

    @Override
    public void onDisconnected(ConnectionId connection, ConnectionError error, Effects effects) {
        if (client != null) {
            client.onDisconnected(connection, error, effects);
        }
    }

    @Override
    public void onReceived(ConnectionId connection, Message message, Effects effects) {
        if (client != null) {
            client.onReceived(connection, message, effects);
        }
    }

    @Override
    public void onSignal(Signal signal, Effects effects) {
        int code = 128 + signal.number();
        if (holder == null || signal == Signal.HUP) {
            effects.exit(code);
        } else {
            holder.release(code, effects);
        }
    }

    /** Whether it believes that it holds the lock. */
    public boolean holdsLock() {
        return holder != null && holder.holds();
    }
}
