package dev.quorate.testkit;

import dev.quorate.experiment.Replication;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.host.systemd.UnitFile;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.scenario.parse.ScenarioWriter;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.cluster.ClusterBlueprint;
import dev.quorate.simulation.cluster.StandardMachines;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.simulation.host.HostSpec;
import dev.quorate.simulation.machines.MachineFactory;
import dev.quorate.simulation.machines.MachineRegistry;
import dev.quorate.trace.TraceSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A cluster to be run under faults, in a test. Immutable: every method answers with a changed copy.
 *
 * <pre>{@code
 * Run run = SimulatedCluster.threeMasters().withoutWorkers().with(plan).seed(seed).run();
 * assertThat(run).hasAtMostOneActingLeader("kube-scheduler").hasAtMostOneVipHolder();
 * }</pre>
 *
 * <p>A run is a function of cluster, plan and seed. Runs of one thread share an actor system, so that a run costs
 * tenths of a second.
 */
public final class SimulatedCluster {

    /** How long a run goes on after the last fault of its plan, unless {@link #lasting} says otherwise. */
    public static final Duration AFTERMATH = Duration.ofSeconds(60);

    /** As {@code scenarios/clusters/three-masters.conf} has it. */
    private static final String VIP =
            "vip ocf:heartbeat:IPaddr2 ip=192.168.15.200 cidr_netmask=24 op monitor interval=10s";

    private static final ThreadLocal<DrivenSystem> SYSTEM = ThreadLocal.withInitial(DrivenSystem::create);

    private final Scenario scenario;
    private final Optional<Duration> lasting;
    private final boolean heals;
    private final MachineRegistry machines;
    private final List<String> own;

    private SimulatedCluster(
            Scenario scenario, Optional<Duration> lasting, boolean heals, MachineRegistry machines, List<String> own) {
        this.scenario = scenario;
        this.lasting = lasting;
        this.heals = heals;
        this.machines = machines;
        this.own = List.copyOf(own);
    }

    private static SimulatedCluster of(Scenario scenario) {
        return new SimulatedCluster(scenario, Optional.empty(), false, StandardMachines.registry(), List.of());
    }

    /** The how-to's cluster at its defaults: three masters with fencing, five workers, a client, a VIP. */
    public static SimulatedCluster threeMasters() {
        return masters(3);
    }

    /** A cluster of that many masters with their fence devices, 1 to 9, and the how-to's workers. */
    public static SimulatedCluster masters(int count) {
        List<String> overrides = new ArrayList<>();
        List<String> stonith = new ArrayList<>();
        List<String> constraints = new ArrayList<>();
        for (String name : Topology.of(count, 0).masterNames()) {
            int number = Integer.parseInt(name.substring(name.length() - 2));
            stonith.add("\"fence-" + name + " fence_ipmilan ip=10.0.0." + (100 + number) + " pcmk_host_list=" + name
                    + "\"");
            constraints.add("\"location fence-" + name + " avoids " + name + "\"");
        }
        overrides.add("cluster.pacemaker.resources=[\"" + VIP + "\"]");
        overrides.add("cluster.pacemaker.stonith=[" + String.join(", ", stonith) + "]");
        overrides.add("cluster.pacemaker.constraints=[" + String.join(", ", constraints) + "]");
        if (count == 2) {
            overrides.add("cluster.corosync.quorum.two_node=1");
        }
        Scenario calm =
                Scenario.calm(count + " masters", Duration.ofMinutes(2), 1).withTopology(Topology.of(count, 5));
        return of(parse(ScenarioWriter.write(calm), overrides));
    }

