package dev.quorate.experiment;

import dev.quorate.scenario.Topology;
import dev.quorate.scenario.fault.FaultCatalog.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What each kind of fault breaks that the design does not claim to stand: a hunt for each kind, whose plans have it once
 * or twice beside faults that are stood.
 */
public final class Survey {

    /**
     * One kind.
     *
     * @param outcome what its hunt came to
     */
    public record Row(Kind kind, HuntOutcome outcome) {}

    private Survey() {}

    /** The kinds of a profile that a survey of that cluster is about. */
    public static List<Kind> kinds(FaultProfile profile, Topology topology) {
        List<Kind> kinds = new ArrayList<>(profile.fitting(topology));
        kinds.removeIf(FaultProfile::isClaimed);
        return kinds;
    }
}
