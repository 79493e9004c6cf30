package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.Actor;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.FaultEvent.FaultEnded;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.RunEvent.EverythingHealed;
import dev.quorate.trace.StateChange;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.Track;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Liveness: after the last fault began or ended, the cluster is well again within a bound, and stays well.
 *
 * <p>The span runs from that last disturbance to the last instant at which a condition became true and after which it
 * held until the run ended. A run that ends sooner than the bound after it says nothing when it is not well yet.
 */
final class Recovery implements Check {

    static final Verdict RECOVERS_WITHIN = Verdict.eventually(
            "recovers-within",
            "After the last fault the API answers through the VIP and every component has a leader within the bound.",
            (verdict, limits) -> new Recovery(verdict, limits.recoversWithin(), Wellness::controlPlane));

    static final Verdict LEADER_EVENTUALLY = Verdict.eventually(
            "leader-eventually",
            "After the last fault every leader-elected component has an acting leader within the bound.",
            (verdict, limits) -> new Recovery(verdict, limits.leaderWithin(), Wellness::leaders));

    static final Verdict VIP_EVENTUALLY = Verdict.eventually(
            "vip-eventually",
            "After the last fault the VIP is held within the bound.",
            (verdict, limits) -> new Recovery(verdict, limits.vipWithin(), Wellness::vips));

    private final Verdict verdict;
    private final long limitMicros;
    private final Function<ClusterState, String> lacking;
    private @Nullable TraceRecord disturbed;
    private @Nullable TraceRecord well;
    private @Nullable TraceRecord unwell;
    private boolean isWell;
    private @Nullable TraceRecord slowestAfter;
    private long slowestMicros;

    private Recovery(Verdict verdict, Duration limit, Function<ClusterState, String> lacking) {
        this.verdict = verdict;
        this.limitMicros = SimTime.micros(limit);
        this.lacking = lacking;
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(FaultInjected.class, FaultEnded.class, EverythingHealed.class);
    }

    @Override
    public List<Track> tracks() {
        return List.of(Track.ACTING, Track.VIP, Track.API, Track.HOST);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        disturbed = record;
    }

    @Override
    public void onChange(StateChange change, ClusterState state) {
        if (change.track() == Track.ACTING && Actor.acts(change.from()) == Actor.acts(change.to())) {
            return;
        }
        boolean now = lacking.apply(state).isEmpty();
        if (now != isWell) {
            isWell = now;
            if (now) {
                well = change.record();
                TraceRecord last = disturbed;
                if (last != null && change.at().micros() - last.at().micros() > slowestMicros) {
                    slowestMicros = change.at().micros() - last.at().micros();
                    slowestAfter = last;
                }
            } else {
                unwell = change.record();
            }
        }
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        TraceRecord last = disturbed;
        TraceRecord since = well;
        if (since == null && unwell == null && lacking.apply(state).isEmpty()) {
            return List.of(verdict.unknown("", "nothing to judge: nothing of it was seen"));
        }
        String limit = new SimTime(limitMicros).toString();
        if (last == null) {
            return List.of(
                    isWell
                            ? verdict.held("", "no fault was injected")
                            : verdict.unknown("", "no fault was injected, and " + lacking.apply(state)));
        }
        String after = " after: " + last.event().describe();
        if (isWell && since != null) {
            long took = Math.max(0, since.at().micros() - last.at().micros());
            String note = took == 0
                    ? "well ever since: " + last.event().describe()
                    : Words.seconds(SimTime.span(took)) + after;
            if (took <= limitMicros) {
                TraceRecord slowest = slowestAfter;
                String earlier = slowest == null || slowest.equals(last)
                        ? ""
                        : "; before that " + Words.seconds(SimTime.span(slowestMicros)) + " after: "
                                + slowest.event().describe();
                return List.of(verdict.held("", note + earlier));
            }
            return List.of(
                    violated(new SimTime(last.at().micros() + limitMicros), since.at(), false, note, last, since));
        }
        String why = lacking.apply(state) + " " + Words.seconds(end.since(last.at())) + after;
        if (end.micros() - last.at().micros() < limitMicros) {
            return List.of(verdict.unknown(
                    "", "the run ended sooner than " + limit + after + ", and " + lacking.apply(state)));
        }
        return List.of(violated(
                new SimTime(last.at().micros() + limitMicros), end, true, why, last, unwell == null ? last : unwell));
    }

    private VerdictResult violated(
            SimTime from, SimTime to, boolean open, String note, TraceRecord last, TraceRecord other) {
        Violation violation = new Violation(from, to, open, List.of(), note, List.of(other.id(), last.id()), "");
        return verdict.violated("", note, List.of(violation));
    }
}
