package dev.quorate.trace;

import dev.quorate.time.SimTime;
import java.util.List;

/**
 * One message between processes of two hosts, or of one host over its loopback: recorded on request, beside the trace.
 *
 * <p>Messages are no events: they have no number, and no event names one as its cause. So a run's events are the same
 * whether its messages are recorded or not.
 *
 * @param sentAt when the sender handed it to its kernel
 * @param endedAt when the receiver's kernel had it, or when it was lost for good
 * @param fromHost who sent it
 * @param fromComponent the sending process
 * @param toHost who got it; the address it was sent to when nobody did
 * @param toComponent the process that got it, or {@code ""} when nobody did
 * @param network the network it took: {@code cluster}, {@code service}, {@code lo}; {@code ""} when there was no way
 * @param port the port it was sent to; of an answer, the caller's own
 * @param what a short form: {@code MsgVote term 3}
 * @param lost why it did not arrive, or {@code ""} when it did
 * @param causes the last recorded ancestors of its sending
 */
public record MessageRecord(
        SimTime sentAt,
        SimTime endedAt,
        String fromHost,
        String fromComponent,
        String toHost,
        String toComponent,
        String network,
        int port,
        String what,
        String lost,
        List<EventId> causes) {

    public MessageRecord {
        causes = List.copyOf(causes);
        if (endedAt.isBefore(sentAt)) {
            throw new IllegalArgumentException("a message sent at " + sentAt + " cannot end at " + endedAt);
        }
    }

    /** Whether the receiver's kernel had it. */
    public boolean arrived() {
        return lost.isEmpty();
    }
}
