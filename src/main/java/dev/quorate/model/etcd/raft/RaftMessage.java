package dev.quorate.model.etcd.raft;

import dev.quorate.model.Message;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What members of a group say to each other; which parts count depends on the type.
 *
 * @param term the sender's term, or for pre-votes the next one; 0 for what is forwarded to the leader
 * @param index of an append: the entry before the new ones; of a vote: the candidate's last; of an answer: the match
 * @param logTerm the term of the entry at {@code index}, or at {@code rejectHint} in a rejection
 * @param rejectHint where the follower's log may match
 * @param context number of the read that a heartbeat or ReadIndex is for, 0 for none
 * @param transfer a vote is asked for by the leader's own wish: its lease does not count
 */
public record RaftMessage(
        Type type,
        long from,
        long to,
        long term,
        long index,
        long logTerm,
        List<Entry> entries,
        long commit,
        boolean reject,
        long rejectHint,
        long context,
        boolean transfer,
        @Nullable RaftSnapshot snapshot)
        implements Message {

    /** Kinds of messages, as etcd's raftpb has them without {@code Msg}. */
    public enum Type {
        PROPOSE,
        APPEND,
        APPEND_RESPONSE,
        VOTE,
        VOTE_RESPONSE,
        PRE_VOTE,
        PRE_VOTE_RESPONSE,
        SNAPSHOT,
        HEARTBEAT,
        HEARTBEAT_RESPONSE,
        READ_INDEX,
        READ_INDEX_RESPONSE,
        TRANSFER_LEADER,
        TIMEOUT_NOW;

        boolean isVoteRequest() {
            return this == VOTE || this == PRE_VOTE;
        }

        boolean isFromLeader() {
            return this == APPEND || this == HEARTBEAT || this == SNAPSHOT;
        }
    }

    static RaftMessage plain(Type type, long from, long to, long term) {
        return new RaftMessage(type, from, to, term, 0, 0, List.of(), 0, false, 0, 0, false, null);
    }

    static RaftMessage at(Type type, long from, long to, long term, long index) {
        return new RaftMessage(type, from, to, term, index, 0, List.of(), 0, false, 0, 0, false, null);
    }

    static RaftMessage vote(Type type, long from, long to, long term, RaftLog log, boolean transfer) {
        return new RaftMessage(
                type, from, to, term, log.lastIndex(), log.lastTerm(), List.of(), 0, false, 0, 0, transfer, null);
    }

    static RaftMessage answer(Type type, long from, long to, long term, boolean reject) {
        return new RaftMessage(type, from, to, term, 0, 0, List.of(), 0, reject, 0, 0, false, null);
    }

    static RaftMessage append(
            long from, long to, long term, long index, long logTerm, List<Entry> entries, long commit) {
        return new RaftMessage(Type.APPEND, from, to, term, index, logTerm, entries, commit, false, 0, 0, false, null);
    }

    static RaftMessage appendRejected(long from, long to, long term, long index, long hint, long hintTerm) {
        return new RaftMessage(
                Type.APPEND_RESPONSE, from, to, term, index, hintTerm, List.of(), 0, true, hint, 0, false, null);
    }

    static RaftMessage heartbeat(long from, long to, long term, long commit, long context) {
        return new RaftMessage(Type.HEARTBEAT, from, to, term, 0, 0, List.of(), commit, false, 0, context, false, null);
    }

    static RaftMessage read(Type type, long from, long to, long term, long index, long context) {
        return new RaftMessage(type, from, to, term, index, 0, List.of(), 0, false, 0, context, false, null);
    }

    static RaftMessage snapshot(long from, long to, long term, RaftSnapshot snapshot) {
        return new RaftMessage(Type.SNAPSHOT, from, to, term, 0, 0, List.of(), 0, false, 0, 0, false, snapshot);
    }

    static RaftMessage propose(long from, long to, List<Entry> entries) {
        return new RaftMessage(Type.PROPOSE, from, to, 0, 0, 0, entries, 0, false, 0, 0, false, null);
    }

    @Override
    public String summary() {
        String name = type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        StringBuilder text = new StringBuilder(name);
        if (term > 0) {
            text.append(", term ").append(term);
        }
        if (!entries.isEmpty()) {
            text.append(", ").append(entries.size()).append(" entries after ").append(index);
        }
        if (reject) {
            text.append(", rejected");
        }
        return text.toString();
    }
}
