package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Digests;
import dev.quorate.model.pacemaker.cib.LrmOperation;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Compares the digest that an operation left with what its parameters are now (rsc_action_digest_cmp).
 *
 * <p>What was worked out for a key is kept, the verdict included, as the scheduler keeps it for each node.
 */
final class Digested {

    /** How an operation's parameters differ from the configuration. */
    enum Verdict {
        MATCH,
        UNKNOWN,
        CHANGED,
        RESTART
    }

    private static final class Entry {
        final String current;
        /** Worked out only when the first operation asked about had expired. */
        final boolean restart;

        Verdict verdict = Verdict.MATCH;

        Entry(String current, boolean restart) {
            this.current = current;
            this.restart = restart;
        }
    }

    private final Map<String, Entry> cache = new LinkedHashMap<>();
    private final Set<String> expired = new LinkedHashSet<>();
    private final Cluster cluster;

    Digested(Cluster cluster) {
        this.cluster = cluster;
    }

    /** A recurring operation's failure expired: it is to be started anew (unpack_rsc_op, "calculated-failure-timeout"). */
    void markExpired(LrmOperation operation, Member node) {
        expired.add(node.id + "/" + operation.historyId());
    }

    boolean isExpired(LrmOperation operation, Member node) {
        return expired.contains(node.id + "/" + operation.historyId());
    }

    Verdict compare(Rsc rsc, LrmOperation operation, Member node) {
        boolean restart = isExpired(operation, node);
        String key = node.id + "/" + Task.key(rsc.id, operation.task(), operation.intervalMillis());
        Entry entry = cache.get(key);
        if (entry == null) {
            entry = new Entry(current(rsc, operation), restart);
            cache.put(key, entry);
        }
        if (restart && entry.restart) {
            entry.verdict = Verdict.RESTART;
        } else if (operation.digest().isEmpty()) {
            entry.verdict = Verdict.UNKNOWN;
        } else if (operation.digest().equals(entry.current)) {
            entry.verdict = Verdict.MATCH;
        } else if (operation.intervalMillis() != 0 || entry.verdict != Verdict.RESTART) {
            entry.verdict = Verdict.CHANGED;
        }
        return entry.verdict;
    }

    private String current(Rsc rsc, LrmOperation operation) {
        if (rsc.primitive == null) {
            return "";
        }
        Work work = cluster.unsaved(rsc, operation.task(), operation.intervalMillis(), null, -1);
        return Digests.of(rsc.primitive, operation.intervalMillis(), work.timeoutMillis);
    }
}
