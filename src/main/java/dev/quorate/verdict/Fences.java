package dev.quorate.verdict;

import dev.quorate.trace.ClusterState;
import dev.quorate.trace.ClusterState.Fencing;
import java.util.List;

/** Says how fencing failed to make sure that a host is gone. */
final class Fences {

    private Fences() {}

    /** Which protection failed to stop the first of these hosts that still runs. */
    static String failed(List<String> hosts, ClusterState state) {
        for (String host : hosts) {
            if (!state.isOff(host)) {
                return failed(host, state);
            }
        }
        return "";
    }

    static String failed(String host, ClusterState state) {
        Fencing fencing = state.fencing(host);
        if (fencing == null) {
            return "fencing: nobody fenced " + host;
        }
        return switch (fencing.state()) {
            case "confirmed by hand" -> "fencing: a person confirmed that " + host + " was fenced, and it was not";
            case "confirmed" -> "fencing: the device reported " + host + " fenced, and it was not";
            case "failed" -> "fencing: " + host + " could not be fenced";
            default -> "fencing: " + host + " was still to be fenced";
        };
    }
}
