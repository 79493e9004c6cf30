package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.LrmOperation;
import dev.quorate.model.pacemaker.cib.LrmResource;
import dev.quorate.model.pacemaker.cib.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads from a node's history of a resource what it does there now (unpack_lrm_resource, process_rsc_state). */
final class HistoryReader {

    private final Cluster cluster;
    private final ResourceMaker maker;

    HistoryReader(Cluster cluster, ResourceMaker maker) {
        this.cluster = cluster;
        this.maker = maker;
    }

    /** Results in the order they came; a pending one is the newest (sort_op_by_callid). */
    static List<LrmOperation> inOrder(LrmResource history) {
        List<LrmOperation> sorted = new ArrayList<>();
        for (LrmOperation operation : history.operations()) {
            sorted.add(0, operation); // equal ones come out newest entry first, as the list is built
        }
        sorted.sort(Comparator.<LrmOperation>comparingInt(
                        operation -> operation.callId() < 0 ? Integer.MAX_VALUE : operation.callId())
                .thenComparingLong(operation -> operation.callId() < 0 ? 0 : operation.lastRcChangeSeconds()));
        return sorted;
    }

    void read(Member node, LrmResource history) {
        if (history.operations().isEmpty()) {
            return;
        }
        Rsc rsc = find(node, history);
        Role savedRole = rsc.role;
        rsc.role = Role.UNKNOWN;
        List<LrmOperation> operations = inOrder(history);
        ResultReader results = new ResultReader(cluster, rsc, node);
        operations.forEach(results::read);
        recordRecurring(node, rsc, operations);
        applyState(rsc, node, results.onFail());
        if ("stopped".equalsIgnoreCase(rsc.meta.get("target-role")) && rsc.nextRole != Role.STOPPED) {
            rsc.nextRole = Role.STOPPED;
        }
        if (savedRole.compareTo(rsc.role) > 0) {
            rsc.role = savedRole;
        }
    }

    /** The resource or instance that a history is of (unpack_find_resource). */
    private Rsc find(Member node, LrmResource history) {
        Rsc rsc = cluster.find(history.id());
        if (rsc == null) {
            rsc = cluster.find(history.id() + ":0");
        }
        if (rsc == null || !rsc.isPrimitive()) {
            return maker.makeOrphan(history.id(), history.agent());
        }
        Rsc found = rsc;
        if (rsc.top() instanceof CloneRsc clone) {
            found = instance(node, clone, FailCounts.strip(history.id()));
        }
        if (!history.id().equals(found.id) && !history.id().equals(found.historyName)) {
            found.historyName = history.id();
        }
        return found;
    }

    /** The instance that stands for a node: one that is on it in part, else an idle one (find_anonymous_clone). */
    private Rsc instance(Member node, CloneRsc clone, String configId) {
        Rsc found = null;
        Rsc idle = null;
        boolean skipIdle = false;
        for (Rsc instance : clone.children) {
            List<Member> locations = instance.locations(true, true);
            if (!locations.isEmpty()) {
                if (locations.get(0) == node) {
                    Rsc candidate = part(instance, configId);
                    if (candidate != null && !candidate.runningOn.isEmpty()) {
                        skipIdle = true; // duplicate history: an orphan takes it
                    } else if (candidate != null) {
                        found = candidate;
                        break;
                    }
                }
            } else if (!skipIdle && idle == null && !instance.blocked) {
                idle = part(instance, configId);
                if (idle != null && idle.pendingNode != null && idle.pendingNode != node) {
                    idle = null;
                }
            }
        }
        if (found == null && !skipIdle) {
            found = idle;
        }
        if (found != null && !found.needsFencing && (!node.online || node.unclean) && !clone.isUniversal()) {
            found = null; // do not spend an instance on a node that needs no cleaning
        }
        if (found == null) {
            found = part(clone.addInstance(), configId);
        }
        if (found == null) {
            throw new IllegalStateException("clone " + clone.id + " holds no " + configId);
        }
        return found;
    }

    private static @Nullable Rsc part(Rsc instance, String configId) {
        if (instance.isPrimitive()) {
            return instance.configId.equals(configId) ? instance : null;
        }
        for (Rsc member : instance.children) {
            if (member.configId.equals(configId)) {
                return member;
            }
        }
        return null;
    }

    /** Where the last start and the last stop stand among the results (calculate_active_ops). */
    static int[] activeRange(List<LrmOperation> operations) {
        int start = -1;
        int stop = -1;
        int impliedStart = -1;
        for (int i = 0; i < operations.size(); i++) {
            LrmOperation operation = operations.get(i);
            if (operation.task().equals(Task.STOP) && operation.opStatus() == LrmOperation.DONE) {
                stop = i;
            } else if (operation.task().equals(Task.START)) {
                start = i;
            } else if (impliedStart <= stop
                    && operation.task().equals(Task.MONITOR)
                    && (operation.rc() == 0 || operation.rc() == 8)) {
                impliedStart = i;
            }
        }
        return new int[] {start == -1 ? impliedStart : start, stop};
    }

