package dev.quorate.model.etcd.raft;

import java.util.ArrayList;
import java.util.List;

/**
 * A member's log: what is compacted into a snapshot, what follows, and how far it is stable, committed and applied.
 *
 * <p>Invariant: compacted &le; applied &le; committed &le; last, and applied &le; stable.
 */
public final class RaftLog {

    /** So many entries go into one append at most; etcd bounds the bytes instead (1 MB). */
    private static final int MAX_ENTRIES_A_MESSAGE = 1024;

    private final ArrayList<Entry> entries = new ArrayList<>();
    private long compactedIndex;
    private long compactedTerm;
    private long stable;
    private long committed;
    private long applied;
    private long truncatedFrom;

    /** An empty log. */
    public RaftLog() {}

    /** The log as the disk has it: all of it stable, applied as far as the snapshot. */
    public RaftLog(long compactedIndex, long compactedTerm, List<Entry> stableEntries, long committed, long applied) {
        this.compactedIndex = compactedIndex;
        this.compactedTerm = compactedTerm;
        this.entries.addAll(stableEntries);
        this.stable = lastIndex();
        this.committed = Math.max(committed, compactedIndex);
        this.applied = Math.max(applied, compactedIndex);
        if (this.committed > lastIndex()) {
            // raft.go loadState
            throw new RaftPanicException(
                    "state.commit " + committed + " is out of range [" + this.applied + ", " + lastIndex() + "]");
        }
    }

    public long firstIndex() {
        return compactedIndex + 1;
    }

    public long lastIndex() {
        return compactedIndex + entries.size();
    }

    public long lastTerm() {
        return entries.isEmpty()
                ? compactedTerm
                : entries.get(entries.size() - 1).term();
    }

    public long committed() {
        return committed;
    }

    public long applied() {
        return applied;
    }

    public long stable() {
        return stable;
    }

    /** The term of the entry there, or -1 where the log holds none. */
    public long termAt(long index) {
        if (index == compactedIndex) {
            return compactedTerm;
        }
        return index < compactedIndex || index > lastIndex()
                ? -1
                : entries.get((int) (index - compactedIndex - 1)).term();
    }

    public Entry at(long index) {
        return entries.get((int) (index - compactedIndex - 1));
    }

    boolean matches(long index, long term) {
        return termAt(index) == term;
    }

    /** Whether a log that ends so is at least as good as this one (thesis 3.6.1). */
    boolean isUpToDate(long index, long term) {
        return term > lastTerm() || (term == lastTerm() && index >= lastIndex());
    }

    /** Copies of the entries from an index on, as many as one message takes. */
    List<Entry> from(long index) {
        int begin = (int) (index - compactedIndex - 1);
        int end = Math.min(entries.size(), begin + MAX_ENTRIES_A_MESSAGE);
        return begin >= end ? List.of() : List.copyOf(entries.subList(begin, end));
    }

    void append(Entry entry) {
        if (entry.index() != lastIndex() + 1) {
            throw new IllegalStateException("entry " + entry.index() + " does not follow " + lastIndex());
        }
        entries.add(entry);
    }

    /**
     * Take a leader's entries that follow (index, term); those that are there already stay.
     *
     * @return the last index that now matches, or -1 when the log does not hold (index, term)
     */
    long take(long index, long term, List<Entry> newEntries, long leaderCommit) {
        if (!matches(index, term)) {
            return -1;
        }
        long lastNew = index + newEntries.size();
        for (Entry entry : newEntries) {
            if (!matches(entry.index(), entry.term())) {
                truncate(entry.index());
                for (Entry rest : newEntries.subList((int) (entry.index() - index - 1), newEntries.size())) {
                    append(rest);
                }
                break;
            }
        }
        commitTo(Math.min(leaderCommit, lastNew));
        return lastNew;
    }

    private void truncate(long from) {
        if (from > lastIndex()) {
            return;
        }
        if (from <= committed) {
            // log.go maybeAppend
            throw new RaftPanicException(
                    "entry " + from + " conflict with committed entry [committed(" + committed + ")]");
        }
        entries.subList((int) (from - compactedIndex - 1), entries.size()).clear();
        stable = Math.min(stable, from - 1);
        truncatedFrom = truncatedFrom == 0 ? from : Math.min(truncatedFrom, from);
    }

    /** From which index on entries were cut off since this was last asked; 0 when none were. */
    long takeTruncatedFrom() {
        long from = truncatedFrom;
        truncatedFrom = 0;
        return from;
    }

    boolean hasUnstable() {
        return stable < lastIndex();
    }

    List<Entry> unstable() {
        return hasUnstable()
                ? List.copyOf(entries.subList((int) (stable - compactedIndex), entries.size()))
                : List.of();
    }

    /** The disk has everything up to that entry, unless it was cut off meanwhile. */
    void stableTo(long index, long term) {
        if (index > stable && matches(index, term)) {
            stable = index;
        }
    }

    void commitTo(long index) {
        if (index <= committed) {
            return;
        }
        if (index > lastIndex()) {
            // log.go commitTo
            throw new RaftPanicException("tocommit(" + index + ") is out of range [lastIndex(" + lastIndex()
                    + ")]. Was the raft log corrupted, truncated, or lost?");
        }
        committed = index;
    }

    boolean hasCommitted() {
        return applied < Math.min(committed, stable);
    }

    /** Entries to apply: committed, stable and not yet applied. */
    List<Entry> takeCommitted() {
        long end = Math.min(committed, stable);
        if (applied >= end) {
            return List.of();
        }
        List<Entry> due = List.copyOf(entries.subList((int) (applied - compactedIndex), (int) (end - compactedIndex)));
        applied = end;
        return due;
    }

    /** The greatest index up to {@code index} whose term is at most {@code term}: a guess where two logs agree. */
    long conflictByTerm(long index, long term) {
        for (long i = index; i > compactedIndex; i--) {
            if (termAt(i) <= term) {
                return i;
            }
        }
        return Math.min(index, compactedIndex);
    }

    /** Forget entries up to an index, which a snapshot holds. */
    public void compact(long index) {
        if (index <= compactedIndex) {
            return;
        }
        if (index > applied) {
            throw new IllegalStateException("cannot compact to " + index + ", applied is " + applied);
        }
        compactedTerm = termAt(index);
        entries.subList(0, (int) (index - compactedIndex)).clear();
        compactedIndex = index;
    }

    /** Start anew from a snapshot. */
    void restore(RaftSnapshot snapshot) {
        entries.clear();
        compactedIndex = snapshot.index();
        compactedTerm = snapshot.term();
        committed = snapshot.index();
        stable = snapshot.index();
        applied = snapshot.index();
        truncatedFrom = 0;
    }
}
