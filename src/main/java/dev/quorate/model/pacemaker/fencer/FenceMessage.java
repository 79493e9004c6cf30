package dev.quorate.model.pacemaker.fencer;

import dev.quorate.model.Message;
import dev.quorate.trace.EventId;
import java.util.List;

/** What the fencers of several hosts say in Corosync's process group {@code stonith-ng}. */
sealed interface FenceMessage extends Message {

    /** Names one fencing operation in the cluster. */
    record OperationId(String origin, long incarnation, long number) {}

    /** With which devices can you fence that node? */
    record Query(OperationId id, String target, String action) implements FenceMessage {}

    /**
     * With these.
     *
     * @param verified those of them that answered this host before
     */
    record QueryReply(OperationId id, String from, List<String> devices, List<String> verified)
            implements FenceMessage {}

    /** {@code host}: run these devices until one works. */
    record Execute(
            OperationId id,
            String host,
            String target,
            String action,
            List<String> devices,
            long delayMillis,
            List<EventId> causes)
            implements FenceMessage {}

    /** It worked, or none did. */
    record Executed(OperationId id, String from, boolean ok, String reason, List<EventId> causes)
            implements FenceMessage {}

    /** The result, to all. */
    record Result(FenceIpc.FenceNotification notification) implements FenceMessage {}
}
