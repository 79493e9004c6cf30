package dev.quorate.model.etcd.server;

import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdError;
import dev.quorate.model.etcd.raft.RaftNode;
import dev.quorate.model.etcd.store.Lease;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EtcdEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Renewals and questions about leases, which only the leader can answer; and their end. */
final class LeaseService {

    private static final Timer LOOK = Timer.of("leases");
    private static final Timer RETRY = Timer.of("lease-queries");
    private static final Duration RETRY_AFTER = Duration.ofMillis(50); // v3_server.go LeaseRenew, waitLeader

    private record Query(ConnectionId connection, long request, long lease, boolean renew, long startMicros) {}

    private final MemberServer server;
    private final ClientService clients;
    private final long timeoutMicros;
    private final Map<Long, Query> queries = new TreeMap<>();
    private long nextNumber = 1;
    private long armedFor = Long.MAX_VALUE;
    private boolean retrying;

    LeaseService(MemberServer server, ClientService clients, long timeoutMicros) {
        this.server = server;
        this.clients = clients;
        this.timeoutMicros = timeoutMicros;
    }

    void ask(ConnectionId connection, long request, long lease, boolean renew, Effects effects) {
        long number = nextNumber++;
        queries.put(
                number,
                new Query(connection, request, lease, renew, effects.monotonic().micros()));
        pass(number, effects);
    }

    private void pass(long number, Effects effects) {
        Query query = queries.get(number);
        if (query == null) {
            return;
        }
        RaftNode raft = server.raft();
        PeerMessage.LeaseQuery message = new PeerMessage.LeaseQuery(number, query.lease(), query.renew());
        if (raft.isLeader()) {
            onAnswer(answer(message, effects), effects);
        } else {
            if (raft.lead() != RaftNode.NONE) {
                server.transport().send(raft.lead(), message, effects);
            }
            retryLater(effects);
        }
    }

    private void retryLater(Effects effects) {
        if (!retrying) {
            retrying = true;
            effects.setTimer(RETRY, server.raft().lead() == RaftNode.NONE ? RETRY_AFTER : Duration.ofSeconds(1));
        }
    }

    /** What the leader knows of a lease. */
    PeerMessage.LeaseAnswer answer(PeerMessage.LeaseQuery query, Effects effects) {
        Lessor lessor = server.lessor();
        Optional<Lease> lease = server.store().lease(query.lease());
        if (!lessor.isPrimary()) {
            return new PeerMessage.LeaseAnswer(query.number(), false, 0, 0);
        }
        if (lease.isEmpty()) {
            return new PeerMessage.LeaseAnswer(query.number(), true, query.renew() ? 0 : -1, 0);
        }
        long granted = lease.get().ttlSeconds();
        SimTime now = effects.monotonic();
        long ttl = lessor.remainingSeconds(query.lease(), now);
        if (query.renew()) {
            ttl = lessor.renew(lease.get(), now) ? granted : 0;
        }
        return new PeerMessage.LeaseAnswer(query.number(), true, ttl, granted);
    }

    void onAnswer(PeerMessage.LeaseAnswer answer, Effects effects) {
        if (!answer.isLeader()) {
            return; // asked again later
        }
        Query query = queries.remove(answer.number());
        if (query == null) {
            return;
        }
        long ttl = answer.ttlSeconds();
        if (query.renew()) {
            effects.send(
                    query.connection(),
                    new EtcdClientMessage.LeaseKeepAliveResponse(query.request(), query.lease(), ttl));
        } else {
            List<String> keys = server.store().keysOf(query.lease());
            effects.send(
                    query.connection(),
                    new EtcdClientMessage.LeaseTimeToLiveResponse(
                            query.request(), query.lease(), ttl, answer.grantedTtlSeconds(), keys));
        }
    }

    void onNewLeader(Effects effects) {
        List.copyOf(queries.keySet()).forEach(n -> pass(n, effects));
    }

    boolean onTimer(Timer timer, Effects effects) {
        if (timer.equals(RETRY)) {
            retrying = false;
            retry(effects);
        } else if (timer.equals(LOOK)) {
            armedFor = Long.MAX_VALUE;
            look(effects);
        } else {
            return false;
        }
        return true;
    }

    private void retry(Effects effects) {
        long now = effects.monotonic().micros();
        for (Map.Entry<Long, Query> entry : List.copyOf(queries.entrySet())) {
            Query query = entry.getValue();
            if (query.startMicros() + timeoutMicros <= now) {
                queries.remove(entry.getKey());
                effects.send(
                        query.connection(),
                        new EtcdClientMessage.Failure(query.request(), EtcdError.REQUEST_TIMED_OUT));
            } else {
                pass(entry.getKey(), effects);
            }
        }
    }

    private void look(Effects effects) {
        if (server.lessor().isPrimary()) {
            for (long lease : server.lessor().expired(effects.monotonic())) {
                effects.record(new EtcdEvent.TtlLeaseExpired(server.clusterName(), lease));
                clients.revoke(lease);
            }
        }
    }

    /** Look when the first lease ends; a renewal meanwhile makes the look find nothing. */
    void arm(Effects effects) {
        Lessor lessor = server.lessor();
        if (!lessor.isPrimary()) {
            return;
        }
        long due = lessor.nextLookMicros();
        if (due < armedFor) {
            armedFor = due;
            effects.setTimer(
                    LOOK, SimTime.span(Math.max(0, due - effects.monotonic().micros())));
        }
    }
}