    /**
     * The cluster of a scenario file, or of one in {@code scenarios/clusters}; its own timeline is left aside.
     *
     * @throws IllegalArgumentException when it cannot be read; its message names every problem
     */
    public static SimulatedCluster of(Path file) {
        try {
            Scenario read = ScenarioParser.parseCluster(file.toAbsolutePath(), ParseOptions.NONE)
                    .scenario();
            return of(read.withTimeline(List.of()).withExpectations(List.of()));
        } catch (ScenarioException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * With a setting of another value, as a scenario file spells both: {@code set("cluster.corosync.totem.token", "10s")}.
     *
     * @throws IllegalArgumentException when there is no such setting or it cannot have that value
     */
    public SimulatedCluster set(String path, String value) {
        return with(parse(ScenarioWriter.write(scenario), List.of(path + "=" + value)));
    }

    /** With each of these settings. */
    public SimulatedCluster set(Variant variant) {
        if (variant.settings().isEmpty()) {
            return this;
        }
        List<String> overrides = new ArrayList<>();
        variant.settings().forEach((path, value) -> overrides.add(path + "=" + value));
        return with(parse(ScenarioWriter.write(scenario), overrides));
    }

    private static Scenario parse(String text, List<String> overrides) {
        try {
            return ScenarioParser.parseText("cluster", text, ParseOptions.NONE.overrides(overrides))
                    .scenario();
        } catch (ScenarioException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Without workers and clients, for what happens among the masters: a run costs a half. */
    public SimulatedCluster withoutWorkers() {
        Topology all = scenario.topology();
        return with(scenario.withTopology(
                new Topology(all.masters(), List.of(), all.etcdHosts(), List.of(), all.vips(), all.fenceDevices())));
    }

    /**
     * With a process of the user's own on every master: a unit of that name, started after kube-apiserver and again
     * whenever it ends. The kubeconfig at {@code /etc/kubernetes/admin.conf} lets it use the simulated apiserver through
     * the VIP; it is crashed, cut off, paused and judged like any other.
     *
     * @param name the process's name
     * @param factory makes the machine of each incarnation
     */
    public SimulatedCluster process(String name, MachineFactory factory) {
        List<String> more = new ArrayList<>(own);
        more.add(name);
        return new SimulatedCluster(scenario, lasting, heals, machines.with(name, factory), more);
    }

    /** With another machine in the place of a kind's: {@code replace("kube-scheduler", ...)}. */
    public SimulatedCluster replace(String kind, MachineFactory factory) {
        if (!machines.kinds().contains(kind)) {
            throw new IllegalArgumentException("no process is of kind '" + kind + "'; known: " + machines.kinds());
        }
        return new SimulatedCluster(scenario, lasting, heals, machines.with(kind, factory), own);
    }

    /** Every run has that length, whatever its plan. */
    public SimulatedCluster lasting(Duration span) {
        return new SimulatedCluster(scenario, Optional.of(span), heals, machines, own);
    }

    /** At the end every fault is undone and the run goes on for three minutes: for rules of recovery. */
    public SimulatedCluster healing() {
        return new SimulatedCluster(scenario, lasting, true, machines, own);
    }

    /** Under these faults. */
    public SimulatedCluster with(FaultPlan plan) {
        return with(scenario.withTimeline(plan.faults()));
    }

    public SimulatedCluster seed(Seed seed) {
        return seed(seed.value());
    }

    public SimulatedCluster seed(long seed) {
        return with(scenario.withSeed(seed));
    }

    SimulatedCluster expecting(List<Expectation> expectations) {
        return with(scenario.withExpectations(expectations));
    }

    private SimulatedCluster with(Scenario other) {
        return new SimulatedCluster(other, lasting, heals, machines, own);
    }

    /** What will be run. */
    public Scenario scenario() {
        FaultPlan plan = new FaultPlan(scenario.timeline());
        return scenario.withDuration(lasting.orElse(
                plan.faults().isEmpty() ? scenario.duration() : plan.end().plus(AFTERMATH)));
    }

    boolean heals() {
        return heals;
    }

    /** Names of the processes that only this test knows. */
    List<String> own() {
        return own;
    }

    /** Run it, judged by every rule. */
    public Run run() {
        Scenario ready = scenario();
        return new Run(this, ready, run(ready, record -> {}));
    }

    RunOutcome run(Scenario ready, TraceSink listener) {
        Simulation simulation = Simulation.of(ready).machines(machines).heals(heals);
        if (!own.isEmpty()) {
            simulation = simulation.hosts(hosts(ready));
        }
        return Replication.of(simulation).run(SYSTEM.get(), listener);
    }

    private List<HostSpec> hosts(Scenario ready) {
        List<HostSpec> hosts = new ArrayList<>();
        for (HostSpec host : ClusterBlueprint.of(ready)) {
            hosts.add(ready.topology().masterNames().contains(host.name()) ? withOwn(host) : host);
        }
        return hosts;
    }

    private HostSpec withOwn(HostSpec host) {
        Map<String, Object> files = new TreeMap<>(host.files());
        for (String name : own) {
            UnitFile unit = UnitFile.of(name + ".service", ProcessSpec.of(name))
                    .description("A process of the test's own")
                    .after("network.target", "kube-apiserver.service")
                    .restart(UnitFile.Restart.ALWAYS)
                    .restartSec(Duration.ofSeconds(3));
            files.put(unit.path(), unit);
            files.put(UnitFile.WANTS_FOLDER + unit.name(), unit.name());
        }
        return new HostSpec(host.name(), host.addresses(), host.init(), files, host.settings());
    }
}
