package dev.quorate.model.corosync;

import dev.quorate.model.Effects;
import dev.quorate.model.corosync.CorosyncIpc.CpgConfigurationChanged;
import dev.quorate.model.corosync.CorosyncIpc.CpgDelivered;
import dev.quorate.model.corosync.CorosyncIpc.CpgMember;
import dev.quorate.model.corosync.ServiceMessage.GroupMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Closed process groups: the same joins, leaves and messages in the same order at every member (exec/cpg.c). */
final class ProcessGroups {

    private final String host;
    private final Map<String, TreeSet<CpgMember>> groups = new TreeMap<>();

    ProcessGroups(String host) {
        this.host = host;
    }

    /** This node's processes, group by group. */
    Map<String, List<CpgMember>> own() {
        Map<String, List<CpgMember>> own = new TreeMap<>();
        groups.forEach((group, members) -> {
            List<CpgMember> here =
                    members.stream().filter(m -> m.host().equals(host)).toList();
            if (!here.isEmpty()) {
                own.put(group, here);
            }
        });
        return own;
    }

    /** Whether a process of this node is in a group. */
    boolean has(String group, CpgMember member) {
        TreeSet<CpgMember> members = groups.get(group);
        return members != null && members.contains(member);
    }

    /** Groups that a process is in. */
    List<String> of(CpgMember member) {
        return groups.keySet().stream().filter(g -> has(g, member)).toList();
    }

    void join(String group, CpgMember member, Effects effects) {
        change(group, List.of(), List.of(member), effects);
    }

    void leave(String group, CpgMember member, Effects effects) {
        change(group, List.of(member), List.of(), effects);
    }

    void deliver(GroupMessage message, Effects effects) {
        TreeSet<CpgMember> members = groups.get(message.group());
        if (members == null) {
            return;
        }
        CpgDelivered delivered = new CpgDelivered(message.group(), message.from(), message.payload());
        for (CpgMember member : members) {
            if (member.host().equals(host)) {
                effects.tell(member.process(), delivered);
            }
        }
    }

    /**
     * A new ring is synchronised: nodes that did not come along from the old one have left every group (the downlist
     * of cpg_sync_init), and all on the new one say who they are. To a node that slept through a ring of the others
     * they have left and come back.
     */
    void activate(
            Collection<String> hosts, Collection<String> left, Map<String, List<CpgMember>> told, Effects effects) {
        for (String group : List.copyOf(groups.keySet())) {
            List<CpgMember> gone = groups.getOrDefault(group, new TreeSet<>()).stream()
                    .filter(m -> !hosts.contains(m.host()) || left.contains(m.host()))
                    .toList();
            change(group, gone, List.of(), effects);
        }
        told.forEach((group, members) -> {
            for (CpgMember member : members) {
                change(group, List.of(), List.of(member), effects);
            }
        });
    }

    private void change(String group, List<CpgMember> left, List<CpgMember> joined, Effects effects) {
        TreeSet<CpgMember> members = groups.computeIfAbsent(group, g -> new TreeSet<>());
        List<CpgMember> reallyLeft = new ArrayList<>(left);
        reallyLeft.retainAll(members);
        List<CpgMember> reallyJoined = new ArrayList<>(joined);
        reallyJoined.removeAll(members);
        if (reallyLeft.isEmpty() && reallyJoined.isEmpty()) {
            return;
        }
        members.removeAll(reallyLeft);
        members.addAll(reallyJoined);
        CpgConfigurationChanged changed =
                new CpgConfigurationChanged(group, List.copyOf(members), reallyLeft, reallyJoined);
        for (CpgMember member : members) {
            if (member.host().equals(host)) {
                effects.tell(member.process(), changed);
            }
        }
        if (members.isEmpty()) {
            groups.remove(group);
        }
    }
}
