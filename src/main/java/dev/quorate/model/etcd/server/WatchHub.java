package dev.quorate.model.etcd.server;

import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdError;
import dev.quorate.model.etcd.KeyEvent;
import dev.quorate.model.etcd.KeyRange;
import dev.quorate.model.etcd.store.Store;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The watches of this member's clients; events go out as entries are applied. */
final class WatchHub {

    private record Watch(ConnectionId connection, long id, KeyRange range, long startRevision) {}

    private final List<Watch> watches = new ArrayList<>();

    void create(ConnectionId connection, EtcdClientMessage.WatchRequest request, Store store, Effects effects) {
        long start = request.startRevision();
        effects.send(connection, new EtcdClientMessage.WatchCreated(request.id(), store.revision()));
        if (start > 0 && start <= store.revision()) {
            Optional<List<KeyEvent>> missed = store.changesFrom(request.range(), start);
            if (missed.isEmpty()) {
                effects.send(
                        connection,
                        new EtcdClientMessage.WatchCanceled(
                                request.id(), store.compactRevision(), EtcdError.COMPACTED.text()));
                return;
            }
            send(connection, request.id(), missed.get(), store, effects);
        }
        long from = Math.max(start, store.revision() + 1);
        watches.add(new Watch(connection, request.id(), request.range(), from));
    }

    void cancel(ConnectionId connection, long id, Effects effects) {
        if (watches.removeIf(w -> w.connection().equals(connection) && w.id() == id)) {
            effects.send(connection, new EtcdClientMessage.WatchCanceled(id, 0, ""));
        }
    }

    void disconnected(ConnectionId connection) {
        watches.removeIf(w -> w.connection().equals(connection));
    }

    /** Changes of one revision were applied. */
    void changed(List<KeyEvent> events, Store store, Effects effects) {
        for (Watch watch : watches) {
            List<KeyEvent> wanted = null;
            for (KeyEvent event : events) {
                if (event.revision() >= watch.startRevision()
                        && watch.range().contains(event.kv().key())) {
                    wanted = wanted == null ? new ArrayList<>(events.size()) : wanted;
                    wanted.add(event);
                }
            }
            if (wanted != null) {
                send(watch.connection(), watch.id(), wanted, store, effects);
            }
        }
    }

    /** The store was replaced by a leader's snapshot: tell what it holds that was missed, or end the watch. */
    void replaced(long oldRevision, Store store, Effects effects) {
        for (Iterator<Watch> i = watches.iterator(); i.hasNext(); ) {
            Watch watch = i.next();
            long from = Math.max(watch.startRevision(), oldRevision + 1);
            Optional<List<KeyEvent>> missed = store.changesFrom(watch.range(), from);
            if (missed.isPresent()) {
                send(watch.connection(), watch.id(), missed.get(), store, effects);
            } else {
                i.remove();
                effects.send(
                        watch.connection(),
                        new EtcdClientMessage.WatchCanceled(
                                watch.id(), store.compactRevision(), EtcdError.COMPACTED.text()));
            }
        }
    }

    private static void send(ConnectionId to, long id, List<KeyEvent> events, Store store, Effects effects) {
        if (!events.isEmpty()) {
            effects.send(to, new EtcdClientMessage.WatchResponse(id, store.revision(), List.copyOf(events)));
        }
    }
}
