package dev.quorate.simulation.cluster;

import dev.quorate.scenario.fault.FenceCondition;
import dev.quorate.simulation.host.SimHost;

/** How a fence device's condition reaches its firmware. */
public final class FenceConditions {

    private FenceConditions() {}

    public static void apply(FenceCondition condition, String device, SimHost host) {
        if (!host.name().equals(device)) {
            throw new IllegalArgumentException(device + " is not " + host.name() + ", to be " + condition);
        }
    }
}
