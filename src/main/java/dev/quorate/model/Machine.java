package dev.quorate.model;

/**
 * A process as a plain state machine: inputs come in through these methods, effects go out through {@link Effects}.
 *
 * <p>A new object is made for each incarnation, so its fields are its volatile state: gone at a crash. What must
 * outlive one is persisted. A machine uses no clock, no thread, no shared random source, and keeps no {@code Effects}
 * beyond the call it came with. An exception that leaves a method fails the whole run: it is a bug of ours.
 */
public interface Machine {

    /** The process starts; durable state of earlier incarnations is on the disk. */
    void onStart(Effects effects);

    /** A timer of this incarnation is due. */
    default void onTimer(Timer timer, Effects effects) {}

    /** A datagram came to a port it listens on. */
    default void onDatagram(Endpoint from, int port, Message message, Effects effects) {}

    /** A message of another process on the same host came (IPC: socket, D-Bus, shared memory). */
    default void onLocal(String from, Message message, Effects effects) {}

    /** A process on the same host, told something by this one before, is gone, or was not there to be told. */
    default void onLocalLost(String peer, Effects effects) {}

    /** Somebody connected to a port it listens on. */
    default void onAccepted(ConnectionId connection, int port, Endpoint peer, Effects effects) {}

    /** A connection that it asked for stands. */
    default void onConnected(ConnectionId connection, Effects effects) {}

    /** A message came on a connection. */
    default void onReceived(ConnectionId connection, Message message, Effects effects) {}

    /** A connection failed, broke or was closed by the peer; the id is dead. Not called after an own close. */
    default void onDisconnected(ConnectionId connection, ConnectionError error, Effects effects) {}

    /** A batch of writes is on the disk and survives a power loss. */
    default void onPersisted(long token, Effects effects) {}

    /** A process that it spawned ended; {@code exitCode} is 128 + n when signal n ended it. */
    default void onChildExited(String process, int exitCode, Effects effects) {}

    /**
     * A signal that can be caught came: TERM, INT, HUP. KILL, STOP and CONT are the kernel's and never arrive. The
     * default is the default disposition: the process ends.
     */
    default void onSignal(Signal signal, Effects effects) {
        effects.exit(128 + signal.number());
    }
}
