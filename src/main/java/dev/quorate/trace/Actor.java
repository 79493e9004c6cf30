package dev.quorate.trace;

import java.util.List;

/**
 * A process that runs leader callbacks, as {@link ClusterState} follows it.
 *
 * <p>Acting means: leader callbacks started, context not cancelled, and the process schedulable. A process without
 * leader election acts from {@code WorkStarted} on.
 */
public final class Actor {

    /** The states of {@link Track#ACTING} in which the callbacks really run. */
    public static final List<String> ACTING_STATES = List.of("acting", "syncing", "believes");

    private final String lease;
    private final String host;
    private final String component;
    String identity = "";
    boolean leads;
    boolean works;
    boolean elected;
    String state = "";
    EventId since = new EventId(0);

    Actor(String lease, String host, String component) {
        this.lease = lease;
        this.host = host;
        this.component = component;
    }

    /** The lease, which names what is led: {@code kube-scheduler}. */
    public String lease() {
        return lease;
    }

    public String host() {
        return host;
    }

    public String component() {
        return component;
    }

    /** Its holderIdentity. */
    public String identity() {
        return identity;
    }

    /** Whether it takes part in leader election. */
    public boolean elected() {
        return elected;
    }

    /** The state on {@link Track#ACTING}; {@code ""} when it does not lead. */
    public String state() {
        return state;
    }

    /** The event that started its callbacks. */
    public EventId since() {
        return since;
    }

    public boolean acts() {
        return acts(state);
    }

    /** Whether the callbacks run in that state. */
    public static boolean acts(String state) {
        return !state.isEmpty() && ACTING_STATES.contains(state);
    }
}
