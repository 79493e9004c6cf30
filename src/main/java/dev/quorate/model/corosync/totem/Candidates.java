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
    private boolean failedToReceive;

    /** What a join message means. */
    enum Hearing {
        /** All candidates agree, and it is for this node to begin a ring of them. */
        AGREED,
        /** There is somebody, or somebody gone, that this node did not know of. */
        LEARNT,
        NOTHING_NEW
    }

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

    boolean hasFailed(int node) {
        return failed.contains(node);
    }

    void fail(Collection<Integer> nodes) {
        failed.addAll(nodes);
    }

    /** This node cannot receive: leave the others, as soon as they agree to that. */
    void failToReceive() {
        failedToReceive = true;
        failed.add(self);
    }

    /**
     * Agree, ignore, or learn (memb_join_process).
     *
     * @param ring the members of this node's last ring, whose word about failed nodes it takes
     */
    Hearing hear(JoinMessage join, Collection<Integer> ring) {
        if (equalTo(join)) {
            if (!join.leave()) {
                agreeing.add(join.from());
            }
            if (failedToReceive && isAgreed()) {
                failedToReceive = false;
                isolate();
                return Hearing.AGREED;
            }
            return isAgreed() && selfIsLowest() ? Hearing.AGREED : Hearing.NOTHING_NEW;
        }
        if (covers(join) || failed.contains(join.from())) {
            return Hearing.NOTHING_NEW;
        }
        proc.addAll(join.proc());
        if (join.failed().contains(self)) {
            failed.add(join.from());
        } else if (ring.contains(join.from())) {
            failed.addAll(join.failed());
        }
        return Hearing.LEARNT;
    }

    /** Forget who agreed, all but this node itself. */
    void resetConsensus() {
        agreeing.clear();
        agreeing.add(self);
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

    private boolean selfIsLowest() {
        return members().get(0) == self;
    }

    private boolean equalTo(JoinMessage join) {
        return proc.size() == join.proc().size()
                && failed.size() == join.failed().size()
                && covers(join);
    }

    /** Nothing in it is news. */
    private boolean covers(JoinMessage join) {
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
    private void isolate() {
        become(List.of(self));
        resetConsensus();
    }

    @Override
    public String toString() {
        return "proc " + proc + " failed " + failed + " agreeing " + agreeing;
    }
}
