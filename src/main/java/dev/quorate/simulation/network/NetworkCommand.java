package dev.quorate.simulation.network;

import dev.quorate.trace.EventId;
import java.util.List;

/** What is done to the network from outside; carries the causes, mostly a fault. */
public sealed interface NetworkCommand {

    List<EventId> causes();

    /** Drop what goes from those hosts to those on these networks. */
    record Cut(List<String> networks, List<String> from, List<String> to, List<EventId> causes)
            implements NetworkCommand {}

    /** Let it pass again. */
    record Heal(List<String> networks, List<String> from, List<String> to, List<EventId> causes)
            implements NetworkCommand {}

    /** Undo every cut and degradation. */
    record HealAll(List<EventId> causes) implements NetworkCommand {}

    /** Add (or, negative, take back) loss, duplication, latency and jitter. */
    record Degrade(
            List<String> networks,
            List<String> from,
            List<String> to,
            double loss,
            double duplicates,
            long extraMicros,
            long jitterMicros,
            List<EventId> causes)
            implements NetworkCommand {}

    /** Lose the gratuitous ARPs that a host broadcasts, or no longer. */
    record SilenceAnnouncements(String host, boolean silent, List<EventId> causes) implements NetworkCommand {}

    /** A host's kernel added or removed a VIP, or fell silent. */
    record VipChanged(String vip, String host, boolean held, String reason, List<EventId> causes)
            implements NetworkCommand {}
}
