package dev.quorate.model.pacemaker.executor;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.pacemaker.DaemonTimings;
import dev.quorate.model.pacemaker.agents.AgentCatalog;
import dev.quorate.model.pacemaker.agents.AgentRun;
import dev.quorate.model.pacemaker.agents.Ocf;
import dev.quorate.model.pacemaker.cib.LrmOperation;
import dev.quorate.model.pacemaker.fencer.FenceIpc;
import dev.quorate.trace.EventId;
import dev.quorate.trace.PacemakerEvent.ResourceStateChanged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code pacemaker-execd}, the executor of one node: one operation at a time for each resource, monitors repeated.
 *
 * <p>A resource goes on when the executor dies: it watches and changes services, it does not hold them.
 */
public final class Execd implements Machine {

    private static final int MAX_QUEUE = 10_000;

    private final AgentCatalog catalog;
    private final DaemonTimings timings;
    private final Map<String, List<ExecIpc.Execute>> queues = new TreeMap<>();
    private final Map<String, RunningAgent> running = new TreeMap<>();
    private final Map<Long, RunningAgent> byNumber = new TreeMap<>();
    private final Map<ConnectionId, RunningAgent> byConnection = new TreeMap<>();
    private final Map<String, Recurring> recurring = new TreeMap<>();
    private final Map<Long, Announcement> announcements = new TreeMap<>();
    private final Map<Long, ExecIpc.Execute> delayed = new TreeMap<>();
    private long numbers;

    /** A monitor that is repeated. */
    private static final class Recurring {
        private final ExecIpc.Execute execute;
        private final long number;
        private int lastRc = -1;
        private int lastStatus = -2;

        Recurring(ExecIpc.Execute execute, long number) {
            this.execute = execute;
            this.number = number;
        }
    }

    /** Gratuitous ARPs still to be sent. */
    private record Announcement(String address, int packets, Duration interval) {}

    public Execd(AgentCatalog catalog, DaemonTimings timings) {
        this.catalog = catalog;
        this.timings = timings;
    }

