package dev.quorate.model.etcd.server;

import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdClientMessage.Request;
import dev.quorate.model.etcd.EtcdClientMessage.Response;
import dev.quorate.model.etcd.store.Store;
import dev.quorate.model.etcd.store.StoreException;

/** Applies writes that are committed, and answers reads, on the store. */
final class Applier {

    private Applier() {}

    /** Do it; the answer bears the given number. */
    static Response apply(Request request, long id, Store store) {
        try {
            return tryApply(request, id, store);
        } catch (StoreException e) {
            return new EtcdClientMessage.Failure(id, e.error());
        }
    }

    private static Response tryApply(Request request, long id, Store store) throws StoreException {
        if (request instanceof EtcdClientMessage.PutRequest put) {
            var result = store.put(put.put());
            return new EtcdClientMessage.PutResponse(id, store.revision(), result.previous());
        }
        if (request instanceof EtcdClientMessage.TxnRequest txn) {
            var result = store.txn(txn.compares(), txn.success(), txn.failure());
            return new EtcdClientMessage.TxnResponse(id, store.revision(), result.succeeded(), result.results());
        }
        if (request instanceof EtcdClientMessage.RangeRequest range) {
            var result = store.range(range.range());
            return new EtcdClientMessage.RangeResponse(id, store.revision(), result.kvs(), result.count());
        }
        if (request instanceof EtcdClientMessage.DeleteRequest delete) {
            var result = store.delete(delete.delete());
            return new EtcdClientMessage.DeleteResponse(id, store.revision(), result.previous());
        }
        if (request instanceof EtcdClientMessage.CompactRequest compact) {
            store.compact(compact.revision());
            return new EtcdClientMessage.CompactResponse(id, store.revision());
        }
        if (request instanceof EtcdClientMessage.LeaseGrantRequest grant) {
            store.grant(grant.lease(), grant.ttlSeconds());
            return new EtcdClientMessage.LeaseGrantResponse(id, grant.lease(), grant.ttlSeconds());
        }
        if (request instanceof EtcdClientMessage.LeaseRevokeRequest revoke) {
            store.revoke(revoke.lease());
            return new EtcdClientMessage.LeaseRevokeResponse(id, store.revision());
        }
        throw new IllegalStateException("not a request for the store: " + request);
    }
}
