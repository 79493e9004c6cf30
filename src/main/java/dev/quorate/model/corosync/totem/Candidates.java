package dev.quorate.model.corosync.totem;

import dev.quorate.model.corosync.totem.TotemMessage.JoinMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Who might be on the next ring: the nodes heard of, those given up, and those known to think the same
 * (exec/totemsrp.c, my_proc_list, my_failed_list, consensus_list).
 */
final class Candidates {

    private final int self;
    private final TreeSet<Integer> proc = new TreeSet<>();
    private final TreeSet<Integer> failed = new TreeSet<>();
    private final TreeSet<Integer> agreeing = new TreeSet<>();

    Candidates(int self) {
        this.self = self;
    }

    /** Start over from an installed ring. */
    void become(Collection<Integer> members) {
        proc.clear();
        proc.addAll(members);
        failed.clear();
        agreeing.clear();
    }

    boolean knows(int node) {
        return proc.contains(node);
    }

    void add(int node) {
        proc.add(node);
    }

    void addAll(Collection<Integer> nodes) {
        proc.addAll(nodes);
    }

    boolean hasFailed(int node) {
        return failed.contains(node);
    }

    void fail(Collection<Integer> nodes) {
        failed.addAll(nodes);
    }

    /** Forget who agreed, all but this node itself. */
    void resetConsensus() {
        agreeing.clear();
        agreeing.add(self);
    }

    void agrees(int node) {
        agreeing.add(node);
    }

    /** Every candidate that is not given up thinks the same (memb_consensus_agreed). */
    boolean isAgreed() {
        return agreeing.containsAll(members());
    }

    /** Nodes that did not say that they agree (memb_consensus_notset). */
    List<Integer> silent() {
        List<Integer> silent = new ArrayList<>(proc);
        silent.removeAll(agreeing);
        return silent;
    }

    /** The candidates that are not given up, lowest first. */
    List<Integer> members() {
        List<Integer> members = new ArrayList<>(proc);
        members.removeAll(failed);
        return members;
    }

    boolean selfIsLowest() {
        return members().get(0) == self;
    }

    boolean equalTo(JoinMessage join) {
        return proc.size() == join.proc().size()
                && failed.size() == join.failed().size()
                && covers(join);
    }

    /** Nothing in it is news. */
    boolean covers(JoinMessage join) {
        return proc.containsAll(join.proc()) && failed.containsAll(join.failed());
    }

    JoinMessage join(long ringSeq) {
        return new JoinMessage(self, List.copyOf(proc), List.copyOf(failed), ringSeq, false);
    }

    /** The last message of a node that goes: itself among the failed, not among the candidates. */
    JoinMessage leave(long ringSeq) {
        TreeSet<Integer> gone = new TreeSet<>(failed);
        gone.add(self);
        TreeSet<Integer> others = new TreeSet<>(proc);
        others.remove(self);
        return new JoinMessage(self, List.copyOf(others), List.copyOf(gone), ringSeq, true);
    }

    /** Forget all but this node: it could not receive, and goes on alone. */
    void isolate() {
        become(List.of(self));
        resetConsensus();
    }

    @Override
    public String toString() {
        return "proc " + proc + " failed " + failed + " agreeing " + agreeing;
    }
}
