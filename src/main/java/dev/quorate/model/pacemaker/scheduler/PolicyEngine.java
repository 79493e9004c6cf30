package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.time.SimTime;
import java.util.List;
import java.util.TreeMap;

/** Decides what a cluster in a given state should do next. */
public final class PolicyEngine {

    private PolicyEngine() {}

    /**
     * The transition that a CIB asks for.
     *
     * @param now the DC's wall clock; what expires is measured against it, in the clock of the CIB's own times
     */
    public static Transition decide(Cib cib, SimTime now) {
        return new Transition(
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                new TreeMap<>(),
                List.of());
    }
}
