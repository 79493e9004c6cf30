package dev.quorate.model.etcd.raft;

/**
 * What etcd's raft library answers with a panic: a log that lacks what the member had promised to keep. The process
 * ends; its supervisor may start it again.
 */
public final class RaftPanicException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RaftPanicException(String message) {
        super(message);
    }
}
