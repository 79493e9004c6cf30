package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.ClusterOptions.NoQuorumPolicy;
import dev.quorate.model.pacemaker.cib.LrmResource;
import dev.quorate.model.pacemaker.cib.Node;
import dev.quorate.model.pacemaker.cib.NodeState;
import dev.quorate.model.pacemaker.cib.Values;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what the nodes are and what they ran from the CIB's status section (unpack_nodes, unpack_status). */
final class StatusReader {

    private final Cluster cluster;

    StatusReader(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Every configured node; one without a state stays unclean where unseen nodes are fenced. */
    void readNodes() {
        for (Node node : cluster.cib.configuration().nodes()) {
            Member member = new Member(node.id(), node.uname());
            member.attributes.putAll(node.attributes());
            member.isDc = cluster.cib.dc().filter(node.id()::equals).isPresent();
            member.unseen = true;
            member.unclean = cluster.options.stonithEnabled() && cluster.options.startupFencing();
            if (member.unclean) {
                member.because("startup-fencing");
            }
            cluster.members.add(member);
        }
        cluster.members.sort(Comparator.comparing(member -> member.name, StatusReader::compareNumerically));
    }

    void readStatus(ResourceMaker maker) {
        for (NodeState state : cluster.cib.status().values()) {
            Member member = cluster.member(state.uname());
            if (member != null && !state.isUnseen()) {
                readState(member, state);
            }
        }
        HistoryReader history = new HistoryReader(cluster, maker);
        for (NodeState state : cluster.cib.status().values()) {
            Member member = cluster.member(state.uname());
            if (member == null || state.isUnseen() || (!member.online && !cluster.options.stonithEnabled())) {
                continue; // without fencing nobody knows, or may do anything about, what an absent node runs
            }
            for (LrmResource resource : state.resources()) {
                history.read(member, resource);
            }
        }
    }

    private void readState(Member member, NodeState state) {
        member.attributes.putAll(state.attributes());
        if (Values.isTrue(member.attributes.get("standby"))) {
            member.standby = true;
            member.because("node:standby");
        }
        if (Values.isTrue(member.attributes.get("maintenance"))) {
            member.maintenance = true;
            member.because("node:maintenance");
        }
        member.unclean = false;
        member.unseen = false;
        member.because.remove("startup-fencing");
        determineOnline(member, state);
        if (!cluster.haveQuorum && member.online && cluster.policy == NoQuorumPolicy.SUICIDE) {
            cluster.fence(member, "cluster does not have quorum", false);
            member.because("no-quorum-policy");
        }
    }

    /** determine_online_status. */
    private void determineOnline(Member member, NodeState state) {
        String shutdown = member.attributes.get("shutdown");
        member.shutdown = shutdown != null && !shutdown.equals("0");
        if (member.shutdown) {
            member.because("node:shutdown");
        } else {
            member.expectedUp = state.expected().equalsIgnoreCase("member");
        }
        boolean online = cluster.options.stonithEnabled()
                ? determineWithFencing(member, state)
                : determineWithoutFencing(member, state);
        member.online = online;
        if (!online || member.shutdown) {
            member.ban();
        }
    }

    /** determine_online_status_no_fencing. */
    private boolean determineWithoutFencing(Member member, NodeState state) {
        if (!state.inCcm()) {
            return false;
        }
        if (state.online()) {
            return state.join().equalsIgnoreCase("member");
        }
        if (member.expectedUp) {
            cluster.fence(member, "peer is unexpectedly down", false);
        }
        return false;
    }

    /** determine_online_status_fencing. */
    private boolean determineWithFencing(Member member, NodeState state) {
        boolean terminate = isTermination(member.attributes.get("terminate"));
        String join = state.join().toLowerCase(Locale.ROOT);
        boolean expectedDown = state.expected().isEmpty() || state.expected().equalsIgnoreCase("down");
        if (member.shutdown) {
            return state.online();
        }
        if (join.equals("banned")) {
            cluster.fence(member, "peer failed Pacemaker membership criteria", false);
        } else if (!terminate && expectedDown) {
            if (state.inCcm() || state.online()) {
                member.standby = true;
                member.pending = true;
            }
        } else if (terminate && join.equals("down") && !state.inCcm() && !state.online()) {
            return false; // it was terminated
        } else if (!state.inCcm()) {
            cluster.fence(member, "peer is no longer part of the cluster", true);
        } else if (!state.online()) {
            cluster.fence(member, "peer process is no longer available", false);
        } else if (terminate) {
            cluster.fence(member, "termination was requested", false);
        } else if (join.equals("pending") || join.equals("down")) {
            member.standby = true;
            member.pending = true;
        } else if (!join.equals("member")) {
            cluster.fence(member, "peer was in an unknown state", false);
        }
        return state.inCcm();
    }

    private static boolean isTermination(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return false;
        }
        char first = value.charAt(0);
        return Values.isTrue(value) || (first != '0' && Character.isDigit(first));
    }

    /** Names with numbers in them by the numbers: n2 before n10 (pcmk__numeric_strcasecmp). */
    static int compareNumerically(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            if (Character.isDigit(a.charAt(i)) && Character.isDigit(b.charAt(j))) {
                int endA = endOfDigits(a, i);
                int endB = endOfDigits(b, j);
                int byValue = new java.math.BigInteger(a.substring(i, endA))
                        .compareTo(new java.math.BigInteger(b.substring(j, endB)));
                if (byValue != 0) {
                    return byValue;
                }
                if (endA - i != endB - j) {
                    return Integer.compare(endA - i, endB - j);
                }
                i = endA;
                j = endB;
            } else {
                int byLetter =
                        Character.compare(Character.toLowerCase(a.charAt(i)), Character.toLowerCase(b.charAt(j)));
                if (byLetter != 0) {
                    return byLetter;
                }
                i++;
                j++;
            }
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
