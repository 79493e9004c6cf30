package dev.quorate.model.pacemaker.fencer;

import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.corosync.CorosyncIpc;
import dev.quorate.model.pacemaker.DaemonTimings;
import dev.quorate.model.pacemaker.based.CibIpc;
import dev.quorate.model.pacemaker.cib.Configuration;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.fencer.FenceMessage.OperationId;
import dev.quorate.trace.EventId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code pacemaker-fenced}: asks every fencer with which devices it can fence a node, has the fittest do it, tells all.
 *
 * <p>A request is the originator's ({@link FenceOperation}); the agents of a job run on the chosen host ({@link
 * FenceExecution}).
 */
public final class Fenced implements Machine {

    private static final String GROUP = "stonith-ng";
    private static final int DISCONNECT = 102; // CRM_EX_DISCONNECT

    /** TIMEOUT_MULTIPLY_FACTOR (fenced_remote.c). */
    private static final double TIMEOUT_FACTOR = 1.2;

    private final Map<String, List<List<String>>> topology;
    private final Duration watchdogTimeout;
    private final FenceExecution execution;
    private final Map<Long, FenceOperation> operations = new TreeMap<>();
    private final Set<String> members = new TreeSet<>();
    private final Set<String> subscribers = new TreeSet<>();
    private Optional<Configuration> configuration = Optional.empty();
    private long incarnation;
    private long numbers;

    /**
     * Make one.
     *
     * @param topology devices by target and level ({@code pcs stonith level add})
     * @param watchdogTimeout {@code stonith-watchdog-timeout}; zero when watchdogs do not count
     */
    public Fenced(Map<String, List<List<String>>> topology, Duration watchdogTimeout, DaemonTimings timings) {
        this.topology = new TreeMap<>(topology);
        this.watchdogTimeout = watchdogTimeout;
        this.execution = new FenceExecution(timings, this::executed);
    }

    @Override
    public void onStart(Effects effects) {
        incarnation = effects.random("incarnation").nextLong();
        effects.listenDatagrams(FenceExecution.PORT);
        effects.tell("corosync", new CorosyncIpc.CpgJoin(GROUP));
        effects.tell("pacemaker-based", new CibIpc.CibSubscribe());
        effects.tell("pacemaker-based", new CibIpc.CibQuery(0));
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        if (message instanceof CibIpc.CibAnswer answer) {
            configured(answer.cib().cib().configuration());
        } else if (message instanceof CibIpc.CibReplaced replaced) {
            configured(replaced.cib().cib().configuration());
        } else if (message instanceof CibIpc.CibNotification changed) {
            if (changed.change().isConfiguration()) {
                effects.tell("pacemaker-based", new CibIpc.CibQuery(0));
            }
        } else if (message instanceof FenceIpc.FenceSubscribe) {
            subscribers.add(from);
        } else if (message instanceof FenceIpc.Fence fence) {
            onFence(fence, effects);
        } else if (message instanceof FenceIpc.Confirm confirm) {
            FenceIpc.FenceNotification byHand = new FenceIpc.FenceNotification(
                    effects.host(), 0, confirm.target(), "off", true, "a human", true, "", List.of());
            multicast(new FenceMessage.Result(byHand), effects);
        } else if (message instanceof FenceIpc.AskDevice ask) {
            execution.ask(from, ask.device(), effects);
        } else if (message instanceof CorosyncIpc.CpgConfigurationChanged changed) {
            onMembers(changed, effects);
        } else if (message instanceof CorosyncIpc.CpgDelivered delivered
                && delivered.payload() instanceof FenceMessage fenceMessage) {
            onDelivered(fenceMessage, effects);
        }
    }

    private void configured(Configuration current) {
        configuration = Optional.of(current);
        Map<String, FenceDevice> devices = new TreeMap<>();
        for (Primitive primitive : current.primitives()) {
            if (primitive.agent().isFenceDevice()) {
                devices.put(primitive.id(), new FenceDevice(primitive.id(), primitive));
            }
        }
        execution.configured(devices, stonithTimeout());
    }

    private Duration stonithTimeout() {
        return configuration.map(c -> c.options().stonithTimeout()).orElse(Duration.ofSeconds(60));
    }

    private void onFence(FenceIpc.Fence fence, Effects effects) {
        OperationId id = new OperationId(effects.host(), incarnation, ++numbers);
        FenceOperation operation = new FenceOperation(id, fence, topology.getOrDefault(fence.target(), List.of()));
        operations.put(id.number(), operation);
        long millis = (long) (stonithTimeout().toMillis() * TIMEOUT_FACTOR) + fence.delayMillis();
        effects.setTimer(Timer.of("operation", id.number()), Duration.ofMillis(millis), List.copyOf(members));
        multicast(new FenceMessage.Query(id, fence.target(), fence.action()), effects);
    }

    private void onDelivered(FenceMessage message, Effects effects) {
        if (message instanceof FenceMessage.Query query) {
            List<String> usable = execution.usableAgainst(query.target());
            List<String> verified = execution.verified(usable);
            multicast(new FenceMessage.QueryReply(query.id(), effects.host(), usable, verified), effects);
        } else if (message instanceof FenceMessage.QueryReply reply) {
            mine(reply.id(), effects).ifPresent(operation -> {
                operation.offer(reply.from(), reply.devices(), reply.verified());
                boolean complete = operation.replies() >= members.size();
                if (!operation.executing && (complete || (operation.hasVerified() && !operation.usesTopology()))) {
                    askNext(operation, "no device can fence it", effects);
                }
            });
        } else if (message instanceof FenceMessage.Execute execute) {
            if (execute.host().equals(effects.host())) {
                execution.run(execute, effects);
            }
        } else if (message instanceof FenceMessage.Executed executed) {
            mine(executed.id(), effects).ifPresent(operation -> onExecuted(operation, executed, effects));
        } else if (message instanceof FenceMessage.Result result) {
            subscribers.forEach(client -> effects.tell(client, result.notification()));
        }
    }

