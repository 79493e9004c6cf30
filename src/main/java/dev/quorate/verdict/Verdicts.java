package dev.quorate.verdict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The registry of rules; all are on by default. */
public final class Verdicts {

    private static final Map<String, Verdict> BY_NAME = new LinkedHashMap<>();

    static {
        List<Verdict> all = new ArrayList<>(List.of(
                SingleActingLeader.VERDICT,
                SingleLeaseHolder.VERDICT,
                SingleVipHolder.VERDICT,
                ResourceActiveAtMostOnce.VERDICT,
                FencedBeforeRecovery.VERDICT,
                ActingWithoutQuorumBounded.VERDICT,
                SingleQuoratePartition.VERDICT,
                TotemRingAgreement.VERDICT,
                EtcdOneLeaderPerTerm.VERDICT,
                EtcdOneVotePerTerm.VERDICT,
                EtcdLogMatching.VERDICT,
                EtcdLeaderCompleteness.VERDICT,
                EtcdStateMachineSafety.VERDICT,
                LeaseHistoryLinearizable.VERDICT,
                NoLostWrite.VERDICT,
                NoDoubleBinding.VERDICT,
                NoDuplicatePodCidr.VERDICT,
                PodRunsOnOneNode.VERDICT,
                Recovery.RECOVERS_WITHIN,
                Recovery.LEADER_EVENTUALLY,
                Recovery.VIP_EVENTUALLY,
                PodsRescheduledWithin.VERDICT));
        all.addAll(Sometimes.VERDICTS);
        all.addAll(SometimesChanges.VERDICTS);
        for (Verdict verdict : all) {
            if (BY_NAME.put(verdict.name(), verdict) != null) {
                throw new IllegalStateException("two rules are named " + verdict.name());
            }
        }
    }

    private Verdicts() {}

    /** Every rule: safety first, then liveness, then what a run is to have shown. */
    public static List<Verdict> all() {
        return List.copyOf(BY_NAME.values());
    }

    /** The rule of that name; {@code single-acting-leader.kube-scheduler} names the rule before its dot. */
    public static Optional<Verdict> named(String name) {
        int dot = name.indexOf('.');
        return Optional.ofNullable(BY_NAME.get(dot < 0 ? name : name.substring(0, dot)));
    }
}
