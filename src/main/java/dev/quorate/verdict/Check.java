package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.StateChange;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.Track;
import java.util.List;

/**
 * A rule at work on one run. It is fed online and must be cheap: it names what it wants to see and sees nothing else.
 *
 * <p>For each record the cluster's state is folded first (changes are told while that goes on), then the record is
 * told.
 */
public interface Check {

    /** The kinds of event it wants to see. */
    default List<Class<? extends TraceEvent>> events() {
        return List.of();
    }

    /** The tracks whose changes it wants to see. */
    default List<Track> tracks() {
        return List.of();
    }

    default void onEvent(TraceRecord record, ClusterState state) {}

    default void onChange(StateChange change, ClusterState state) {}

    /** The answers, one for each subject; called once, at the end of the run. */
    List<VerdictResult> conclude(SimTime end, ClusterState state);
}
