package dev.quorate.simulation;

import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.model.pacemaker.PacemakerSettings;
import dev.quorate.scenario.SteadyStart;
import dev.quorate.scenario.fault.Whereabouts;
import dev.quorate.simulation.host.HostCommand;
import dev.quorate.time.RandomStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings the warm-up to the places that a scenario pins, with the means a person has: processes that start later than
 * another do not lead, a resource is moved and the constraint cleared.
 */
final class SteadyStartPins {

    private static final List<String> LEASES = List.of("kube-scheduler", "kube-controller-manager");

    private static final long SECOND = 1_000_000;
    private static final long HOLD_FROM = -88 * SECOND;
    private static final long FIRST_ETCD_CHECK = -90 * SECOND;
    private static final long LAST_ETCD_CHECK = -64 * SECOND;
    private static final long ETCD_CHECK_EVERY = 5 * SECOND;
    private static final long ETCD_PAUSE = 3 * SECOND;

    /** Every host is up by then, and no dc-deadtime (20 s) over. */
    private static final long STOP_PACEMAKER = -88 * SECOND;

    /** By then the only controller has elected itself. */
    private static final long START_PACEMAKER = -58 * SECOND;

    private static final long MOVE_VIP = -45 * SECOND;
    private static final long CLEAR_VIP = -30 * SECOND;
    private static final long RELEASE_LEADERS = -25 * SECOND;

    private final World world;
    private final SteadyStart places;
    private final Whereabouts whereabouts;

    SteadyStartPins(World world, SteadyStart places, Whereabouts whereabouts) {
        this.world = world;
        this.places = places;
        this.whereabouts = whereabouts;
    }

    /** How long a host's boot takes in a warm start: who is to lead etcd comes a second before the other members. */
    Duration bootDelay(String host, RandomStream random) {
        Duration usual = random.uniform(Duration.ofMillis(100), Duration.ofSeconds(2));
        boolean member = world.scenario().topology().etcdNodes().stream()
                .anyMatch(node -> node.name().equals(host));
        if (places.etcdLeader().isEmpty() || !member) {
            return usual;
        }
        return places.etcdLeader().get().equals(host) ? Duration.ofMillis(100) : Duration.ofMillis(1_150);
    }

    /** Schedule what brings the cluster there; called before the warm-up begins. */
    void schedule() {
        List<String> masters = world.scenario().topology().masterNames();
        places.etcdLeader().ifPresent(host -> {
            for (long t = FIRST_ETCD_CHECK; t < LAST_ETCD_CHECK; t += ETCD_CHECK_EVERY) {
                at(t, () -> deposeOtherThan(host));
            }
        });
        places.dc().ifPresent(host -> startLater(masters, host));
        for (String lease : LEASES) {
            places.leader(lease).ifPresent(host -> holdOthers(masters, host, lease, RELEASE_LEADERS));
        }
        places.vip().ifPresent(host -> {
            at(MOVE_VIP, () -> pcs(masters.get(0), "move", vipResource() + " " + host));
            at(CLEAR_VIP, () -> pcs(masters.get(0), "clear", vipResource()));
        });
    }

    /** Pacemaker is started on the other masters only when the chosen one is DC: a DC in place is not replaced. */
    private void startLater(List<String> masters, String chosen) {
        for (String host : masters) {
            if (!host.equals(chosen)) {
                at(STOP_PACEMAKER, () -> run(host, "systemctl", "stop pacemaker"));
                at(START_PACEMAKER, () -> run(host, "systemctl", "start pacemaker"));
            }
        }
    }

    /** On every host but one, a process is stopped from its first moment and goes on when the one had its chance. */
    private void holdOthers(List<String> hosts, String chosen, String process, long releaseMicros) {
        for (String host : hosts) {
            if (!host.equals(chosen)) {
                for (long t = HOLD_FROM; t < releaseMicros; t += SECOND / 4) {
                    at(t, () -> signal(host, process, Signal.STOP));
                }
                at(releaseMicros, () -> signal(host, process, Signal.CONT));
            }
        }
    }

    /** Whoever else leads etcd's Raft is stopped until another one was elected. */
    private void deposeOtherThan(String chosen) {
        for (String leader : whereabouts.etcdLeaders()) {
            if (!leader.equals(chosen)) {
                signal(leader, "etcd", Signal.STOP);
                at(world.driver().nowMicros() + ETCD_PAUSE, () -> signal(leader, "etcd", Signal.CONT));
            }
        }
    }

    private void signal(String host, String process, Signal signal) {
        world.tellHost(host, new HostCommand.Kill(process, signal, List.of()));
    }

    private void at(long micros, Runnable work) {
        world.driver().at(micros, work);
    }

    /** The group, or else the resource, that holds the VIP: the first name of the first line that says IPaddr2. */
    private String vipResource() {
        List<String> resources =
                world.scenario().settings().of(PacemakerSettings.class).resources();
        String line = resources.stream()
                .filter(r -> r.contains("IPaddr2"))
                .findFirst()
                .orElse("vip");
        int group = line.indexOf("--group ");
        String from = group < 0 ? line : line.substring(group + "--group ".length());
        return from.trim().split("\\s+", 2)[0];
    }

    private void pcs(String host, String verb, String rest) {
        run(host, "pcs", "resource " + verb + " " + rest);
    }

    private void run(String host, String tool, String command) {
        Map<String, String> arguments = new TreeMap<>();
        arguments.put("command", command);
        String name = tool + "-" + world.host(host).nextToolNumber();
        world.tellHost(host, new HostCommand.Run(new ProcessSpec(name, tool, arguments), List.of()));
    }
}
