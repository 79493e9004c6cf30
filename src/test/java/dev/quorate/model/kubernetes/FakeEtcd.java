package dev.quorate.model.kubernetes;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.Compare;
import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdError;
import dev.quorate.model.etcd.EtcdOp;
import dev.quorate.model.etcd.KeyEvent;
import dev.quorate.model.etcd.KeyRange;
import dev.quorate.model.etcd.KeyValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A store that answers at once, without Raft: for tests of its clients alone. {@link #quorum} false makes it time out
 * as a member without a quorum does.
 */
public final class FakeEtcd implements Machine {

    private record Watch(ConnectionId connection, long id, KeyRange range) {}

    private record Stuck(ConnectionId connection, long id) {}

    public boolean quorum = true;

    /** How much later than a write's answer its watchers may hear of it, at most. */
    public Duration watchLag = Duration.ZERO;

    private final List<KeyEvent> untold = new ArrayList<>();
    private final TreeMap<String, KeyValue> keys = new TreeMap<>();
    private final List<Watch> watches = new ArrayList<>();
    private final List<KeyEvent> log = new ArrayList<>();
    private final Map<Long, Stuck> stuck = new LinkedHashMap<>();
    private final Map<Long, Long> leases = new LinkedHashMap<>();
    private long nextStuck = 1;
    private long revision = 1;
    private long nextLease = 1;

    public Optional<Object> value(String key) {
        return Optional.ofNullable(keys.get(key)).map(KeyValue::value);
    }

    /** What lies below a prefix, in key order. */
    public java.util.List<Object> values(String prefix) {
        return keys.entrySet().stream()
                .filter(e -> e.getKey().startsWith(prefix))
                .<Object>map(e -> e.getValue().value())
                .toList();
    }

    /** How often a key was written since it was created. */
    public long version(String key) {
        KeyValue kv = keys.get(key);
        return kv == null ? 0 : kv.version();
    }

    @Override
    public void onStart(Effects effects) {
        effects.listen(EtcdClientMessage.CLIENT_PORT);
    }

    @Override
    public void onAccepted(ConnectionId connection, int port, Endpoint peer, Effects effects) {}

    @Override
    public void onDisconnected(ConnectionId connection, ConnectionError error, Effects effects) {
        watches.removeIf(w -> w.connection.equals(connection));
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        if (timer.name().equals("tell")) {
            List<KeyEvent> told = List.copyOf(untold);
            untold.clear();
            told.forEach(event -> spread(event, effects));
            return;
        }
        if (timer.name().equals("lease")) {
            String lease = Long.toString(timer.number());
            leases.remove(timer.number());
            for (KeyValue kv : List.copyOf(keys.values())) {
                if (Long.toString(kv.lease()).equals(lease)) {
                    revision++;
                    delete(kv.key(), effects);
                }
            }
            return;
        }
        Stuck failed = stuck.remove(timer.number());
        if (failed != null) {
            effects.send(failed.connection, new EtcdClientMessage.Failure(failed.id, EtcdError.REQUEST_TIMED_OUT));
        }
    }

    @Override
    public void onReceived(ConnectionId connection, Message message, Effects effects) {
        EtcdClientMessage.Request request = (EtcdClientMessage.Request) message;
        boolean local =
                request instanceof EtcdClientMessage.WatchRequest || request instanceof EtcdClientMessage.StatusRequest;
        if (!quorum && !local) {
            stuck.put(nextStuck, new Stuck(connection, request.id()));
            effects.setTimer(Timer.of("stuck", nextStuck++), Duration.ofSeconds(7));
            return;
        }
        long id = request.id();
        if (request instanceof EtcdClientMessage.RangeRequest range) {
            List<KeyValue> found = range(range.range());
            effects.send(connection, new EtcdClientMessage.RangeResponse(id, revision, found, found.size()));
        } else if (request instanceof EtcdClientMessage.TxnRequest txn) {
            boolean holds = txn.compares().stream().allMatch(this::holds);
            List<EtcdOp> ops = holds ? txn.success() : txn.failure();
            if (ops.stream().anyMatch(o -> !(o instanceof EtcdOp.Range))) {
                revision++;
            }
            List<EtcdOp.Result> results = new ArrayList<>();
            for (EtcdOp op : ops) {
                results.add(apply(op, effects));
            }
            effects.send(connection, new EtcdClientMessage.TxnResponse(id, revision, holds, results));
        } else if (request instanceof EtcdClientMessage.PutRequest put) {
            revision++;
            apply(put.put(), effects);
            effects.send(connection, new EtcdClientMessage.PutResponse(id, revision, Optional.empty()));
        } else if (request instanceof EtcdClientMessage.WatchRequest watch) {
            watches.add(new Watch(connection, id, watch.range()));
            effects.send(connection, new EtcdClientMessage.WatchCreated(id, revision));
            List<KeyEvent> missed = log.stream()
                    .filter(e -> e.revision() >= watch.startRevision()
                            && watch.range().contains(e.kv().key()))
                    .toList();
            if (!missed.isEmpty()) {
                effects.send(connection, new EtcdClientMessage.WatchResponse(id, revision, missed));
            }
        } else if (request instanceof EtcdClientMessage.LeaseGrantRequest grant) {
            long lease = nextLease++;
            leases.put(lease, grant.ttlSeconds());
            effects.setTimer(Timer.of("lease", lease), Duration.ofSeconds(grant.ttlSeconds()));
            effects.send(connection, new EtcdClientMessage.LeaseGrantResponse(id, lease, grant.ttlSeconds()));
        } else if (request instanceof EtcdClientMessage.LeaseKeepAliveRequest keep) {
            long ttl = leases.getOrDefault(keep.lease(), 0L);
            if (ttl > 0) {
                effects.setTimer(Timer.of("lease", keep.lease()), Duration.ofSeconds(ttl));
            }
            effects.send(connection, new EtcdClientMessage.LeaseKeepAliveResponse(id, keep.lease(), ttl));
        } else if (request instanceof EtcdClientMessage.LeaseRevokeRequest revoke) {
            onTimer(Timer.of("lease", revoke.lease()), effects);
            effects.send(connection, new EtcdClientMessage.LeaseRevokeResponse(id, revision));
        } else if (request instanceof EtcdClientMessage.StatusRequest) {
            effects.send(connection, new EtcdClientMessage.StatusResponse(id, revision, "fake", "fake", 1, 1, 1));
        } else {
            throw new IllegalStateException("not faked: " + request);
        }
    }

    private List<KeyValue> range(EtcdOp.Range range) {
        return keys.values().stream()
                .filter(kv -> range.range().contains(kv.key()))
                .toList();
    }

    private boolean holds(Compare compare) {
        KeyValue kv = keys.get(compare.key());
        long mod = kv == null ? 0 : kv.modRevision();
        return compare.target() == Compare.Target.MOD_REVISION
                && compare.operand().equals(mod);
    }

    private EtcdOp.Result apply(EtcdOp op, Effects effects) {
        if (op instanceof EtcdOp.Put put) {
            KeyValue old = keys.get(put.key());
            KeyValue kv = new KeyValue(
                    put.key(),
                    put.value(),
                    old == null ? revision : old.createRevision(),
                    revision,
                    old == null ? 1 : old.version() + 1,
                    put.lease());
            keys.put(put.key(), kv);
            tell(new KeyEvent(false, kv, Optional.ofNullable(old)), effects);
            return new EtcdOp.Result.Written(Optional.ofNullable(old));
        }
        if (op instanceof EtcdOp.Delete delete) {
            List<KeyValue> gone = keys.values().stream()
                    .filter(kv -> delete.range().contains(kv.key()))
                    .toList();
            gone.forEach(kv -> delete(kv.key(), effects));
            return new EtcdOp.Result.Deleted(gone);
        }
        List<KeyValue> found = range((EtcdOp.Range) op);
        return new EtcdOp.Result.Ranged(found, found.size());
    }

    private void delete(String key, Effects effects) {
        KeyValue old = keys.remove(key);
        tell(new KeyEvent(true, new KeyValue(key, "", 0, revision, 0, 0), Optional.ofNullable(old)), effects);
    }

    private void tell(KeyEvent event, Effects effects) {
        log.add(event);
        if (!watchLag.isZero()) {
            if (untold.isEmpty()) {
                effects.setTimer(Timer.of("tell"), effects.random("watch").uniform(Duration.ZERO, watchLag));
            }
            untold.add(event);
            return;
        }
        spread(event, effects);
    }

    private void spread(KeyEvent event, Effects effects) {
        for (Watch watch : watches) {
            if (watch.range.contains(event.kv().key())) {
                effects.send(watch.connection, new EtcdClientMessage.WatchResponse(watch.id, revision, List.of(event)));
            }
        }
    }
}
