package dev.quorate.scenario.fault;

import dev.quorate.model.PowerAction;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.scenario.ClusterSettings;
import dev.quorate.scenario.Topology;
import dev.quorate.time.RandomStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The world as a fault may touch it: few operations, none of which knows why it is called. The simulation implements it.
 *
 * <p>What is done through it is recorded with the fault's {@code FaultInjected} (or {@code FaultEnded}) event as its
 * cause. Setters replace what was set before; network rules are kept by their owner, so that overlapping faults end
 * apart from each other. An operation on a host that has no power, or on a process that is not there, does nothing and
 * answers false where it answers.
 */
public interface FaultTarget {

    Topology topology();

    ClusterSettings settings();

    /** The stream {@code faults/<id>} of the fault in hand. */
    RandomStream random();

    // ---- hosts

    /** Switch a host's power, also a fence device's. REBOOT is a hard reset. */
    void power(String host, PowerAction action);

    boolean isPowered(String host);

    /** Stop a whole machine, kernel and all, as a hypervisor can; {@code clockJumps} says what its clocks do at the thaw. */
    void freeze(String host, boolean clockJumps);

    void thaw(String host);

    /** Move the wall clock; negative is backwards. */
    void stepClock(String host, Duration step);

    /** Run both clocks at a rate: 1,000,000 is true time. */
    void clockRate(String host, long ratePpm);

    /** Make every process's work take {@code factor} times as long; 1 is normal. */
    void cpuSlowness(String host, double factor);

    void disk(String host, DiskCondition condition);

    /** Whether the host's watchdog resets it when it should; true is normal. */
    void watchdogWorks(String host, boolean works);

    // ---- processes

    /** Send a signal; false when there is no such process. */
    boolean signal(String host, String process, Signal signal);

    /** Start a process, a daemon or an operator's tool, outside systemd; false when one of that name runs. */
    boolean spawn(String host, ProcessSpec spec);

    /** Ask the host's systemd: {@code systemctl(host, "stop", "kube-scheduler")}; {@code unit} may be empty. */
    void systemctl(String host, String verb, String unit);

    /** How a process of that name behaves from now on, in this and later incarnations. */
    void processCondition(String host, String process, ProcessCondition condition);

    /** Names of the processes that run on a host now. */
    List<String> processes(String host);

    // ---- files and addresses

    /** A file on a host's disk: a unit file, a kubeconfig, a certificate. */
    Optional<Object> file(String host, String path);

    void writeFile(String host, String path, Object content);

    void deleteFile(String host, String path);

    /** {@code ip addr add} by hand, with one gratuitous ARP. */
    void addAddress(String host, String address);

    /** {@code ip addr del} by hand. */
    void removeAddress(String host, String address);

    // ---- network

    /** Put rules in force, beside those of other owners. */
    void addRules(String owner, List<NetworkRule> rules);

    /** End every rule of an owner. */
    void removeRules(String owner);

    /** End every rule of every owner. */
    void removeAllRules();

    /** Whether gratuitous ARP sent by a host reaches its neighbours; true is normal. */
    void announcementsHeard(String host, boolean heard);

    // ---- fence devices

    void fenceDevice(String device, FenceCondition condition);
}
