package dev.quorate.model.corosync.votequorum;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** auto_tie_breaker: whose half may go on (exec/votequorum.c, check_auto_tie_breaker). */
final class TieBreaker {

    private final boolean lowest;
    private final List<Integer> listed;
    private int chosen = -1;

    TieBreaker(String node) {
        lowest = node.equals("lowest");
        listed = lowest || node.equals("highest")
                ? List.of()
                : Stream.of(node.split(" ")).map(Integer::valueOf).toList();
    }

    /** Remember the lowest and the highest node while the cluster has quorum. */
    void quorateWith(Collection<Integer> members) {
        TreeSet<Integer> sorted = new TreeSet<>(members);
        chosen = lowest ? sorted.first() : sorted.last();
    }

    boolean isWith(Collection<Integer> members, Collection<Integer> previousMembers) {
        if (listed.isEmpty()) {
            return members.contains(chosen);
        }
        for (int i = 0; i < listed.size(); i++) {
            if (members.contains(listed.get(i))) {
                // an earlier one may live in the other half
                return listed.subList(0, i).stream().noneMatch(previousMembers::contains);
            }
        }
        return false;
    }

    /** Whether the lowest node is here, whatever the tie breaker is (check_low_node_id_partition). */
    boolean lowestIsWith(Collection<Integer> members) {
        return lowest && members.contains(chosen);
    }
}
