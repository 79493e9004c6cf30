package dev.quorate.simulation;

import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.StartMode;
import dev.quorate.simulation.engine.Budget;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.simulation.engine.Driver;
import dev.quorate.simulation.host.HostSpec;
import dev.quorate.simulation.host.SimHost;
import dev.quorate.simulation.machines.MachineRegistry;
import dev.quorate.simulation.network.MessageTap;
import dev.quorate.simulation.recording.Recorder;
import dev.quorate.time.RandomStream;
import dev.quorate.time.RandomStreams;
import dev.quorate.time.SimTime;
import dev.quorate.trace.MessageRecord;
import dev.quorate.trace.RunEvent;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * A run that stands at some instant: time goes on when it is told to.
 *
 * <p>A warm start is a true start: every host boots before time zero and the cluster settles for a span whose length is
 * drawn from the seed, so that every protocol is in a phase of its own at time zero. Instants of that warm-up are
 * negative.
 */
public final class RunningSimulation implements AutoCloseable {

    /** The longest period in the cluster's steady state: kubelets renew every 10 s. */
    private static final Duration PHASE = Duration.ofSeconds(12);

    /** How long a run that heals goes on for, after everything was undone. */
    public static final Duration RECOVERY = Duration.ofMinutes(3);

    private final Scenario scenario;
    private final DrivenSystem system;
    private final Driver driver;
    private final World world;
    private final FaultInjector injector;
    private final ActorRef<FaultInjector.Command> root;
    private final boolean heals;
    private boolean ended;

    private RunningSimulation(
            Scenario scenario,
            DrivenSystem system,
            World world,
            FaultInjector injector,
            ActorRef<FaultInjector.Command> root,
            boolean heals) {
        this.scenario = scenario;
        this.system = system;
        this.driver = system.driver();
        this.world = world;
        this.injector = injector;
        this.root = root;
        this.heals = heals;
    }

    static RunningSimulation start(
            Scenario scenario,
            MachineRegistry registry,
            List<HostSpec> hosts,
            Budget budget,
            boolean heals,
            @Nullable Consumer<MessageRecord> messages,
            DrivenSystem system,
            Consumer<TraceRecord> sink) {
        RandomStreams streams = new RandomStreams(scenario.seed());
        boolean warm = scenario.start() == StartMode.WARM;
        RandomStream random = streams.stream("start");
        SimTime start = warm
                ? SimTime.ZERO.minus(scenario.initial().warmUp()).minus(random.uniform(Duration.ZERO, PHASE))
                : SimTime.ZERO;
        Driver driver = system.driver();
        World[] made = new World[1];
        driver.reset(start, budget, () -> made[0] == null ? "nobody" : made[0].mostActive());
        FaultInjector[] listener = new FaultInjector[1];
        Recorder recorder = new Recorder(driver, record -> {
            sink.accept(record);
            if (listener[0] != null) {
                listener[0].onRecord(record);
            }
        });
        World world = new World(scenario, registry, hosts, driver, recorder, streams);
        made[0] = world;
        if (messages != null) {
            world.network().tap(new MessageTap(world.network(), recorder, messages));
        }
        FaultInjector injector = new FaultInjector(world, scenario.timeline());
        listener[0] = injector;
        ActorRef<FaultInjector.Command> root = system.spawnRoot(WorldActor.create(world, injector), "run");
        RunningSimulation running = new RunningSimulation(scenario, system, world, injector, root, heals);
        try {
            SteadyStartPins pins = new SteadyStartPins(
                    world, scenario.initial(), injector.player().whereabouts());
            running.powerEverythingOn(random, warm, pins);
            if (warm) {
                pins.schedule();
            }
            driver.runUntil(SimTime.ZERO);
            recorder.enter(List.of());
            recorder.record("", "", new RunEvent.SteadyStateReached());
            root.tell(new FaultInjector.Command.Begin());
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
        return running;
    }

    /** A warm start boots quickly, in an order drawn from the seed; a cold one takes each host's own boot time. */
    private void powerEverythingOn(RandomStream random, boolean warm, SteadyStartPins pins) {
        for (SimHost host : world.hosts()) {
            world.recorder().enter(List.of());
            if (warm) {
                host.powerOn(SimTime.micros(pins.bootDelay(host.name(), random)));
            } else {
                host.powerOn();
            }
        }
    }

    World world() {
        return world;
    }

    public SimTime now() {
        return driver.now();
    }

    /** Events taken from the queue so far. */
    public long eventCount() {
        return driver.eventCount();
    }

    /** When the timeline's own duration is over. */
    public SimTime plannedEnd() {
        return SimTime.of(scenario.duration());
    }

    public void runUntil(SimTime until) {
        driver.runUntil(until);
    }

    /** Take one event at or before that instant; answers whether there was one. */
    public boolean step(SimTime until) {
        return driver.step(until);
    }

    /** Whether every fault of the timeline is over. */
    public boolean faultsAreOver() {
        return injector.player().isOver();
    }

    /** Whether nothing is left of any fault of the timeline and none is to come. */
    public boolean faultsAreGone() {
        return injector.player().isQuiet();
    }

    /** Undo every fault that stands, and forget those to come. */
    public void heal() {
        root.tell(new FaultInjector.Command.Heal());
    }

    /** Run to the end, healing first where that was asked for. */
    public void runToEnd() {
        runUntil(plannedEnd());
        if (heals) {
            heal();
            runUntil(plannedEnd().plus(RECOVERY));
        }
        end();
    }

    /** The run is over: triggers that never came are noted, and the last event is recorded. */
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        root.tell(new FaultInjector.Command.End());
        driver.runUntil(driver.now());
        world.recorder().enter(List.of());
        world.recorder().record("", "", new RunEvent.RunEnded());
    }

    @Override
    public void close() {
        world.stop();
        system.stopRoot(root);
        driver.reset(SimTime.ZERO, Budget.UNLIMITED, () -> "nobody");
    }
}
