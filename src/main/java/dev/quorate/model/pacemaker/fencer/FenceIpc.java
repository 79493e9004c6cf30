package dev.quorate.model.pacemaker.fencer;

import dev.quorate.model.Message;
import dev.quorate.trace.EventId;
import java.util.List;

/** What processes of a host say to {@code pacemaker-fenced} and hear from it, over local IPC (stonith_api_operations_t). */
public sealed interface FenceIpc extends Message {

    /** Client: tell me of every fencing in the cluster. */
    record FenceSubscribe() implements FenceIpc {}

    /**
     * Client: fence a node.
     *
     * @param call the client's number
     * @param action {@code reboot} or {@code off}
     * @param delayMillis {@code priority-fencing-delay}, added to the device's own delays
     * @param causes recorded events that brought it about
     */
    record Fence(long call, String target, String action, long delayMillis, List<EventId> causes) implements FenceIpc {

        public Fence {
            causes = List.copyOf(causes);
        }
    }

    /** Client: a person says that a node is safely down ({@code stonith_admin --confirm}). */
    record Confirm(String target) implements FenceIpc {}

    /**
     * Fencing of a node ended, wherever it was asked for.
     *
     * @param origin the host whose client asked
     * @param call that client's number; 0 of a manual confirmation
     * @param by the host that carried it out, or {@code a human}
     */
    record FenceNotification(
            String origin,
            long call,
            String target,
            String action,
            boolean ok,
            String by,
            boolean manual,
            String reason,
            List<EventId> causes)
            implements FenceIpc {

        public FenceNotification {
            causes = List.copyOf(causes);
        }
    }

    /** Executor: does this device answer? */
    record AskDevice(String device) implements FenceIpc {}

    /** Answer to the executor. */
    record DeviceStatus(String device, boolean ok, String error) implements FenceIpc {}
}
