package dev.quorate.model.etcd.store;

import dev.quorate.model.etcd.EtcdError;

/** A request that the store refuses; the state is as it was before. */
public final class StoreException extends Exception {

    private static final long serialVersionUID = 1L;

    private final EtcdError error;

    StoreException(EtcdError error) {
        super(error.text(), null, false, false);
        this.error = error;
    }

    public EtcdError error() {
        return error;
    }
}
