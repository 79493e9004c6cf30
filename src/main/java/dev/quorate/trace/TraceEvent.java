package dev.quorate.trace;

/**
 * A past-tense fact of a run. The records stand by domain, one sealed file each.
 *
 * <p>An event carries what checkers need, in plain types (strings, numbers, booleans, lists of strings): no type of
 * {@code model} appears here. The host and component it happened on stand in its {@link TraceRecord}.
 */
public sealed interface TraceEvent
        permits RunEvent,
                FaultEvent,
                HostEvent,
                NetworkEvent,
                MembershipEvent,
                PacemakerEvent,
                EtcdEvent,
                LeaderElectionEvent,
                KubernetesEvent,
                ClientEvent {

    /**
     * Say it in words, as the predicate of a sentence whose subject is the component or host: {@code "lost quorum"}.
     */
    String describe();

    /** The kind as it stands in a trace file: the record's own name. */
    default String kind() {
        return getClass().getSimpleName();
    }
}
