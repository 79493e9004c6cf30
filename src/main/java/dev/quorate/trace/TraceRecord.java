package dev.quorate.trace;

import dev.quorate.time.SimTime;
import java.util.List;

/**
 * One recorded event: what happened, when, where, and why.
 *
 * @param id its number in the trace
 * @param at virtual time
 * @param host the host it happened on, or {@code ""} for the run as a whole
 * @param component the process it happened in (field's name, {@code kube-scheduler}), or {@code ""} for the host itself
 * @param event the fact
 * @param causes earlier events that brought it about, oldest first; empty for a root
 * @param because paths of the settings that decided, {@code cluster.pacemaker.no-quorum-policy}; mostly empty
 */
public record TraceRecord(
        EventId id,
        SimTime at,
        String host,
        String component,
        TraceEvent event,
        List<EventId> causes,
        List<String> because) {

    public TraceRecord {
        causes = List.copyOf(causes);
        because = List.copyOf(because);
    }
}
