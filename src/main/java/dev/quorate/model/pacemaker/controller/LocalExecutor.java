package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.pacemaker.DaemonTimings;
import dev.quorate.model.pacemaker.based.CibChange;
import dev.quorate.model.pacemaker.based.CibIpc;
import dev.quorate.model.pacemaker.cib.Agent;
import dev.quorate.model.pacemaker.cib.Digests;
import dev.quorate.model.pacemaker.cib.LrmOperation;
import dev.quorate.model.pacemaker.cib.LrmResource;
import dev.quorate.model.pacemaker.executor.ExecIpc;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The controller's side of its own node's executor: orders in, results out to the CIB, and the history it keeps
 * (controld_execd.c).
 *
 * <p>The history is in memory: a controller that starts anew knows nothing and its node is probed.
 */
final class LocalExecutor {

    private static final String EXECD = "pacemaker-execd";

    private final DaemonTimings timings;
    private final Map<String, LrmResource> history = new TreeMap<>();
    private final Map<Integer, CrmdMessage.ResourceOrder> orders = new TreeMap<>();
    private final Map<Long, CrmdMessage.ResourceOrder> waiting = new TreeMap<>();
    private int calls;

    LocalExecutor(DaemonTimings timings) {
        this.timings = timings;
    }

    List<LrmResource> history() {
        return List.copyOf(history.values());
    }

    void order(CrmdMessage.ResourceOrder order, Effects effects) {
        int call = ++calls;
        waiting.put((long) call, order);
        effects.setTimer(
                Timer.of("dispatch", call),
                DaemonTimings.draw(effects.random("dispatch"), timings.dispatchMin(), timings.dispatchMedian()));
    }

    void dispatch(long call, Effects effects) {
        CrmdMessage.ResourceOrder order = waiting.remove(call);
        if (order == null) {
            return;
        }
        orders.put((int) call, order);
        ExecIpc.Operation operation = new ExecIpc.Operation(
                order.lrmResource(),
                order.primitive().agent(),
                order.cloneMax() == 0 ? order.primitive().parameters() : withCloneMax(order),
                order.task(),
                order.intervalMillis(),
                order.timeoutMillis(),
                order.startDelayMillis());
        effects.tell(EXECD, new ExecIpc.Execute((int) call, operation, order.causes()));
    }

    private static SortedMap<String, String> withCloneMax(CrmdMessage.ResourceOrder order) {
        SortedMap<String, String> parameters = new TreeMap<>(order.primitive().parameters());
        parameters.put(ExecIpc.Operation.CLONE_MAX, Integer.toString(order.cloneMax()));
        return parameters;
    }

    /** An operation ended: tell the whole cluster through the CIB. */
    void ended(ExecIpc.Executed executed, Effects effects) {
        CrmdMessage.ResourceOrder order = orders.get(executed.call());
        if (order == null) {
            return;
        }
        if (order.intervalMillis() == 0) {
            orders.remove(executed.call());
        }
        LrmOperation result = LrmOperation.result(
                order.lrmResource(),
                order.task(),
                order.intervalMillis(),
                executed.call(),
                executed.rc(),
                order.expectedRc(),
                executed.opStatus(),
                effects.wall().micros() / 1_000_000,
                Digests.of(order.primitive(), order.intervalMillis(), order.timeoutMillis()));
        Agent agent = order.primitive().agent();
        remember(order, agent, result);
        change(
                new CibChange.OperationRecorded(effects.host(), order.lrmResource(), agent, result, order.key()),
                effects);
    }

    private void remember(CrmdMessage.ResourceOrder order, Agent agent, LrmOperation result) {
        LrmResource known =
                history.getOrDefault(order.lrmResource(), new LrmResource(order.lrmResource(), agent, List.of()));
        if (order.intervalMillis() == 0 && !order.task().equals("monitor")) {
            for (LrmOperation old : known.operations()) {
                if (old.intervalMillis() > 0 && !old.isFailureRecord()) {
                    known = known.without(old.historyId()); // history_free_recurring_ops
                }
            }
            orders.values()
                    .removeIf(other ->
                            other.intervalMillis() > 0 && other.lrmResource().equals(order.lrmResource()));
        }
        history.put(order.lrmResource(), known.with(result));
    }

    void cancel(CrmdMessage.CancelOrder order, Effects effects) {
        orders.entrySet()
                .removeIf(known -> known.getValue().lrmResource().equals(order.lrmResource())
                        && known.getValue().task().equals(order.task())
                        && known.getValue().intervalMillis() == order.intervalMillis());
        effects.tell(EXECD, new ExecIpc.Cancel(++calls, order.lrmResource(), order.task(), order.intervalMillis()));
    }

    void cancelled(ExecIpc.Cancelled cancelled, Effects effects) {
        String id = cancelled.resource() + "_" + cancelled.task() + "_" + cancelled.intervalMillis();
        LrmResource known = history.get(cancelled.resource());
        if (known != null) {
            history.put(cancelled.resource(), known.without(id));
        }
        change(new CibChange.OperationRemoved(effects.host(), cancelled.resource(), id), effects);
    }

    void forget(String resource, Effects effects) {
        history.remove(resource);
        change(new CibChange.ResourceForgotten(effects.host(), resource), effects);
    }

    private static void change(CibChange change, Effects effects) {
        effects.tell("pacemaker-based", new CibIpc.CibModify(0, change));
    }
}
