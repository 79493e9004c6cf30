package dev.quorate.model.corosync.totem;

import dev.quorate.model.Message;
import java.util.ArrayList;
import java.util.List;

/** What nodes of a ring say to each other (exec/totemsrp.c, enum message_type), and knet's own ping and pong. */
public sealed interface TotemMessage extends Message {

    /**
     * The ordering token: who holds it may send.
     *
     * @param seq the highest sequence number given to a message of this ring
     * @param tokenSeq tells a token from its own retransmission
     * @param aru all messages up to here were received by all, as far as known
     * @param aruNode who lowered {@code aru}, 0 for nobody
     * @param retransFlag somebody still has messages of an old ring to send
     * @param backlog messages that wait at all nodes
     * @param fcc messages sent in the last rotation
     * @param rtr sequence numbers that somebody misses
     */
    record OrfToken(
            RingId ring,
            int seq,
            int tokenSeq,
            int aru,
            int aruNode,
            boolean retransFlag,
            int backlog,
            int fcc,
            List<Integer> rtr)
            implements TotemMessage {
        @Override
        public String summary() {
            return "token " + ring + " seq " + seq;
        }
    }

    /** A message in the total order; in recovery its payload is a {@code Mcast} of the old ring. */
    record Mcast(RingId ring, int seq, int from, Message payload) implements TotemMessage {
        @Override
        public String summary() {
            return "mcast " + ring + "#" + seq + " " + payload.summary();
        }
    }

    /** "I am here, and my ring is this": makes rings that hear each other merge. */
    record MergeDetect(RingId ring, int from) implements TotemMessage {}

    /**
     * Who I think should be on the next ring, and who not.
     *
     * @param leave the sender says good-bye and is no candidate
     */
    record JoinMessage(int from, List<Integer> proc, List<Integer> failed, long ringSeq, boolean leave)
            implements TotemMessage {
        @Override
        public String summary() {
            return (leave ? "leave" : "join") + " proc " + proc + " failed " + failed;
        }
    }

    /**
     * Goes round the new ring twice: to tell all who is on it and what each has, and to let all know that all know.
     *
     * @param entries one for each member, in the members' order; the first {@code index} are filled in
     */
    record CommitToken(RingId ring, List<Integer> members, List<Entry> entries, int index) implements TotemMessage {

        /** What a member brings from its old ring. */
        record Entry(RingId oldRing, int aru, int highDelivered, boolean received) {}

        /** Fill in the next entry; who has less than the best of the same old ring has not received all. */
        CommitToken withNext(Entry own) {
            List<Entry> filled = new ArrayList<>(entries);
            filled.add(own);
            int highAru = own.aru();
            for (Entry entry : filled) {
                if (entry.oldRing().equals(own.oldRing())) {
                    highAru = Math.max(highAru, entry.aru());
                }
            }
            for (int i = 0; i < filled.size(); i++) {
                Entry entry = filled.get(i);
                if (entry.oldRing().equals(own.oldRing()) && entry.aru() < highAru) {
                    filled.set(i, new Entry(entry.oldRing(), entry.aru(), entry.highDelivered(), false));
                }
            }
            return new CommitToken(ring, members, List.copyOf(filled), index + 1);
        }

        @Override
        public String summary() {
            return "commit token " + ring + " " + members;
        }
    }

    /** "I have something to send": the representative lets a held token go. */
    record TokenHoldCancel(RingId ring) implements TotemMessage {}

    /** knet: is this link alive? */
    record Ping(int from, long sentMicros) implements TotemMessage {}

    /** knet: it is. */
    record Pong(int from, long sentMicros) implements TotemMessage {}
}
