package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.EventId;
import dev.quorate.trace.FaultEvent.FaultEnded;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.KubernetesEvent.PodCreated;
import dev.quorate.trace.KubernetesEvent.PodDeleted;
import dev.quorate.trace.RunEvent.EverythingHealed;
import dev.quorate.trace.StateChange;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.Track;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * After the last fault every pod that is wanted runs somewhere within the bound.
 *
 * <p>A pod is wanted from its creation, or from when it was first seen to run, until it is marked for deletion. A pod on
 * a host without power does not run; one on a host that is only cut off does.
 */
final class PodsRescheduledWithin implements Check {

    static final Verdict VERDICT = Verdict.eventually(
            "pods-rescheduled-within",
            "After the last fault every wanted pod runs within the bound.",
            PodsRescheduledWithin::new);

    private final Verdict verdict;
    private final long limitMicros;
    private final TreeSet<String> wanted = new TreeSet<>();
    private final TreeSet<String> waiting = new TreeSet<>();
    private @Nullable TraceRecord disturbed;
    private SimTime settled = SimTime.ZERO;
    private boolean any;

    private PodsRescheduledWithin(Verdict verdict, VerdictLimits limits) {
        this.verdict = verdict;
        limitMicros = SimTime.micros(limits.podsRescheduledWithin());
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(
                PodCreated.class, PodDeleted.class, FaultInjected.class, FaultEnded.class, EverythingHealed.class);
    }

    @Override
    public List<Track> tracks() {
        return List.of(Track.POD);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        if (record.event() instanceof PodCreated created) {
            any = true;
            wanted.add(created.pod());
            if (state.states(Track.POD, created.pod()).isEmpty()) {
                waiting.add(created.pod());
            }
        } else if (record.event() instanceof PodDeleted deleted) {
            wanted.remove(deleted.pod());
            if (waiting.remove(deleted.pod()) && waiting.isEmpty()) {
                settled = record.at();
            }
        } else {
            disturbed = record;
        }
    }

    @Override
    public void onChange(StateChange change, ClusterState state) {
        String pod = change.subject();
        if (!change.to().isEmpty()) {
            any = true;
            wanted.add(pod);
            if (waiting.remove(pod) && waiting.isEmpty()) {
                settled = change.at();
            }
        } else if (wanted.contains(pod) && state.states(Track.POD, pod).isEmpty()) {
            waiting.add(pod);
        }
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        if (!any) {
            return List.of(verdict.unknown("", "nothing to judge: no pod was created"));
        }
        TraceRecord last = disturbed;
        if (last == null) {
            return List.of(verdict.held("", "no fault was injected"));
        }
        SimTime bound = new SimTime(last.at().micros() + limitMicros);
        if (waiting.isEmpty()) {
            SimTime took = new SimTime(Math.max(0, settled.micros() - last.at().micros()));
            String note = Words.seconds(SimTime.span(took.micros())) + " after: "
                    + last.event().describe();
            return List.of(
                    took.micros() <= limitMicros
                            ? verdict.held("", note)
                            : violated(bound, settled, false, note, last.id()));
        }
        String note = waiting.size() + " pods do not run, " + waiting.first() + " first";
        return List.of(
                end.isBefore(bound)
                        ? verdict.unknown("", "the run ended too soon, and " + note)
                        : violated(bound, end, true, note, last.id()));
    }

    private VerdictResult violated(SimTime from, SimTime to, boolean open, String note, EventId evidence) {
        return verdict.violated(
                "", note, List.of(new Violation(from, to, open, List.of(), note, List.of(evidence), "")));
    }
}
