package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClientEvent.ErrorSeen;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.EtcdEvent.RaftRoleChanged;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.HostEvent.ProcessStarted;
import dev.quorate.trace.KubernetesEvent.PodDeleted;
import dev.quorate.trace.PacemakerEvent.DcElected;
import dev.quorate.trace.PacemakerEvent.FenceConfirmed;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Things that a run is to have shown: a run without a fence says nothing about fencing.
 *
 * <p>Only what happened from time zero on counts, so that a warm start shows nothing.
 */
final class Sometimes implements Check {

    static final List<Verdict> VERDICTS = List.of(
            on(
                    "fence-happened",
                    "A host was fenced by a device.",
                    FenceConfirmed.class,
                    () -> r -> r.event() instanceof FenceConfirmed fence && !fence.manual()),
            on("etcd-leader-changed", "An etcd cluster got another leader.", RaftRoleChanged.class, Another::leader),
            on("dc-changed", "Another host became Pacemaker's DC.", DcElected.class, Another::host),
            on("pod-evicted", "A pod was deleted.", PodDeleted.class, () -> r -> true),
            on(
                    "process-restarted",
                    "A process was started again.",
                    ProcessStarted.class,
                    () -> r -> r.event() instanceof ProcessStarted started && started.incarnation() > 1),
            on(
                    "operator-acted",
                    "A person did something to the cluster.",
                    FaultInjected.class,
                    () -> r -> r.event() instanceof FaultInjected fault && fault.operator()),
            on(
                    "client-saw-error",
                    "A client met an error that a person would read.",
                    ErrorSeen.class,
                    () -> r -> true));

    /** Says whether a record is another than the one seen before. */
    private static final class Another implements Predicate<TraceRecord> {
        private final Predicate<TraceRecord> counts;
        private final TreeMap<String, String> last = new TreeMap<>();

        private Another(Predicate<TraceRecord> counts) {
            this.counts = counts;
        }

        static Another leader() {
            return new Another(r ->
                    r.event() instanceof RaftRoleChanged role && role.role().equals("leader"));
        }

        static Another host() {
            return new Another(r -> true);
        }

        @Override
        public boolean test(TraceRecord record) {
            if (!counts.test(record)) {
                return false;
            }
            String subject = record.event() instanceof RaftRoleChanged role ? role.cluster() : "";
            String before = last.put(subject, LogTail.member(record));
            return before != null && !before.equals(LogTail.member(record));
        }
    }

    private interface Condition {
        Predicate<TraceRecord> fresh();
    }

    private final Verdict verdict;
    private final Class<? extends TraceEvent> kind;
    private final Predicate<TraceRecord> condition;
    private @Nullable TraceRecord first;

    private Sometimes(Verdict verdict, Class<? extends TraceEvent> kind, Predicate<TraceRecord> condition) {
        this.verdict = verdict;
        this.kind = kind;
        this.condition = condition;
    }

    private static Verdict on(String name, String statement, Class<? extends TraceEvent> kind, Condition condition) {
        return Verdict.sometimes(name, statement, (verdict, limits) -> new Sometimes(verdict, kind, condition.fresh()));
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(kind);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        if (condition.test(record) && first == null && record.at().micros() >= 0) {
            first = record;
        }
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return List.of(answer(verdict, first));
    }

    static VerdictResult answer(Verdict verdict, @Nullable TraceRecord first) {
        return first == null
                ? verdict.violated("", "never happened", List.of())
                : verdict.held(
                        "",
                        "first at " + first.at() + ": " + Words.subject(first) + " "
                                + first.event().describe());
    }
}
