package dev.quorate.verdict;

import dev.quorate.trace.Actor;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.Track;
import java.util.Map;

/** Says what a cluster lacks to be well, in words; {@code ""} when it lacks nothing. */
final class Wellness {

    private Wellness() {}

    /** The API as clients see it through the VIP, the VIP itself, and a leader for each component. */
    static String controlPlane(ClusterState state) {
        String vip = vips(state);
        if (!vip.isEmpty()) {
            return vip;
        }
        for (String target : state.subjects(Track.API)) {
            if (throughVip(target, state)) {
                for (Map.Entry<String, String> seen :
                        state.states(Track.API, target).entrySet()) {
                    if (seen.getValue().equals("unreachable") && runs(seen.getKey(), state)) {
                        return "the API cannot be reached at " + target;
                    }
                }
            }
        }
        return leaders(state);
    }

    static String leaders(ClusterState state) {
        for (String lease : state.subjects(Track.LEASE)) {
            if (state.acting(lease).isEmpty() && led(lease, state)) {
                return "nobody leads " + lease;
            }
        }
        for (Actor actor : state.actors()) {
            if (!actor.acts() && state.acting(actor.lease()).isEmpty()) {
                return "nobody leads " + actor.lease();
            }
        }
        return "";
    }

    static String vips(ClusterState state) {
        for (String vip : state.subjects(Track.VIP)) {
            if (state.count(Track.VIP, vip, "holds") == 0) {
                return "nobody holds the VIP " + vip;
            }
        }
        return "";
    }

    /** Whether somebody ever led on that lease: a lease of something else (a node's heartbeat) has no leader. */
    private static boolean led(String lease, ClusterState state) {
        for (Actor actor : state.actors()) {
            if (actor.lease().equals(lease)) {
                return true;
            }
        }
        return false;
    }

    private static boolean throughVip(String target, ClusterState state) {
        for (String vip : state.subjects(Track.VIP)) {
            if (target.contains(vip)) {
                return true;
            }
        }
        return target.toLowerCase(java.util.Locale.ROOT).contains("vip");
    }

    private static boolean runs(String prober, ClusterState state) {
        int slash = prober.indexOf('/');
        return state.isUp(slash < 0 ? prober : prober.substring(0, slash));
    }
}
