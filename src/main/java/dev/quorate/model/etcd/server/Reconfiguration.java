package dev.quorate.model.etcd.server;

import dev.quorate.model.etcd.EtcdError;
import dev.quorate.model.etcd.EtcdMember;
import java.util.List;
import java.util.Optional;

/** Whether a change of membership may be proposed (etcd server.go strictReconfigCheck and cluster.go IsReadyTo...). */
final class Reconfiguration {

    /** A peer counts as healthy once its stream has stood so long (HealthInterval). */
    private static final long HEALTH_MICROS = 5_000_000;

    private final Membership membership;
    private final PeerTransport transport;
    private final boolean strict;

    Reconfiguration(Membership membership, PeerTransport transport, boolean strict) {
        this.membership = membership;
        this.transport = transport;
        this.strict = strict;
    }

    /** Why a member may not be added, or empty. */
    Optional<EtcdError> refusesAdd(String address, boolean learner, long nowMicros) {
        if (membership.hasAddress(address)) {
            return Optional.of(EtcdError.PEER_URL_EXISTS);
        }
        if (learner && membership.all().stream().anyMatch(EtcdMember::learner)) {
            return Optional.of(EtcdError.TOO_MANY_LEARNERS);
        }
        if (!strict) {
            return Optional.empty();
        }
        List<EtcdMember> voters = membership.voters();
        if (!learner) {
            long started = voters.stream().filter(EtcdMember::started).count();
            boolean growsFromOne = voters.size() == 1 && started == 1;
            if (!growsFromOne && started < (voters.size() + 1) / 2 + 1) {
                return Optional.of(EtcdError.NOT_ENOUGH_STARTED);
            }
        }
        boolean all = voters.stream().allMatch(m -> transport.isConnectedSince(m.id(), nowMicros - HEALTH_MICROS));
        return all ? Optional.empty() : Optional.of(EtcdError.UNHEALTHY);
    }

    /** Why a member may not be removed, or empty. */
    Optional<EtcdError> refusesRemove(long id, long nowMicros) {
        Optional<EtcdMember> member = membership.member(id);
        if (member.isEmpty()) {
            return Optional.of(EtcdError.MEMBER_NOT_FOUND);
        }
        if (!strict || member.get().learner()) {
            return Optional.empty();
        }
        List<EtcdMember> voters = membership.voters();
        long remaining = voters.size() - 1L;
        long started = voters.stream().filter(m -> m.id() != id && m.started()).count();
        if (remaining == 0 || started < remaining / 2 + 1) {
            return Optional.of(EtcdError.NOT_ENOUGH_STARTED);
        }
        if (!transport.isActive(id)) {
            return Optional.empty(); // one that is down is no part of the quorum
        }
        long active = voters.stream()
                .filter(m -> transport.isConnectedSince(m.id(), nowMicros - HEALTH_MICROS))
                .count();
        return active - 1 < 1 + (voters.size() - 1) / 2 ? Optional.of(EtcdError.UNHEALTHY) : Optional.empty();
    }

    /** Why a learner may not be promoted, or empty. */
    Optional<EtcdError> refusesPromote(long id, long match, long committed) {
        Optional<EtcdMember> member = membership.member(id);
        if (member.isEmpty()) {
            return Optional.of(EtcdError.MEMBER_NOT_FOUND);
        }
        if (!member.get().learner()) {
            return Optional.of(EtcdError.NOT_LEARNER);
        }
        // isLearnerReady: within 90 % of the leader's log
        return match < committed * 0.9 ? Optional.of(EtcdError.LEARNER_NOT_READY) : Optional.empty();
    }
}
