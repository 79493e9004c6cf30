package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.StateChange;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.TraceSink;
import dev.quorate.trace.Track;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Feeds one run to the checks of many rules: the state is folded once, and each check sees only what it asked for. */
public final class Judge implements TraceSink {

    private static final Check[] NONE = {};

    private final ClusterState state;
    private final List<Check> checks = new ArrayList<>();
    private final Map<Class<?>, Check[]> byEvent = new LinkedHashMap<>();
    private final Map<Track, Check[]> byTrack = new EnumMap<>(Track.class);
    private SimTime last = SimTime.ZERO;

    /** Judge with a state of its own. */
    public Judge(List<Verdict> verdicts, VerdictLimits limits) {
        this(verdicts, limits, new ClusterState());
    }

    /** Judge with a state that other listeners share; the judge feeds it. */
    public Judge(List<Verdict> verdicts, VerdictLimits limits, ClusterState state) {
        this.state = state;
        for (Verdict verdict : verdicts) {
            Check check = verdict.begin(limits);
            checks.add(check);
            check.events().forEach(kind -> byEvent.merge(kind, new Check[] {check}, Judge::both));
            check.tracks().forEach(track -> byTrack.merge(track, new Check[] {check}, Judge::both));
        }
        state.listen(this::onChange);
    }

    /** Judge a whole trace by every rule. */
    public static List<VerdictResult> judge(Trace trace, VerdictLimits limits) {
        return trace.feed(new Judge(Verdicts.all(), limits)).conclude();
    }

    @Override
    public void accept(TraceRecord record) {
        last = record.at();
        state.accept(record);
        TraceEvent event = record.event();
        for (Check check : byEvent.getOrDefault(event.getClass(), NONE)) {
            check.onEvent(record, state);
        }
    }

    /** The state folded so far. */
    public ClusterState state() {
        return state;
    }

    /** Every rule's answers at the last record's instant. */
    public List<VerdictResult> conclude() {
        return conclude(last);
    }

    /** Every rule's answers, in the rules' order. */
    public List<VerdictResult> conclude(SimTime end) {
        List<VerdictResult> results = new ArrayList<>();
        for (Check check : checks) {
            results.addAll(check.conclude(end, state));
        }
        return List.copyOf(results);
    }

    private void onChange(StateChange change) {
        for (Check check : byTrack.getOrDefault(change.track(), NONE)) {
            check.onChange(change, state);
        }
    }

    private static Check[] both(Check[] some, Check[] more) {
        Check[] all = java.util.Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
