package dev.quorate.model.pacemaker.agents;

import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.pacemaker.DaemonTimings;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;

/** What the executor offers a running agent. */
public interface AgentHost {

    String resource();

    /** The resource's parameters ({@code OCF_RESKEY_...}). */
    SortedMap<String, String> parameters();

    DaemonTimings timings();

    /** Call {@link AgentRun#onTimer} with that step later. */
    void after(Duration delay, String step, Effects effects);

    /** Open a connection whose inputs come to this run. */
    ConnectionId connect(Endpoint to, Effects effects);

    /** A number for a request to another process; the answer that carries it comes to this run. */
    long requestNumber();

    /** Send gratuitous ARPs from the background, as {@code send_arp} does after the agent has ended. */
    void announceInBackground(String address, int packets, Duration interval, Effects effects);

    /** A state that agents keep in a file under /run, gone at a reboot. */
    Optional<String> state(Effects effects);

    void saveState(String state, Effects effects);

    void clearState(Effects effects);
}
