package dev.quorate.model.etcd.server;

import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdError;
import dev.quorate.model.etcd.EtcdSettings;
import dev.quorate.model.etcd.raft.RaftNode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code GET /health}: a linearizable read with a time limit (etcd etcdhttp/health.go).
 *
 * <p>3.4 gives it one second; from 3.5 on a member that knows no leader says so at once and otherwise waits as long as
 * for any request.
 */
final class HealthChecks {

    private static final String TIMER = "health";

    private final MemberServer server;
    private final ReadLoop reads;
    private final boolean asksLeaderFirst;
    private final Duration limit;
    private final Map<Long, Check> checks = new TreeMap<>();
    private long nextNumber = 1;

    HealthChecks(MemberServer server, ReadLoop reads, EtcdSettings settings) {
        this.server = server;
        this.reads = reads;
        this.asksLeaderFirst = settings.isAtLeast(3, 5);
        this.limit = asksLeaderFirst ? settings.requestTimeout() : Duration.ofSeconds(1);
    }

    void check(ConnectionId connection, long request, Effects effects) {
        if (asksLeaderFirst && server.raft().lead() == RaftNode.NONE) {
            effects.send(connection, new EtcdClientMessage.HealthResponse(request, false, "RAFT NO LEADER"));
            return;
        }
        Check check = new Check(connection, request, nextNumber++);
        checks.put(check.number, check);
        effects.setTimer(Timer.of(TIMER, check.number), limit);
        reads.add(check, effects);
    }

    void onTimer(Timer timer, Effects effects) {
        Check check = timer.name().equals(TIMER) ? checks.get(timer.number()) : null;
        if (check != null) {
            check.answer(false, "context deadline exceeded", effects);
        }
    }

    private final class Check implements ReadLoop.Waiter {
        private final ConnectionId connection;
        private final long request;
        private final long number;

        Check(ConnectionId connection, long request, long number) {
            this.connection = connection;
            this.request = request;
            this.number = number;
        }

        @Override
        public void confirmed(Effects effects) {
            answer(true, "", effects);
        }

        @Override
        public void failed(EtcdError error, Effects effects) {
            answer(false, error.text(), effects);
        }

        private void answer(boolean healthy, String reason, Effects effects) {
            if (checks.remove(number) != null) {
                effects.cancelTimer(Timer.of(TIMER, number));
                effects.send(connection, new EtcdClientMessage.HealthResponse(request, healthy, reason));
            }
        }
    }
}
