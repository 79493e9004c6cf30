package dev.quorate.model.etcd.server;

import dev.quorate.model.etcd.EtcdClientMessage.Request;
import dev.quorate.model.etcd.raft.ContentDigest;
import dev.quorate.model.etcd.raft.Payload;

/**
 * A client's write as it stands in the log.
 *
 * @param proposal the proposing member's number for it, unique in the cluster: who waits is found by it
 * @param request the write; its own number is meaningless here
 */
record Command(long proposal, Request request, String digest) implements Payload {

    static Command of(long proposal, Request request) {
        Request anonymous = request.withId(0);
        return new Command(proposal, anonymous, ContentDigest.of(anonymous));
    }
}
