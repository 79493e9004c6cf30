package dev.quorate.model;

import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.TraceEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a machine may do to the world, and the little it may ask of it. Valid only during the call it came with.
 *
 * <p>The host applies clocks, pauses, latencies and losses behind it, unseen by the protocol.
 */
public interface Effects {

    /** The host this process runs on. */
    String host();

    /** This process's name on its host. */
    String process();

    /** The host's monotonic clock: it has a rate, never steps; for all timers and leases. */
    SimTime monotonic();

    /** The host's wall clock: it has an offset and steps; for timestamps and certificates. */
    SimTime wall();

    /** This process's random stream for a purpose; named {@code <process>/<host>/<purpose>}. */
    RandomStream random(String purpose);

    /** Set a timer, replacing one of the same name. {@code delay} runs on the host's monotonic clock. */
    default void setTimer(Timer timer, Duration delay) {
        setTimer(timer, delay, List.of());
    }

    /**
     * Set a timer that waits for somebody's sign of life: when it fires, faults that since touched an awaited host, or
     * the path to it, are its causes.
     *
     * @param awaited names of the hosts whose silence the timer measures
     */
    void setTimer(Timer timer, Duration delay, List<String> awaited);

    /**
     * As {@link #setTimer(Timer, Duration, List)} for a timer that is set late, or step by step, to save events: faults
     * count as causes from the instant on when the awaited were last heard.
     *
     * @param since on the host's monotonic clock; not after now
     */
    default void setTimer(Timer timer, Duration delay, List<String> awaited, SimTime since) {
        setTimer(timer, delay, awaited);
    }

    /** Cancel a timer; one that is not set is left alone. */
    void cancelTimer(Timer timer);

    /** Send a datagram from one of this host's addresses; it may be lost, doubled, overtaken. */
    void sendDatagram(int fromPort, Endpoint to, Message message);

    /** Receive datagrams on a UDP port; on every address of the host. */
    void listenDatagrams(int port);

    /** Accept connections on a TCP port; on every address of the host, the VIP included. */
    void listen(int port);

    /** Stop accepting; connections that stand are left. */
    void stopListening(int port);

    /** Open a connection; {@code onConnected} or {@code onDisconnected} follows, sooner or much later. */
    ConnectionId connect(Endpoint to);

    /** Send on a connection: in order, without loss while it lasts; on a dead id it does nothing. */
    void send(ConnectionId connection, Message message);

    /** Close an own end; the peer sees {@link ConnectionError#CLOSED}, if the network lets it. */
    void close(ConnectionId connection);

    /** Tell another process on the same host; {@code onLocalLost} follows if it is not there. */
    void tell(String process, Message message);

    /** Write to the disk; {@code onPersisted(token)} follows when it is synced. */
    void persist(WriteBatch batch, long token);

    /** Write to the page cache and go on: it survives the process, a loss of power maybe not. */
    void write(WriteBatch batch);

    /** Read what this process wrote, synced or not, as its page cache has it. */
    Optional<Object> read(String key);

    /** Every key with that prefix and its value, in key order. */
    SortedMap<String, Object> readAll(String prefix);

    /** The host's kernel: addresses, processes, files. */
    Kernel kernel();

    /**
     * Record a fact. The input that is being handled is its cause; {@code furtherCauses} are added.
     *
     * @return the event's id, to be named as a cause later
     */
    EventId record(TraceEvent event, EventId... furtherCauses);

    /**
     * Record a fact that a setting decided.
     *
     * @param settings paths in the scenario, {@code cluster.pacemaker.no-quorum-policy}
     */
    EventId recordBecause(TraceEvent event, List<String> settings, EventId... furtherCauses);

    /** End this process after the current call. */
    void exit(int code);
}
