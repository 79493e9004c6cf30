package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.MembershipEvent.MembershipFormed;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.List;

/** Nodes that install the same ring agree on its members (Totem single ring, section 3: agreement on the ring). */
final class TotemRingAgreement implements Check {

    static final Verdict VERDICT = Verdict.always(
            "totem-ring-agreement",
            "Nodes that install the same ring agree on its members.",
            (verdict, limits) -> new TotemRingAgreement(verdict));

    private final Findings findings;
    private final RecentMap<String, TraceRecord> rings = new RecentMap<>(4_096);

    private TotemRingAgreement(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(MembershipFormed.class);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        findings.seen("");
        MembershipFormed formed = (MembershipFormed) record.event();
        TraceRecord first = rings.putIfAbsent(formed.ringId(), record);
        if (first != null && !((MembershipFormed) first.event()).members().equals(formed.members())) {
            findings.add(
                    "",
                    Violation.at(
                            record.at(),
                            List.of(first.host(), record.host()),
                            "ring " + formed.ringId() + " has other members on " + first.host() + " than on "
                                    + record.host(),
                            List.of(record.id(), first.id()),
                            "Totem's commit token"));
        }
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no membership was formed");
    }
}
