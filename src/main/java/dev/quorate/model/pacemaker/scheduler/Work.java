package dev.quorate.model.pacemaker.scheduler;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An action while it is scheduled (pe_action_t); what comes out of it is an {@link Action}. */
final class Work {

    /** What a start needs before it may run. */
    enum Needs {
        NOTHING,
        QUORUM,
        FENCING
    }

    final int id;
    final String key;
    final @Nullable Rsc rsc;

    String task;

    @Nullable
    Member node;

    int flags = ActionFlag.RUNNABLE;
    long intervalMillis;
    long timeoutMillis;
    long startDelayMillis;
    /** -1 when the graph does not say. */
    int expectedRc = -1;

    Needs needs = Needs.NOTHING;
    OnFail onFail = OnFail.RECOVER;
    Role failRole = Role.STARTED;
    /** Of fencing {@code reboot} or {@code off}; of a cancel the task that is ended. */
    String operation = "";

    long priorityDelayMillis = -1;
    int priority;
    int runnableBefore;
    int requiredBefore;

    @Nullable
    String reason;

    Chain<Link> before = Chain.empty();
    Chain<Link> after = Chain.empty();
    final List<String> because = new ArrayList<>();

    Work(int id, String key, String task, @Nullable Rsc rsc, @Nullable Member node) {
        this.id = id;
        this.key = key;
        this.task = task;
        this.rsc = rsc;
        this.node = node;
    }

    boolean is(int flag) {
        return (flags & flag) != 0;
    }

    void set(int flag) {
        flags |= flag;
    }

    void clear(int flag) {
        flags &= ~flag;
    }

    void reason(@Nullable String why, boolean overwrite) {
        if (reason == null || overwrite) {
            reason = why;
        }
    }

    void because(String setting) {
        if (!because.contains(setting)) {
            because.add(setting);
        }
    }

    /** Order two actions; false when such an ordering stands already (order_actions). */
    static boolean order(@Nullable Work first, @Nullable Work then, int flags) {
        return order(first, then, flags, "");
    }

    static boolean order(@Nullable Work first, @Nullable Work then, int flags, String constraint) {
        if (flags == OrderFlag.NONE || first == null || then == null) {
            return false;
        }
        for (Link link : first.after) {
            if (link.work == then && link.is(flags)) {
                return false;
            }
        }
        first.after = first.after.with(new Link(then, flags, constraint));
        then.before = then.before.with(new Link(first, flags, constraint));
        return true;
    }

    @Override
    public String toString() {
        return key + (node == null ? "" : " " + node);
    }
}