    @Override
    public void onStart(Effects effects) {}

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        if (message instanceof ExecIpc.Execute execute) {
            onExecute(execute, effects);
        } else if (message instanceof ExecIpc.Cancel cancel) {
            onCancel(from, cancel, effects);
        } else if (message instanceof FenceIpc.DeviceStatus status) {
            onDeviceStatus(status, effects);
        } else {
            for (RunningAgent agent : List.copyOf(running.values())) {
                agent.run.onLocal(from, message, agent, effects);
                finishIfDone(agent, effects);
            }
        }
    }

    private void onExecute(ExecIpc.Execute execute, Effects effects) {
        ExecIpc.Operation operation = execute.operation();
        if (operation.intervalMillis() > 0) {
            Recurring known = recurring.remove(operation.key());
            if (known != null) {
                effects.cancelTimer(Timer.of("recur", known.number));
            }
            recurring.put(operation.key(), new Recurring(execute, ++numbers));
        } else if (operation.task().equals("stop") || operation.task().equals("start")) {
            // the controller cancels them too, but a stop must not meet a monitor
            forgetRecurring(operation.resource(), effects);
        }
        if (operation.startDelayMillis() > 0) {
            long number = ++numbers;
            delayed.put(number, execute);
            effects.setTimer(Timer.of("delay", number), Duration.ofMillis(operation.startDelayMillis()));
        } else {
            enqueue(execute, effects);
        }
    }

    private void enqueue(ExecIpc.Execute execute, Effects effects) {
        List<ExecIpc.Execute> queue = queues.computeIfAbsent(execute.operation().resource(), r -> new ArrayList<>());
        if (queue.size() >= MAX_QUEUE) {
            throw new IllegalStateException("more than " + MAX_QUEUE + " operations wait for " + execute.operation());
        }
        queue.add(execute);
        next(execute.operation().resource(), effects);
    }

    private void next(String resource, Effects effects) {
        List<ExecIpc.Execute> queue = queues.get(resource);
        if (queue == null || queue.isEmpty() || running.containsKey(resource)) {
            return;
        }
        ExecIpc.Execute execute = queue.remove(0);
        ExecIpc.Operation operation = execute.operation();
        RunningAgent agent = new RunningAgent(this, execute, ++numbers, runOf(operation));
        running.put(resource, agent);
        byNumber.put(agent.number, agent);
        recordBeginning(execute, effects);
        effects.setTimer(Timer.of("timeout", agent.number), Duration.ofMillis(operation.timeoutMillis()));
        agent.run.start(operation.task(), agent, effects);
        finishIfDone(agent, effects);
    }

    private AgentRun runOf(ExecIpc.Operation operation) {
        if (operation.agent().isFenceDevice()) {
            return new FenceDeviceRun();
        }
        return catalog.run(operation.agent())
                .orElseGet(() -> new MissingAgent(operation.agent().spell()));
    }

    private void recordBeginning(ExecIpc.Execute execute, Effects effects) {
        String task = execute.operation().task();
        if (task.equals("start") || task.equals("stop")) {
            effects.record(
                    new ResourceStateChanged(
                            execute.operation().resource(),
                            task.equals("start") ? "starting" : "stopping",
                            kind(execute.operation())),
                    execute.causes().toArray(new EventId[0]));
        }
    }

    private void finishIfDone(RunningAgent agent, Effects effects) {
        if (agent.run.isFinished() && byNumber.containsKey(agent.number)) {
            end(agent, agent.run.rc(), LrmOperation.DONE, agent.run.reason(), effects);
        }
    }

    private void end(RunningAgent agent, int rc, int opStatus, String reason, Effects effects) {
        byNumber.remove(agent.number);
        byConnection.values().removeIf(owner -> owner == agent);
        effects.cancelTimer(Timer.of("timeout", agent.number));
        ExecIpc.Operation operation = agent.execute.operation();
        running.remove(operation.resource());
        recordEnd(agent.execute, rc, opStatus, reason, effects);
        Recurring again = recurring.get(operation.key());
        if (operation.intervalMillis() > 0) {
            if (again != null && again.execute.equals(agent.execute)) {
                effects.setTimer(Timer.of("recur", again.number), Duration.ofMillis(operation.intervalMillis()));
                if (again.lastRc != rc || again.lastStatus != opStatus) {
                    again.lastRc = rc;
                    again.lastStatus = opStatus;
                    answer(agent.execute, rc, opStatus, reason, effects);
                }
            }
        } else {
            answer(agent.execute, rc, opStatus, reason, effects);
        }
        next(operation.resource(), effects);
    }

    private void answer(ExecIpc.Execute execute, int rc, int opStatus, String reason, Effects effects) {
        effects.tell(
                "pacemaker-controld", new ExecIpc.Executed(execute.call(), execute.operation(), rc, opStatus, reason));
    }

    private void recordEnd(ExecIpc.Execute execute, int rc, int opStatus, String reason, Effects effects) {
        ExecIpc.Operation operation = execute.operation();
        boolean ok = opStatus == LrmOperation.DONE && rc == Ocf.SUCCESS;
        String state;
        switch (operation.task()) {
            case "start" -> state = ok ? "started" : "failed";
            case "stop" -> state = ok ? "stopped" : "failed";
            default -> {
                Recurring known = recurring.get(operation.key());
                boolean news = known != null && (known.lastRc != rc || known.lastStatus != opStatus);
                if (ok || operation.intervalMillis() == 0 || !news) {
                    return; // a probe tells the DC, it changes nothing; a repeated failure is old news
                }
                state = "failed";
            }
        }
        effects.record(
                new ResourceStateChanged(
                        operation.resource(), state, ok ? kind(operation) : operation.task() + ": " + reason),
                execute.causes().toArray(new EventId[0]));
    }

    /** A fence device runs nowhere: to start one is to tell this node's fencer of it. */
    private static String kind(ExecIpc.Operation operation) {
        if (operation.agent().isFenceDevice()) {
            return ResourceStateChanged.FENCE_DEVICE;
        }
        String instances = operation.parameters().get(ExecIpc.Operation.CLONE_MAX);
        return instances == null ? "" : ResourceStateChanged.clone(Integer.parseInt(instances));
    }

    private void onCancel(String from, ExecIpc.Cancel cancel, Effects effects) {
        String key = cancel.resource() + "_" + cancel.task() + "_" + cancel.intervalMillis();
        Recurring known = recurring.remove(key);
        if (known != null) {
            effects.cancelTimer(Timer.of("recur", known.number));
        }
        List<ExecIpc.Execute> queue = queues.get(cancel.resource());
        if (queue != null) {
            queue.removeIf(execute -> execute.operation().key().equals(key));
        }
        effects.tell(
                from, new ExecIpc.Cancelled(cancel.call(), cancel.resource(), cancel.task(), cancel.intervalMillis()));
    }

    private void forgetRecurring(String resource, Effects effects) {
        Iterator<Recurring> all = recurring.values().iterator();
        while (all.hasNext()) {
            Recurring known = all.next();
            if (known.execute.operation().resource().equals(resource)) {
                effects.cancelTimer(Timer.of("recur", known.number));
                all.remove();
            }
        }
    }

    private void onDeviceStatus(FenceIpc.DeviceStatus status, Effects effects) {
        RunningAgent agent = running.get(status.device());
        if (agent != null && agent.run instanceof FenceDeviceRun device) {
            device.onStatus(status);
            finishIfDone(agent, effects);
        }
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        switch (timer.name()) {
            case "delay" -> {
                ExecIpc.Execute execute = delayed.remove(timer.number());
                if (execute != null) {
                    enqueue(execute, effects);
                }
            }
            case "recur" -> {
                for (Recurring known : List.copyOf(recurring.values())) {
                    if (known.number == timer.number()) {
                        enqueue(known.execute, effects);
                    }
                }
            }
            case "timeout" -> {
                RunningAgent agent = byNumber.get(timer.number());
                if (agent != null) {
                    String limit = agent.execute.operation().timeoutMillis() + " ms";
                    end(agent, Ocf.ERR_GENERIC, LrmOperation.TIMED_OUT, "not done within " + limit, effects);
                }
            }
            case "arp" -> announce(timer.number(), effects);
            default -> onStep(timer, effects);
        }
    }

    private void onStep(Timer timer, Effects effects) {
        RunningAgent agent = byNumber.get(timer.number());
        if (agent != null && timer.name().startsWith("step ")) {
            agent.run.onTimer(timer.name().substring("step ".length()), agent, effects);
            finishIfDone(agent, effects);
        }
    }

    void announceInBackground(String address, int packets, Duration interval, Effects effects) {
        long number = ++numbers;
        announcements.put(number, new Announcement(address, packets, interval));
        announce(number, effects);
    }

    private void announce(long number, Effects effects) {
        Announcement due = announcements.remove(number);
        if (due == null || due.packets() < 1 || !effects.kernel().addresses().contains(due.address())) {
            return;
        }
        effects.kernel().announce(due.address());
        announcements.put(number, new Announcement(due.address(), due.packets() - 1, due.interval()));
        effects.setTimer(Timer.of("arp", number), due.interval());
    }

    @Override
    public void onConnected(ConnectionId connection, Effects effects) {
        RunningAgent agent = byConnection.get(connection);
        if (agent != null) {
            agent.run.onConnected(connection, agent, effects);
            finishIfDone(agent, effects);
        }
    }

    @Override
    public void onReceived(ConnectionId connection, Message message, Effects effects) {
        RunningAgent agent = byConnection.get(connection);
        if (agent != null) {
            agent.run.onReceived(connection, message, agent, effects);
            finishIfDone(agent, effects);
        }
    }

    @Override
    public void onDisconnected(ConnectionId connection, ConnectionError error, Effects effects) {
        RunningAgent agent = byConnection.remove(connection);
        if (agent != null) {
            agent.run.onDisconnected(connection, error, agent, effects);
            finishIfDone(agent, effects);
        }
    }

    @Override
    public void onLocalLost(String peer, Effects effects) {
        if (peer.equals("pacemaker-controld")) {
            // lrmd_opt_drop_recurring: nobody would hear what the monitors find
            recurring.values().forEach(known -> effects.cancelTimer(Timer.of("recur", known.number)));
            recurring.clear();
        }
        for (RunningAgent agent : List.copyOf(running.values())) {
            agent.run.onLocalLost(peer, agent, effects);
            finishIfDone(agent, effects);
        }
    }

    @Override
    public void onSignal(Signal signal, Effects effects) {
        effects.exit(0);
    }

    void own(ConnectionId connection, RunningAgent agent) {
        byConnection.put(connection, agent);
    }

    DaemonTimings timings() {
        return timings;
    }
}