    /** Recurring operations that are on record run already (process_recurring). */
    private void recordRecurring(Member node, Rsc rsc, List<LrmOperation> operations) {
        int[] range = activeRange(operations);
        int start = range[0];
        int stop = range[1];
        for (int i = 0; i < operations.size() && node.online; i++) {
            LrmOperation operation = operations.get(i);
            boolean over = (start < stop && i <= stop) || i < start;
            if (!over && operation.intervalMillis() > 0 && operation.opStatus() != LrmOperation.PENDING) {
                cluster.work(rsc, operation.task(), operation.intervalMillis(), node, true);
            }
        }
    }

    /** process_rsc_state. */
    private void applyState(Rsc rsc, Member node, OnFail failure) {
        if (rsc.role != Role.UNKNOWN) {
            for (Rsc up = rsc; up != null; up = up.parent) {
                up.knownOn.add(node.id);
                if (up.unique) {
                    break;
                }
            }
        }
        if (rsc.role == Role.STARTED
                && !node.online
                && !node.maintenance
                && rsc.managed
                && cluster.options.stonithEnabled()) {
            cluster.fence(node, rsc.id + " is thought to be active there", false);
        }
        OnFail onFail = node.unclean ? OnFail.IGNORE : failure; // fencing will do
        react(rsc, node, onFail);
        if (rsc.role == Role.STARTED) {
            addRunning(rsc, node, failure != OnFail.IGNORE);
            if (onFail == OnFail.BLOCK) {
                rsc.failed = true;
            } else if (onFail != OnFail.IGNORE) {
                rsc.failed = true;
                rsc.mustStop = true;
            }
        } else if (rsc.historyName != null && rsc.historyName.contains(":")) {
            rsc.historyName = null;
        } else {
            for (Work stop : rsc.works(Task.STOP, node)) {
                stop.set(ActionFlag.OPTIONAL);
            }
        }
    }

    private void react(Rsc rsc, Member node, OnFail onFail) {
        switch (onFail) {
            case IGNORE -> {}
            case FENCE -> {
                cluster.fence(node, rsc.id + " failed there", false);
                node.because("on-fail");
            }
            case STANDBY -> {
                node.standby = true;
                node.because("on-fail");
            }
            case BLOCK -> {
                rsc.managed = false;
                rsc.blocked = true;
                rsc.because("on-fail");
            }
            case MIGRATE -> cluster.score(rsc, node, -Values.INFINITY);
            case STOP -> {
                rsc.nextRole = Role.STOPPED;
                rsc.because("on-fail");
            }
            case RECOVER -> {
                if (rsc.role == Role.STARTED) {
                    rsc.failed = true;
                    rsc.mustStop = true;
                    cluster.work(rsc, Task.STOP, 0, node, false);
                }
            }
        }
    }

    /** native_add_running. */
    private void addRunning(Rsc rsc, Member node, boolean failed) {
        if (rsc.runningOn.contains(node)) {
            return;
        }
        rsc.runningOn.add(node);
        if (rsc.isPrimitive()) {
            if (!failed) {
                node.priority += rsc.priority;
            }
            if (node.maintenance) {
                rsc.managed = false;
                rsc.because("node:maintenance");
            }
        }
        if (!rsc.managed) {
            cluster.score(rsc, node, Values.INFINITY);
            for (Rsc up = rsc.parent; up != null && node.online; up = up.parent) {
                up.runningOn.add(node);
            }
            return;
        }
        if (rsc.isMultiplyActive()) {
            tooActive(rsc);
        }
        if (rsc.parent != null) {
            addRunning(rsc.parent, node, false);
        }
    }

    private void tooActive(Rsc rsc) {
        rsc.because("multiple-active");
        cluster.problems.add("Resource " + rsc.id + " is active on " + rsc.runningOn.size() + " nodes");
        if (rsc.recovery == Rsc.Recovery.STOP_ONLY) {
            rsc.allowed = Places.barred(cluster.members);
        } else if (rsc.recovery == Rsc.Recovery.BLOCK) {
            block(rsc);
            Rsc group = rsc.parent;
            if (group != null && group.isGroup() && group.recovery == Rsc.Recovery.BLOCK) {
                group.children.forEach(HistoryReader::block);
            }
        }
    }

    private static void block(Rsc rsc) {
        rsc.managed = false;
        rsc.blocked = true;
    }
}
