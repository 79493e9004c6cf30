package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Constraint.Discovery;
import dev.quorate.model.pacemaker.cib.Values;

/** A node as one resource sees it: with a score (pe_node_t). */
final class Place {

    final Member member;
    int score;
    /** Instances of a clone that are placed here. */
    int count;

    Discovery discovery = Discovery.ALWAYS;

    Place(Member member, int score) {
        this.member = member;
        this.score = score;
    }

    Place copy() {
        Place copy = new Place(member, score);
        copy.discovery = discovery;
        return copy;
    }

    void add(int points) {
        score = Values.add(score, points);
    }

    /** Whether the resource may be placed here. */
    boolean isAvailable() {
        return member.isAvailable() && score >= 0;
    }
}
