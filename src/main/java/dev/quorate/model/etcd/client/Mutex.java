package dev.quorate.model.etcd.client;

import dev.quorate.model.Effects;
import dev.quorate.model.etcd.Compare;
import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdClientMessage.Response;
import dev.quorate.model.etcd.EtcdOp;
import dev.quorate.model.etcd.KeyEvent;
import dev.quorate.model.etcd.KeyRange;
import dev.quorate.model.etcd.KeyValue;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A lock over a session (clientv3 concurrency/mutex.go): a key with the session's lease under the lock's name; who
 * came first holds it, the others wait for the one before them to go.
 */
final class Mutex {

    private final EtcdClient client;
    private final Session session;
    private final String prefix;
    private final Duration timeout;
    private final Session.OnResponse onAcquired;
    private final Session.OnError onFailed;
    private long revision;

    Mutex(
            EtcdClient client,
            Session session,
            String name,
            Duration timeout,
            Session.OnResponse onAcquired,
            Session.OnError onFailed) {
        this.client = client;
        this.session = session;
        this.prefix = name + "/";
        this.timeout = timeout;
        this.onAcquired = onAcquired;
        this.onFailed = onFailed;
    }

    String key() {
        return prefix + Long.toHexString(session.lease());
    }

    void lock(Effects effects) {
        EtcdOp owners = EtcdOp.Range.prefix(prefix);
        var request = new EtcdClientMessage.TxnRequest(
                0,
                List.of(Compare.createRevision(key(), 0)),
                List.of(new EtcdOp.Put(key(), "", session.lease()), owners),
                List.of(EtcdOp.Range.of(key()), owners));
        client.call(request, timeout, Session.reply(this::tried, onFailed), effects);
    }

    private void tried(Response response, Effects effects) {
        var txn = (EtcdClientMessage.TxnResponse) response;
        List<KeyValue> all = ((EtcdOp.Result.Ranged) txn.results().get(1)).kvs();
        revision = all.stream()
                .filter(kv -> kv.key().equals(key()))
                .mapToLong(KeyValue::createRevision)
                .findFirst()
                .orElse(0);
        waitForEarlier(response, all, txn.revision(), effects);
    }

    private void waitForEarlier(Response response, List<KeyValue> all, long at, Effects effects) {
        Optional<KeyValue> before = all.stream()
                .filter(kv -> kv.createRevision() < revision)
                .max(Comparator.comparingLong(KeyValue::createRevision));
        if (before.isEmpty()) {
            boolean stillThere = all.stream().anyMatch(kv -> kv.key().equals(key()));
            if (stillThere) {
                onAcquired.accept(response, effects);
            } else {
                onFailed.accept("mutex: session is expired", effects);
            }
            return;
        }
        var watch =
                new EtcdClientMessage.WatchRequest(0, KeyRange.of(before.get().key()), at + 1);
        Waiting waiting = new Waiting();
        waiting.stream = client.stream(watch, waiting, effects);
    }

    private void look(Effects effects) {
        var range = new EtcdClientMessage.RangeRequest(0, EtcdOp.Range.prefix(prefix), false);
        client.call(range, timeout, Session.reply(this::seen, onFailed), effects);
    }

    private void seen(Response response, Effects effects) {
        var range = (EtcdClientMessage.RangeResponse) response;
        waitForEarlier(response, range.kvs(), range.revision(), effects);
    }

    void unlock(Session.OnResponse then, Effects effects) {
        client.call(
                new EtcdClientMessage.DeleteRequest(0, EtcdOp.Delete.of(key())),
                timeout,
                Session.reply(then, onFailed),
                effects);
    }

    /** Watches the key before one's own until it is deleted; a broken watch looks again. */
    private final class Waiting implements EtcdClient.Reply {
        private long stream;

        @Override
        public void onResponse(Response response, Effects effects) {
            boolean gone = response instanceof EtcdClientMessage.WatchResponse events
                    && events.events().stream().anyMatch(KeyEvent::isDelete);
            if (gone || response instanceof EtcdClientMessage.WatchCanceled) {
                client.end(stream);
                look(effects);
            }
        }

        @Override
        public void onError(String error, Effects effects) {
            look(effects);
        }
    }
}
