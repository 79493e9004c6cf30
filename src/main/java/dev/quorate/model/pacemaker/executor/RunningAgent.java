package dev.quorate.model.pacemaker.executor;

import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Timer;
import dev.quorate.model.pacemaker.DaemonTimings;
import dev.quorate.model.pacemaker.agents.AgentHost;
import dev.quorate.model.pacemaker.agents.AgentRun;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;

/** An agent that runs now, and what the executor offers it. */
final class RunningAgent implements AgentHost {

    /** Where agents keep their state: gone at a reboot, kept when daemons die. */
    private static final String STATE_PATH = "/run/resource-agents/";

    final ExecIpc.Execute execute;
    final long number;
    final AgentRun run;
    private final Execd executor;
    private long requests;

    RunningAgent(Execd executor, ExecIpc.Execute execute, long number, AgentRun run) {
        this.executor = executor;
        this.execute = execute;
        this.number = number;
        this.run = run;
    }

    @Override
    public String resource() {
        return execute.operation().resource();
    }

    @Override
    public SortedMap<String, String> parameters() {
        return execute.operation().parameters();
    }

    @Override
    public DaemonTimings timings() {
        return executor.timings();
    }

    @Override
    public void after(Duration delay, String step, Effects effects) {
        effects.setTimer(Timer.of("step " + step, number), delay);
    }

    @Override
    public ConnectionId connect(Endpoint to, Effects effects) {
        ConnectionId connection = effects.connect(to);
        executor.own(connection, this);
        return connection;
    }

    @Override
    public long requestNumber() {
        return number * 1_000 + ++requests;
    }

    @Override
    public void announceInBackground(String address, int packets, Duration interval, Effects effects) {
        executor.announceInBackground(address, packets, interval, effects);
    }

    @Override
    public Optional<String> state(Effects effects) {
        return effects.kernel().file(STATE_PATH + resource()).map(Object::toString);
    }

    @Override
    public void saveState(String state, Effects effects) {
        effects.kernel().writeFile(STATE_PATH + resource(), state);
    }

    @Override
    public void clearState(Effects effects) {
        effects.kernel().deleteFile(STATE_PATH + resource());
    }
}
