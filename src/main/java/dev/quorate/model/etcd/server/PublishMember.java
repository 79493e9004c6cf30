package dev.quorate.model.etcd.server;

import dev.quorate.model.etcd.raft.Digest;
import dev.quorate.model.etcd.raft.Payload;

/** A member that was added makes its name known once it has started (etcd server.go publishV3). */
record PublishMember(long member, String name) implements Payload {
    @Override
    public String digest() {
        return Digest.of(member + name);
    }
}
