package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.model.ConnectionId;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.time.SimTime;
import java.util.List;
import java.util.TreeMap;

/** One client's connection: who it is, and what it waits for. */
final class Session {

    /** A watch that it has open. */
    record Watching(Resource resource, String namespace, String node, SimTime until) {}

    final ConnectionId connection;
    final String peer;

    /** Requests that run, with their deadlines. */
    final TreeMap<Long, SimTime> inFlight = new TreeMap<>();

    final TreeMap<Long, Watching> watches = new TreeMap<>();
    String user = "system:anonymous";
    List<String> groups = List.of("system:unauthenticated");
    String writer = "";
    boolean open;

    /** Why the client's certificate was not accepted: every request is answered 401. */
    String authenticationError = "";

    Session(ConnectionId connection, String peer) {
        this.connection = connection;
        this.peer = peer;
    }
}
