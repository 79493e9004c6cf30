package dev.quorate.model.kubernetes.api;

import dev.quorate.model.Message;

/** What an apiserver sends on a connection. */
public sealed interface ApiAnswer extends Message permits ApiResponse, ApiAnswer.WatchEvent, ApiAnswer.Pong {

    /** The request's number. */
    long id();

    /** What happened to a watched object. */
    enum Change {
        ADDED,
        MODIFIED,
        DELETED
    }

    /** One change that a watch reports; a deleted object comes as it last was, at the delete's resource version. */
    record WatchEvent(long id, Change change, ApiObject object) implements ApiAnswer {
        @Override
        public String summary() {
            return change.name();
        }
    }

    /** Answer to a ping. */
    record Pong(long id) implements ApiAnswer {}
}
