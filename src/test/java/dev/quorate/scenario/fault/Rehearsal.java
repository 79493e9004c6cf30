package dev.quorate.scenario.fault;

import dev.quorate.model.PowerAction;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.scenario.ClusterSettings;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.Topology;
import dev.quorate.time.EventQueue;
import dev.quorate.time.RandomStream;
import dev.quorate.time.RandomStreams;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.HostEvent;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** A stage without a cluster: what faults do to it is written down. */
final class Rehearsal implements TimelinePlayer.Stage {

    private final Scenario scenario;
    private final TimelinePlayer player;
    private final EventQueue<Long> queue = new EventQueue<>();
    private final StringBuilder log = new StringBuilder();
    private final TreeSet<String> off = new TreeSet<>();
    private SimTime now = SimTime.ZERO;
    private long seq;
    private boolean started;
    private String indent = "";

    Rehearsal(Scenario scenario, long seed) {
        this.scenario = scenario;
        this.player = new TimelinePlayer(scenario.timeline(), new RandomStreams(seed), this);
    }

    String log() {
        return log.toString();
    }

    void start() {
        started = true;
        player.onStart();
    }

    void heal() {
        player.healEverything();
    }

    void end() {
        player.onEnd();
    }

    void run(Duration span) {
        if (!started) {
            start();
        }
        SimTime until = now.plus(span);
        while (queue.nextMicros() <= until.micros()) {
            now = new SimTime(queue.nextMicros());
            Long token = queue.poll();
            if (token != null) {
                player.onTimer(token);
            }
        }
        now = until;
    }

    void record(String host, TraceEvent event) {
        add(host, event, List.of());
    }

    private EventId add(String host, TraceEvent event, List<EventId> causes) {
        EventId id = new EventId(++seq);
        player.onRecord(new TraceRecord(id, now, host, "", event, causes, List.of()));
        return id;
    }

    @Override
    public void setTimer(long token, Duration delay) {
        queue.schedule(now.plus(delay), token);
    }

    @Override
    public EventId openAct(TraceEvent event, List<EventId> causes) {
        log.append(now).append(' ').append(event.kind()).append(": ").append(event.describe());
        log.append(causes.isEmpty() ? "" : " because of " + causes).append('\n');
        indent = "    ";
        return add("", event, causes);
    }

    @Override
    public void closeAct() {
        indent = "";
    }

    @Override
    public FaultTarget world(RandomStream random) {
        return new World(random);
    }

    private void note(String what) {
        log.append(indent).append(what).append('\n');
    }

    /** Writes down every operation. */
    private final class World implements FaultTarget {

        private final RandomStream random;

        World(RandomStream random) {
            this.random = random;
        }

        @Override
        public Topology topology() {
            return scenario.topology();
        }

        @Override
        public ClusterSettings settings() {
            return scenario.settings();
        }

        @Override
        public RandomStream random() {
            return random;
        }

        @Override
        public void power(String host, PowerAction action) {
            note("power " + host + " " + action);
            if (action == PowerAction.OFF) {
                off.add(host);
                record(host, new HostEvent.HostPoweredOff());
            } else {
                off.remove(host);
                record(host, new HostEvent.HostPoweredOn());
            }
        }

        @Override
        public boolean isPowered(String host) {
            return !off.contains(host);
        }

        @Override
        public void freeze(String host, boolean clockJumps) {
            note("freeze " + host + (clockJumps ? ", clock jumps" : ""));
        }

        @Override
        public void thaw(String host) {
            note("thaw " + host);
        }

        @Override
        public void stepClock(String host, Duration step) {
            note("step clock " + host + " " + step);
        }

        @Override
        public void clockRate(String host, long ratePpm) {
            note("clock rate " + host + " " + ratePpm);
        }

        @Override
        public void cpuSlowness(String host, double factor) {
            note("cpu " + host + " " + factor);
        }

        @Override
        public void disk(String host, DiskCondition condition) {
            note("disk " + host + " " + condition);
        }

        @Override
        public void watchdogWorks(String host, boolean works) {
            note("watchdog " + host + " " + works);
        }

        @Override
        public boolean signal(String host, String process, Signal signal) {
            note("signal " + host + " " + process + " " + signal);
            return true;
        }

        @Override
        public boolean spawn(String host, ProcessSpec spec) {
            note("spawn " + host + " " + spec);
            return true;
        }

        @Override
        public void systemctl(String host, String verb, String unit) {
            note("systemctl " + host + " " + verb + " " + unit);
        }

        @Override
        public void processCondition(String host, String process, ProcessCondition condition) {
            note("process " + host + " " + process + " " + condition.kind() + " " + condition.delay());
        }

        @Override
        public List<String> processes(String host) {
            return List.of();
        }

        @Override
        public Optional<Object> file(String host, String path) {
            return Optional.empty();
        }

        @Override
        public void writeFile(String host, String path, Object content) {
            note("write " + host + " " + path + " " + content);
        }

        @Override
        public void deleteFile(String host, String path) {
            note("delete " + host + " " + path);
        }

        @Override
        public void addAddress(String host, String address) {
            note("address " + host + " + " + address);
        }

        @Override
        public void removeAddress(String host, String address) {
            note("address " + host + " - " + address);
        }

        @Override
        public void addRules(String owner, List<NetworkRule> rules) {
            List<String> words = new ArrayList<>();
            for (NetworkRule rule : rules) {
                words.add(rule.from() + ">" + rule.to() + "/" + rule.network() + (rule.isCut() ? "" : "~")
                        + (rule.port() == 0 ? "" : ":" + rule.port()));
            }
            note("rules " + owner + " " + words);
        }

        @Override
        public void removeRules(String owner) {
            note("no rules " + owner);
        }

        @Override
        public void removeAllRules() {
            note("no rules");
        }

        @Override
        public void announcementsHeard(String host, boolean heard) {
            note("announcements " + host + " " + heard);
        }

        @Override
        public void fenceDevice(String device, FenceCondition condition) {
            note("fence device " + device + " " + condition.kind());
        }
    }
}
