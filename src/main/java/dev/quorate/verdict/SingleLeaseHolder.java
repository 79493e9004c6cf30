package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.LeaderElectionEvent.LeaseDeleted;
import dev.quorate.trace.LeaderElectionEvent.LeaseWritten;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.List;
import java.util.TreeMap;

/**
 * The store names one holder of a lease.
 *
 * <p>Two at once means the store itself split: two stores each hold a live lease (renewed within leaseDuration) with
 * another holder, or one store gave one revision to two holders. It sees only what apiservers wrote.
 */
final class SingleLeaseHolder implements Check {

    static final Verdict VERDICT = Verdict.always(
            "single-lease-holder",
            "The store names at most one holder of each lease at a time.",
            SingleLeaseHolder::new);

    private record Written(String holder, TraceRecord record) {}

    private final Findings findings;
    private final long leaseMicros;
    private final TreeMap<String, TreeMap<String, Written>> byLease = new TreeMap<>();
    private final TreeMap<String, RecentMap<Long, Written>> revisions = new TreeMap<>();

    private SingleLeaseHolder(Verdict verdict, VerdictLimits limits) {
        findings = new Findings(verdict);
        leaseMicros = SimTime.micros(limits.leaseDuration());
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(LeaseWritten.class, LeaseDeleted.class);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        if (record.event() instanceof LeaseDeleted deleted) {
            String lease = ClusterState.leaseName(deleted.lease());
            TreeMap<String, Written> stores = byLease.get(lease);
            if (stores != null) {
                stores.remove(deleted.store());
                findings.close(lease, "stores", record.at());
            }
            return;
        }
        LeaseWritten event = (LeaseWritten) record.event();
        String lease = ClusterState.leaseName(event.lease());
        findings.seen(lease);
        Written written = new Written(event.holderIdentity(), record);
        revision(lease, event, written);
        TreeMap<String, Written> stores = byLease.computeIfAbsent(lease, name -> new TreeMap<>());
        stores.put(event.store(), written);
        boolean two = false;
        for (Written other : stores.values()) {
            if (!other.holder().equals(written.holder())
                    && !other.holder().isEmpty()
                    && !written.holder().isEmpty()) {
                SimTime expires = new SimTime(other.record().at().micros() + leaseMicros);
                if (expires.isBefore(record.at())) {
                    findings.close(lease, "stores", expires);
                } else {
                    two = true;
                    findings.open(
                            lease,
                            "stores",
                            record.at(),
                            List.of(other.holder(), written.holder()),
                            "2 holders, each in a store of its own",
                            List.of(record.id(), other.record().id()),
                            "the store: it split, and each part takes writes");
                }
            }
        }
        if (!two) {
            findings.close(lease, "stores", record.at());
        }
    }

    private void revision(String lease, LeaseWritten event, Written written) {
        Written known = revisions
                .computeIfAbsent(lease + " " + event.store(), name -> new RecentMap<>(4_096))
                .putIfAbsent(event.revision(), written);
        if (known != null && !known.holder().equals(written.holder())) {
            findings.add(
                    lease,
                    Violation.at(
                            written.record().at(),
                            List.of(known.holder(), written.holder()),
                            "revision " + event.revision() + " names two holders",
                            List.of(written.record().id(), known.record().id()),
                            "the store: it gave one revision twice"));
        }
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no lease was written");
    }
}
