package dev.quorate.simulation.cluster;

import dev.quorate.model.pacemaker.fencer.BmcMessage;
import dev.quorate.scenario.fault.FenceCondition;
import dev.quorate.simulation.host.SimHost;
import java.time.Duration;

/** How a fence device's condition reaches its firmware. */
public final class FenceConditions {

    private FenceConditions() {}

    /** Let the firmware of that device behave so; {@code node} is whose power it switches when it is in order. */
    public static void apply(FenceCondition condition, String node, SimHost device) {
        device.tell("bmc", new BmcMessage.SetBehaviour(behaviour(condition, node)));
    }

    private static BmcMessage.Behaviour behaviour(FenceCondition condition, String node) {
        return switch (condition.kind()) {
            case NORMAL -> new BmcMessage.Behaviour(BmcMessage.Mode.WORKING, Duration.ZERO, node);
            case DEAD -> new BmcMessage.Behaviour(BmcMessage.Mode.DEAD, Duration.ZERO, node);
            case FAILING -> new BmcMessage.Behaviour(BmcMessage.Mode.FAILING, Duration.ZERO, node);
            case SLOW -> new BmcMessage.Behaviour(BmcMessage.Mode.WORKING, condition.delay(), node);
            case LYING -> new BmcMessage.Behaviour(BmcMessage.Mode.LYING, Duration.ZERO, node);
            case WRONG_NODE -> new BmcMessage.Behaviour(BmcMessage.Mode.WORKING, Duration.ZERO, condition.node());
        };
    }
}
