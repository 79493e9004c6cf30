package dev.quorate.model.pacemaker.agents;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Lab;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.Settings;
import dev.quorate.model.Timer;
import dev.quorate.model.pacemaker.DaemonTimings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Runs one agent after another on a host n1, as the executor would, and tells how each ended. */
final class AgentBench implements Machine, AgentHost {

    private final Lab lab = new Lab(1).latency(Duration.ofMillis(1), Duration.ofMillis(1));
    private final SortedMap<String, String> parameters = new TreeMap<>();
    private final Supplier<? extends AgentRun> agent;
    private AgentRun run;
    private String state = "";
    private String announced = "";
    private long requests;

    AgentBench(Supplier<? extends AgentRun> agent, Map<String, String> parameters) {
        this.agent = agent;
        this.parameters.putAll(parameters);
        this.run = agent.get();
        lab.host("n1", Map.of("cluster", "10.0.0.1"));
        lab.kind("agent", spec -> this);
    }

    Lab lab() {
        return lab;
    }

    /** The addresses that were announced, how often and how far apart. */
    String announced() {
        return announced;
    }

    /** Run a task: {@code rc reason} and after how many whole seconds it ended. */
    String run(String task) {
        run = agent.get();
        long began = lab.now().micros();
        lab.start("n1", "agent", () -> new Machine() {
            @Override
            public void onStart(Effects effects) {
                run.start(task, AgentBench.this, effects);
            }

            @Override
            public void onTimer(Timer timer, Effects effects) {
                run.onTimer(timer.name(), AgentBench.this, effects);
            }

            @Override
            public void onLocal(String from, Message message, Effects effects) {
                run.onLocal(from, message, AgentBench.this, effects);
            }

            @Override
            public void onLocalLost(String peer, Effects effects) {
                run.onLocalLost(peer, AgentBench.this, effects);
            }

            @Override
            public void onConnected(ConnectionId connection, Effects effects) {
                run.onConnected(connection, AgentBench.this, effects);
            }

            @Override
            public void onReceived(ConnectionId connection, Message message, Effects effects) {
                run.onReceived(connection, message, AgentBench.this, effects);
            }

            @Override
            public void onDisconnected(ConnectionId connection, ConnectionError error, Effects effects) {
                run.onDisconnected(connection, error, AgentBench.this, effects);
            }
        });
        for (int i = 0; i < 30_000 && !run.isFinished(); i++) {
            lab.runFor(Duration.ofMillis(1));
        }
        lab.signal("n1", "agent", dev.quorate.model.Signal.KILL);
        long seconds = (lab.now().micros() - began) / 1_000_000;
        return run.isFinished() ? (run.rc() + " " + run.reason()).trim() + " after " + seconds + " s" : "no end";
    }

    @Override
    public void onStart(Effects effects) {}

    @Override
    public String resource() {
        return "r";
    }

    @Override
    public SortedMap<String, String> parameters() {
        return parameters;
    }

    @Override
    public DaemonTimings timings() {
        return Settings.defaults(DaemonTimings.class);
    }

    @Override
    public void after(Duration delay, String step, Effects effects) {
        effects.setTimer(Timer.of(step), delay);
    }

    @Override
    public ConnectionId connect(Endpoint to, Effects effects) {
        return effects.connect(to);
    }

    @Override
    public long requestNumber() {
        return ++requests;
    }

    @Override
    public void announceInBackground(String address, int packets, Duration interval, Effects effects) {
        announced += address + " x" + packets + " every " + interval.toMillis() + " ms;";
    }

    @Override
    public Optional<String> state(Effects effects) {
        return state.isEmpty() ? Optional.empty() : Optional.of(state);
    }

    @Override
    public void saveState(String content, Effects effects) {
        state = content;
    }

    @Override
    public void clearState(Effects effects) {
        state = "";
    }
}
