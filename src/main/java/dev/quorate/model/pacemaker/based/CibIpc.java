package dev.quorate.model.pacemaker.based;

import dev.quorate.model.Message;

/** What processes of a host say to {@code pacemaker-based} and hear from it, over local IPC (cib_api_operations_t). */
public sealed interface CibIpc extends Message {

    /** Client: tell me of every change from now on (T_CIB_DIFF_NOTIFY). */
    record CibSubscribe() implements CibIpc {}

    /** Client: give me the whole CIB; answered at once from this node's copy, whatever updates are under way. */
    record CibQuery(long call) implements CibIpc {}

    /** The whole CIB. */
    record CibAnswer(long call, VersionedCib cib) implements CibIpc {}

    /**
     * Client: change the CIB everywhere.
     *
     * @param call the client's number for the answer; 0 when it wants none (an anonymous update)
     */
    record CibModify(long call, CibChange change) implements CibIpc {}

    /** A change that a client asked for was made. */
    record CibModified(long call) implements CibIpc {}

    /** Client: have that host send its copy to everybody (cib sync_from). */
    record CibSyncFrom(long call, String host) implements CibIpc {}

    /**
     * A change was made.
     *
     * @param origin the host whose client asked for it
     */
    record CibNotification(CibChange change, String origin) implements CibIpc {}

    /** The whole CIB was replaced by another host's. */
    record CibReplaced(VersionedCib cib) implements CibIpc {}
}
