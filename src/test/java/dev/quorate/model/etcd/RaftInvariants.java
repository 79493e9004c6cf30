package dev.quorate.model.etcd;

import dev.quorate.model.etcd.raft.RaftLog;
import dev.quorate.model.etcd.raft.RaftNode;
import dev.quorate.model.etcd.raft.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Raft's safety rules, looked at after every event by reading the members' logs: election safety, log matching, leader
 * completeness, state-machine safety (paper figure 3).
 */
final class RaftInvariants {

    private record Committed(long term, String digest, String by) {}

    private record Seen(long term, Role role, long last, long lastTerm, long committed) {}

    private final Map<Long, String> leaders = new TreeMap<>();
    private final TreeMap<Long, Committed> committed = new TreeMap<>();
    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private final Map<String, RaftNode> nodes = new LinkedHashMap<>();

    /** Look at one member's node. */
    void look(String member, RaftNode node) {
        RaftLog log = node.log();
        Seen before = seen.get(member);
        boolean same = nodes.get(member) == node;
        if (same
                && before.term() == node.term()
                && before.role() == node.role()
                && before.last() == log.lastIndex()
                && before.lastTerm() == log.lastTerm()
                && before.committed() == log.committed()) {
            return;
        }
        seen.put(member, new Seen(node.term(), node.role(), log.lastIndex(), log.lastTerm(), log.committed()));
        nodes.put(member, node);
        if (node.isLeader() && (!same || before.role() != Role.LEADER || before.term() != node.term())) {
            onLeader(member, node);
        }
        if (!same || before.last() != log.lastIndex() || before.lastTerm() != log.lastTerm()) {
            nodes.forEach((other, otherNode) -> {
                if (!other.equals(member)) {
                    matchLogs(member, log, other, otherNode.log());
                }
            });
        }
        onCommit(member, log, same ? before.committed() : log.firstIndex() - 1);
    }

    /** A member is gone; its log says nothing any more. */
    void forget(String member) {
        nodes.remove(member);
        seen.remove(member);
    }

    private void onLeader(String member, RaftNode node) {
        String other = leaders.putIfAbsent(node.term(), member);
        if (other != null && !other.equals(member)) {
            throw new AssertionError("two leaders at term " + node.term() + ": " + other + ", " + member);
        }
        RaftLog log = node.log();
        committed.forEach((index, entry) -> {
            if (entry.term() < node.term() && index >= log.firstIndex() && log.termAt(index) != entry.term()) {
                throw new AssertionError(member + " leads term " + node.term() + " without committed entry " + index
                        + " of term " + entry.term() + ", has " + log.termAt(index));
            }
        });
    }

    private static void matchLogs(String a, RaftLog first, String b, RaftLog second) {
        long from = Math.max(first.firstIndex(), second.firstIndex());
        long i = Math.min(first.lastIndex(), second.lastIndex());
        while (i >= from && first.termAt(i) != second.termAt(i)) {
            i--;
        }
        for (; i >= from; i--) {
            if (first.termAt(i) != second.termAt(i)
                    || !first.at(i)
                            .payload()
                            .digest()
                            .equals(second.at(i).payload().digest())) {
                throw new AssertionError("logs of " + a + " and " + b + " differ at " + i + " below a match");
            }
        }
    }

    private void onCommit(String member, RaftLog log, long after) {
        for (long i = Math.max(after + 1, log.firstIndex()); i <= log.committed(); i++) {
            Committed now = new Committed(log.termAt(i), log.at(i).payload().digest(), member);
            Committed known = committed.putIfAbsent(i, now);
            if (known != null && (known.term() != now.term() || !known.digest().equals(now.digest()))) {
                throw new AssertionError("entry " + i + " committed as " + known + " and as " + now);
            }
        }
    }

    List<Long> terms() {
        return new ArrayList<>(leaders.keySet());
    }

    long committedEntries() {
        return committed.size();
    }
}
