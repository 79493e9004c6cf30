package dev.quorate.simulation.network;

import dev.quorate.scenario.fault.NetworkRule;
import dev.quorate.trace.EventId;
import java.util.List;

/** What is done to the network from outside; carries the causes, mostly a fault. */
public sealed interface NetworkCommand {

    List<EventId> causes();

    /** Put rules in force under an owner's name, beside those of others. */
    record AddRules(String owner, List<NetworkRule> rules, List<EventId> causes) implements NetworkCommand {}

    /** End every rule of an owner; of every owner when it is empty. */
    record RemoveRules(String owner, List<EventId> causes) implements NetworkCommand {}

    /** Let the gratuitous ARPs that a host broadcasts be heard, or not. */
    record AnnouncementsHeard(String host, boolean heard, List<EventId> causes) implements NetworkCommand {}

    /** A host's kernel added or removed a VIP, or fell silent. */
    record VipChanged(String vip, String host, boolean held, String reason, List<EventId> causes)
            implements NetworkCommand {}
}
