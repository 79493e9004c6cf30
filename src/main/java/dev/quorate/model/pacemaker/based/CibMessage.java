package dev.quorate.model.pacemaker.based;

import dev.quorate.model.Message;

/** What the {@code pacemaker-based} of several hosts say in Corosync's process group {@code cib}, in total order. */
sealed interface CibMessage extends Message {

    /** Make this change; the origin's client waits for call {@code call}. */
    record Update(String origin, String client, long call, CibChange change) implements CibMessage {}

    /** {@code from}: send your copy to all. */
    record SyncRequest(String origin, String client, long call, String from) implements CibMessage {}

    /** Take this copy in place of yours. */
    record Replace(String origin, String client, long call, VersionedCib cib) implements CibMessage {}
}
