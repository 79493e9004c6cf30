package dev.quorate.model.kubernetes.client;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Message;
import dev.quorate.model.Timer;

/** A part of a machine that has timers and connections of its own; answers whether an input was for it. */
public interface Component {

    default boolean onTimer(Timer timer, Effects effects) {
        return false;
    }

    default boolean onConnected(ConnectionId connection, Effects effects) {
        return false;
    }

    default boolean onReceived(ConnectionId connection, Message message, Effects effects) {
        return false;
    }

    default boolean onDisconnected(ConnectionId connection, ConnectionError error, Effects effects) {
        return false;
    }
}
