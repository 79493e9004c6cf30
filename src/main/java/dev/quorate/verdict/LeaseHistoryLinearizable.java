package dev.quorate.verdict;

import dev.quorate.outcome.Answer;
import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.EventId;
import dev.quorate.trace.LeaderElectionEvent.LeaseAnswered;
import dev.quorate.trace.LeaderElectionEvent.LeaseCalled;
import dev.quorate.trace.LeaderElectionEvent.LeaseDeleted;
import dev.quorate.trace.LeaderElectionEvent.LeaseWritten;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What candidates were answered about a lease can be put in one order that respects time.
 *
 * <p>Writes by others (a person deletes or edits the lease) are taken from the store's own events, as their calls are
 * not in the trace. It follows at most 64 calls under way and {@value LeaseRegister#BOUND} configurations; beyond that
 * the answer is unknown.
 */
final class LeaseHistoryLinearizable implements Check {

    static final Verdict VERDICT = Verdict.always(
            "lease-history-linearizable",
            "What candidates were answered about a lease can be put in one order that respects time.",
            (verdict, limits) -> new LeaseHistoryLinearizable(verdict));

    private static final class History {
        private final LeaseRegister register = new LeaseRegister();
        private final TreeMap<String, Long> underway = new TreeMap<>();
        private final TreeMap<String, EventId> lastWrite = new TreeMap<>();
        /** As whom the candidates write. */
        private final TreeSet<String> writers = new TreeSet<>();
    }

    private final Verdict verdict;
    private final Findings findings;
    private final TreeMap<String, History> histories = new TreeMap<>();
    private long nextId;

    private LeaseHistoryLinearizable(Verdict verdict) {
        this.verdict = verdict;
        findings = new Findings(verdict);
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(LeaseCalled.class, LeaseAnswered.class, LeaseWritten.class, LeaseDeleted.class);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        if (record.event() instanceof LeaseCalled called) {
            String lease = ClusterState.leaseName(called.lease());
            findings.seen(lease);
            History history = history(lease);
            long id = ++nextId;
            history.underway.put(caller(record) + called.call(), id);
            history.register.call(
                    id, new LeaseRegister.Call(called.verb(), called.holderIdentity(), called.resourceVersion()));
        } else if (record.event() instanceof LeaseAnswered answered) {
            answered(answered, record);
        } else if (record.event() instanceof LeaseDeleted deleted) {
            history(ClusterState.leaseName(deleted.lease())).register.deleted(++nextId);
        } else if (record.event() instanceof LeaseWritten written) {
            written(written);
        }
    }

    /**
     * A write that no candidate is waiting for, or that was made as somebody else, is a person's. One that fits nowhere was
     * recorded late, behind calls that already saw it: the history starts afresh.
     */
    private void written(LeaseWritten written) {
        History history = history(ClusterState.leaseName(written.lease()));
        String writer = written.writer().replaceFirst("@.*", "");
        boolean known = history.writers.isEmpty() || history.writers.contains(writer);
        if (known && history.register.expects(written.holderIdentity())) {
            history.writers.add(writer);
        } else {
            history.register.written(++nextId, written.holderIdentity(), written.revision());
        }
    }

    private void answered(LeaseAnswered answered, TraceRecord record) {
        String lease = ClusterState.leaseName(answered.lease());
        History history = history(lease);
        Long id = history.underway.remove(caller(record) + answered.call());
        if (id == null) {
            return;
        }
        boolean explained = history.register.answer(
                id, new LeaseRegister.Reply(answered.status(), answered.holderIdentity(), answered.resourceVersion()));
        if (!explained) {
            List<EventId> evidence = new ArrayList<>(List.of(record.id()));
            List<String> who = new ArrayList<>(List.of(record.host()));
            history.lastWrite.forEach((host, event) -> {
                evidence.add(event);
                if (!who.contains(host)) {
                    who.add(host);
                }
            });
            findings.add(
                    lease,
                    Violation.at(
                            record.at(),
                            who,
                            answered.verb() + " of lease " + lease + " answered " + answered.status()
                                    + " with revision " + answered.resourceVersion()
                                    + ", which no order of the calls explains",
                            evidence,
                            "the store: it answered from another history"));
        }
        if (answered.status() / 100 == 2 && !answered.verb().equals("get")) {
            history.lastWrite.put(record.host(), record.id());
        }
    }

    private static String caller(TraceRecord record) {
        return record.host() + "/" + record.component() + "#";
    }

    private History history(String lease) {
        return histories.computeIfAbsent(lease, name -> new History());
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        List<VerdictResult> results = new ArrayList<>();
        for (VerdictResult result : findings.results(end, "no lease was called")) {
            History history = histories.get(result.subject());
            boolean gaveUp = history != null && history.register.gaveUp();
            results.add(
                    gaveUp && result.answer() == Answer.HELD
                            ? verdict.unknown(result.subject(), "more calls at once than the checker follows")
                            : result);
        }
        return results;
    }
}
