package dev.quorate.experiment;

import dev.quorate.simulation.RunningSimulation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.Actor;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.Track;
import java.time.Duration;

/**
 * Whether a run has nothing more to tell: no fault stands or is to come, every host is up and quorate, the VIPs and the
 * leaders are single, the API answers everybody; and all that for a while.
 *
 * <p>Looks at fixed instants, so that the end is the same in each run of a seed.
 */
final class Steadiness {

    private static final Duration STEP = Duration.ofSeconds(5);

    /** Longer than a lease, a monitor's interval and a kubelet's period: what was about to happen has happened. */
    private static final int STEPS = 6;

    private final ClusterState state;
    private final RunningSimulation running;

    Steadiness(ClusterState state, RunningSimulation running) {
        this.state = state;
        this.running = running;
    }

    /** Run until steady or until that instant; answers whether it is steady. */
    boolean await(SimTime end) {
        int steps = 0;
        while (running.now().isBefore(end)) {
            SimTime next = running.now().plus(STEP);
            running.runUntil(next.isBefore(end) ? next : end);
            steps = running.faultsAreGone() && isWell() ? steps + 1 : 0;
            if (steps >= STEPS) {
                return true;
            }
        }
        return false;
    }

    private boolean isWell() {
        return all(Track.HOST, "up")
                && all(Track.QUORUM, "quorate")
                && all(Track.API, "reachable")
                && vipsAreSingle()
                && leadersAreSingle();
    }

    private boolean all(Track track, String wanted) {
        for (String subject : state.subjects(track)) {
            for (String found : state.states(track, subject).values()) {
                if (!found.equals(wanted)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean vipsAreSingle() {
        for (String vip : state.subjects(Track.VIP)) {
            if (state.count(Track.VIP, vip, "holds") != 1) {
                return false;
            }
        }
        return true;
    }

    private boolean leadersAreSingle() {
        for (Actor actor : state.actors()) {
            if (state.acting(actor.lease()).size() != 1) {
                return false;
            }
        }
        return true;
    }
}
