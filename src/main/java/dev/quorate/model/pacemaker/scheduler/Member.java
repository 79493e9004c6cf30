package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A cluster node while a transition is worked out (pe_node_shared_s). */
final class Member {

    final String id;
    final String name;
    final SortedMap<String, String> attributes = new TreeMap<>();

    boolean online;
    boolean unclean;
    boolean unseen;
    boolean pending;
    boolean standby;
    boolean shutdown;
    boolean maintenance;
    boolean expectedUp;
    boolean isDc;
    boolean unpacked;

    /** Score of the node itself: minus infinity when nothing may be placed on it. */
    int score;
    /** How many resources are placed on it so far. */
    int placedCount;
    /** Sum of the priorities of what runs on it, for {@code priority-fencing-delay}. */
    int priority;

    final List<String> because = new ArrayList<>();

    @Nullable
    String uncleanReason;

    Member(String id, String name) {
        this.id = id;
        this.name = name;
    }

    /** Whether resources may be placed on it at all (pcmk__node_available). */
    boolean isAvailable() {
        return online && !shutdown && !unclean && !standby && !maintenance;
    }

    void because(String setting) {
        if (!because.contains(setting)) {
            because.add(setting);
        }
    }

    void ban() {
        score = -Values.INFINITY;
    }

    @Override
    public String toString() {
        return name;
    }
}
