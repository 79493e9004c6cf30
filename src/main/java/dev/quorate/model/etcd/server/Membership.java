package dev.quorate.model.etcd.server;

import dev.quorate.model.etcd.EtcdMember;
import dev.quorate.model.etcd.raft.ConfChange;
import dev.quorate.model.etcd.raft.Digest;
import dev.quorate.model.etcd.raft.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who belongs to the cluster, and who no longer does (etcd api/membership/cluster.go). */
final class Membership {

    /** As it goes into a snapshot. */
    record State(List<EtcdMember> members, List<Long> removed) {}

    private final Map<Long, EtcdMember> members = new TreeMap<>();
    private final Set<Long> removed = new TreeSet<>();
    private final Map<Long, String> remotes = new TreeMap<>();

    Membership(List<EtcdMember> members, List<Long> removed) {
        members.forEach(m -> this.members.put(m.id(), m));
        this.removed.addAll(removed);
    }

    State state() {
        return new State(all(), List.copyOf(removed));
    }

    List<EtcdMember> all() {
        return List.copyOf(members.values());
    }

    List<EtcdMember> voters() {
        return members.values().stream().filter(m -> !m.learner()).toList();
    }

    Optional<EtcdMember> member(long id) {
        return Optional.ofNullable(members.get(id));
    }

    boolean isRemoved(long id) {
        return removed.contains(id);
    }

    boolean hasAddress(String address) {
        return members.values().stream().anyMatch(m -> m.address().equals(address));
    }

    /** The name, or the id in hexadecimal where it has none. */
    String nameOf(long id) {
        EtcdMember member = members.get(id);
        if (member != null) {
            return member.name();
        }
        return id == 0 ? "" : remotes.getOrDefault(id, Long.toHexString(id));
    }

    /** A member of the cluster that this one is to join, known before the log says so. */
    void remote(EtcdMember member) {
        remotes.put(member.id(), member.name());
    }

    void replace(State state) {
        members.clear();
        state.members().forEach(m -> members.put(m.id(), m));
        removed.addAll(state.removed());
    }

    List<String> voterNames() {
        return voters().stream().map(EtcdMember::name).sorted().toList();
    }

    Members raftMembers() {
        List<Long> learners = new ArrayList<>();
        List<Long> voting = new ArrayList<>();
        members.values().forEach(m -> (m.learner() ? learners : voting).add(m.id()));
        return new Members(voting, learners);
    }

    /** Whether a change that comes out of the log still makes sense; one that does not is void. */
    boolean admits(ConfChange change) {
        if (removed.contains(change.node())) {
            return false;
        }
        EtcdMember known = members.get(change.node());
        return switch (change.kind()) {
            case ADD_VOTER -> known == null || known.learner();
            case ADD_LEARNER -> known == null;
            case REMOVE -> known != null;
        };
    }

    void apply(ConfChange change) {
        if (change.kind() == ConfChange.Kind.REMOVE) {
            members.remove(change.node());
            removed.add(change.node());
        } else if (change.context() instanceof EtcdMember added) {
            members.put(added.id(), added);
        }
    }

    void publish(PublishMember published) {
        EtcdMember m = members.get(published.member());
        if (m != null) {
            members.put(m.id(), new EtcdMember(m.id(), published.name(), m.address(), m.learner(), true));
        }
    }

    /** A member's id comes from its address and the cluster's token, and from when it is added later on. */
    static long idOf(String address, String token, String when) {
        return Digest.longOf("http://" + address + ":2380 " + token + " " + when);
    }

    /** A cluster's id comes from its first members' ids. */
    static long clusterIdOf(List<EtcdMember> first) {
        return Digest.longOf(
                first.stream().map(EtcdMember::hexId).sorted().toList().toString());
    }
}
