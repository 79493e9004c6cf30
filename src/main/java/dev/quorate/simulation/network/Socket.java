package dev.quorate.simulation.network;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Message;
import dev.quorate.trace.EventId;
import java.util.List;

/** A process as the network knows it: what its kernel hands up to it. */
public interface Socket {

    /** The process's name. */
    String name();

    void datagram(Endpoint from, int port, Message message, List<EventId> causes);

    void accepted(ConnectionId connection, int port, Endpoint peer, List<EventId> causes);

    void connected(ConnectionId connection, List<EventId> causes);

    void received(ConnectionId connection, Message message, List<EventId> causes);

    void disconnected(ConnectionId connection, ConnectionError error, List<EventId> causes);
}