    private Optional<FenceOperation> mine(OperationId id, Effects effects) {
        boolean own = id.origin().equals(effects.host()) && id.incarnation() == incarnation;
        return own ? Optional.ofNullable(operations.get(id.number())) : Optional.empty();
    }

    private void askNext(FenceOperation operation, String reason, Effects effects) {
        Optional<String> peer = operation.choosePeer();
        if (peer.isEmpty()) {
            if (operation.usesTopology() && operation.level + 1 < operation.levels.size()) {
                operation.level++;
                operation.step = 0;
                operation.tried.clear();
                askNext(operation, reason, effects);
            } else if (!watchdogTimeout.isZero() && !operation.executing && operation.tried.isEmpty()) {
                awaitWatchdog(operation, effects);
            } else {
                finish(operation, false, effects.host(), reason, effects);
            }
            return;
        }
        operation.executing = true;
        operation.executor = peer.get();
        operation.tried.add(peer.get());
        multicast(
                new FenceMessage.Execute(
                        operation.id,
                        peer.get(),
                        operation.request.target(),
                        operation.request.action(),
                        operation.devicesOf(peer.get()),
                        operation.tried.size() == 1 ? operation.request.delayMillis() : 0,
                        operation.causes),
                effects);
    }

    /** Nobody can reach it: its own watchdog will have reset it by then (fenced_remote.c, remote_op_watchdog_done). */
    private void awaitWatchdog(FenceOperation operation, Effects effects) {
        operation.executing = true;
        effects.setTimer(Timer.of("watchdog", operation.id.number()), watchdogTimeout);
    }

    private void onExecuted(FenceOperation operation, FenceMessage.Executed executed, Effects effects) {
        if (!executed.from().equals(operation.executor)) {
            return;
        }
        operation.causes.addAll(executed.causes());
        if (!executed.ok()) {
            askNext(operation, executed.reason(), effects);
            return;
        }
        boolean more = operation.usesTopology()
                && operation.step + 1 < operation.levels.get(operation.level).size();
        if (more) {
            operation.step++; // every device of a level must have worked
            operation.tried.clear();
            askNext(operation, "", effects);
        } else {
            finish(operation, true, executed.from(), "", effects);
        }
    }

    private void finish(FenceOperation operation, boolean ok, String by, String reason, Effects effects) {
        operations.remove(operation.id.number());
        effects.cancelTimer(Timer.of("operation", operation.id.number()));
        effects.cancelTimer(Timer.of("watchdog", operation.id.number()));
        FenceIpc.Fence request = operation.request;
        multicast(
                new FenceMessage.Result(new FenceIpc.FenceNotification(
                        effects.host(),
                        request.call(),
                        request.target(),
                        request.action(),
                        ok,
                        by,
                        false,
                        reason,
                        operation.causes)),
                effects);
    }

    private void executed(FenceMessage.Execute job, boolean ok, String reason, EventId called, Effects effects) {
        multicast(new FenceMessage.Executed(job.id(), effects.host(), ok, reason, List.of(called)), effects);
    }

    private void onMembers(CorosyncIpc.CpgConfigurationChanged changed, Effects effects) {
        members.clear();
        changed.members().forEach(member -> members.add(member.host()));
        for (FenceOperation operation : List.copyOf(operations.values())) {
            for (CorosyncIpc.CpgMember gone : changed.left()) {
                operation.forget(gone.host());
                if (operation.executing && gone.host().equals(operation.executor)) {
                    askNext(operation, gone.host() + " left while fencing", effects);
                }
            }
            if (!operation.executing && operation.replies() >= members.size()) {
                askNext(operation, "no device can fence it", effects);
            }
        }
    }

    @Override
    public void onDatagram(Endpoint from, int port, Message message, Effects effects) {
        if (message instanceof BmcMessage.PowerReply reply) {
            execution.onReply(reply, effects);
        }
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        FenceOperation operation = operations.get(timer.number());
        if (timer.name().equals("operation")) {
            if (operation != null) {
                finish(operation, false, effects.host(), "timed out", effects);
            }
        } else if (timer.name().equals("watchdog")) {
            if (operation != null) {
                finish(operation, true, "its own watchdog", "", effects);
            }
        } else {
            execution.onTimer(timer, effects);
        }
    }

    private void multicast(FenceMessage message, Effects effects) {
        effects.tell("corosync", new CorosyncIpc.CpgMulticast(GROUP, message));
    }

    @Override
    public void onLocalLost(String peer, Effects effects) {
        subscribers.remove(peer);
        if (peer.equals("corosync")) {
            effects.exit(DISCONNECT);
        } else if (peer.equals("pacemaker-based")) {
            effects.exit(1); // cib_connection_destroy: shut down, pacemakerd starts it again
        }
    }

    @Override
    public void onSignal(Signal signal, Effects effects) {
        effects.exit(0);
    }
}
