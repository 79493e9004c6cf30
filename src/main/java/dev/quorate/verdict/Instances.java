package dev.quorate.verdict;

import dev.quorate.trace.PacemakerEvent.ResourceStateChanged;
import dev.quorate.trace.StateChange;
import java.util.TreeMap;

/** On how many hosts each resource may be active at once: more than one for a clone. */
final class Instances {

    private final TreeMap<String, Integer> most = new TreeMap<>();

    /** Take in a change of a resource's state; only a start or a stop that succeeds tells. */
    void learn(StateChange change) {
        if (change.record().event() instanceof ResourceStateChanged resource && resource.mostAtOnce() > 1) {
            most.put(change.subject(), resource.mostAtOnce());
        }
    }

    int most(String resource) {
        return most.getOrDefault(resource, 1);
    }
}
