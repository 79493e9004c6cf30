package dev.quorate.scenario.fault;

import dev.quorate.model.PowerAction;
import dev.quorate.scenario.FenceDevice;
import dev.quorate.scenario.Topology;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Faults of the safety devices: power switches and watchdogs. The target is the node that they are there to stop. */
public sealed interface DeviceFault extends Fault {

    /** The node whose device fails. */
    Target node();

    private static void device(FaultTarget world, Target node, Consumer<String> action) {
        world.topology().fenceDeviceOf(node.name()).map(FenceDevice::name).ifPresent(action);
    }

    private static List<String> deviceComplaints(Target node, Topology topology) {
        return node.isSymbolic() || topology.fenceDeviceOf(node.words()).isPresent()
                ? List.of()
                : List.of("'" + node + "' has no fence device in cluster.fence-devices");
    }

    /** Fencing of a node that fails with an error. */
    @FaultKind(
            keyword = "fence-fails",
            doc = "a node's fence device answers with a failure",
            example = "{ at = 20s, fence-fails = k8s-master01, for = 40s }")
    record FenceFails(
            @Parameter(main = true, doc = "the node to be fenced")
            Target node) implements DeviceFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            device(world, node, device -> world.fenceDevice(device, FenceCondition.FAILING));
        }

        @Override
        public void undo(FaultTarget world, String id) {
            device(world, node, device -> world.fenceDevice(device, FenceCondition.NORMAL));
        }

        @Override
        public List<String> complaints(Topology topology) {
            return deviceComplaints(node, topology);
        }

        @Override
        public String describe() {
            return "fence device of " + node + " fails";
        }
    }

    /** A device that does not answer. */
    @FaultKind(
            keyword = "fence-dead",
            doc = "a node's fence device answers nothing; the agent times out",
            example = "{ at = 20s, fence-dead = k8s-master01, for = 2m }")
    record FenceDead(
            @Parameter(main = true, doc = "the node to be fenced")
            Target node) implements DeviceFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            device(world, node, device -> world.fenceDevice(device, FenceCondition.DEAD));
        }

        @Override
        public void undo(FaultTarget world, String id) {
            device(world, node, device -> world.fenceDevice(device, FenceCondition.NORMAL));
        }

        @Override
        public List<String> complaints(Topology topology) {
            return deviceComplaints(node, topology);
        }

        @Override
        public String describe() {
            return "fence device of " + node + " dead";
        }
    }

    /** A device that takes its time. */
    @FaultKind(
            keyword = "fence-slow",
            doc = "a node's fence device takes longer",
            example = "{ at = 20s, fence-slow = k8s-master01, by = 30s }")
    record FenceSlow(
            @Parameter(main = true, doc = "the node to be fenced")
            Target node,

            @Parameter(doc = "how much longer") Duration by)
            implements DeviceFault {
        public FenceSlow {
            Checks.requirePositive("by", by);
        }

        @Override
        public void applyTo(FaultTarget world, String id) {
            device(world, node, device -> world.fenceDevice(device, FenceCondition.slow(by)));
        }

        @Override
        public void undo(FaultTarget world, String id) {
            device(world, node, device -> world.fenceDevice(device, FenceCondition.NORMAL));
        }

        @Override
        public List<String> complaints(Topology topology) {
            return deviceComplaints(node, topology);
        }

        @Override
        public String describe() {
            return "fence device of " + node + " slowed by " + Spread.words(by);
        }
    }

    /** A device that reports success and does nothing. */
    @FaultKind(
            keyword = "fence-lies",
            doc = "a node's fence device reports success without effect",
            example = "{ at = 20s, fence-lies = k8s-master01 }")
    record FenceLies(
            @Parameter(main = true, doc = "the node to be fenced")
            Target node) implements DeviceFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            device(world, node, device -> world.fenceDevice(device, FenceCondition.LYING));
        }

        @Override
        public void undo(FaultTarget world, String id) {
            device(world, node, device -> world.fenceDevice(device, FenceCondition.NORMAL));
        }

        @Override
        public List<String> complaints(Topology topology) {
            return deviceComplaints(node, topology);
        }

        @Override
        public String describe() {
            return "fence device of " + node + " reports success without effect";
        }
    }

    /** A device that is wired to another node. */
    @FaultKind(
            keyword = "fence-hits",
            doc = "a node's fence device switches another node's power and reports success",
            example = "{ at = 20s, fence-hits = k8s-master03, instead-of = k8s-master01 }")
    record FenceHits(
            @Parameter(main = true, doc = "the node whose power is switched")
            Target hit,

            @Parameter(name = "instead-of", doc = "the node that is meant")
            Target node)
            implements DeviceFault {
        public FenceHits {
            Checks.require(!hit.equals(node), "the node that is hit must not be the one that is meant");
        }

        @Override
        public void applyTo(FaultTarget world, String id) {
            device(world, node, device -> world.fenceDevice(device, FenceCondition.wrongNode(hit.name())));
        }

        @Override
        public void undo(FaultTarget world, String id) {
            device(world, node, device -> world.fenceDevice(device, FenceCondition.NORMAL));
        }

        @Override
        public List<String> complaints(Topology topology) {
            return deviceComplaints(node, topology);
        }

        @Override
        public List<Target> targets() {
            return List.of(node, hit);
        }

        @Override
        public String describe() {
            return "fence device of " + node + " switches " + hit + " instead";
        }
    }

    /** A watchdog that does not fire. */
    @FaultKind(
            keyword = "watchdog-fails",
            doc = "a host's watchdog does not reset it",
            example = "{ at = 0s, watchdog-fails = k8s-master01 }")
    record WatchdogFails(
            @Parameter(main = true, doc = "the host") Target node) implements DeviceFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.watchdogWorks(node.name(), false);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.watchdogWorks(node.name(), true);
        }

        @Override
        public String describe() {
            return "watchdog of " + node + " fails";
        }
    }

    /** A node and its BMC hang on one power feed. */
    @FaultKind(
            keyword = "power-feed-off",
            doc = "cut the feed that a node shares with its fence device: nobody can confirm that it is off",
            example = "{ at = 60s, power-feed-off = k8s-master01, for = 3m }")
    record PowerFeedOff(
            @Parameter(main = true, doc = "the node") Target node) implements DeviceFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            device(world, node, device -> world.power(device, PowerAction.OFF));
            world.power(node.name(), PowerAction.OFF);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            device(world, node, device -> world.power(device, PowerAction.ON));
            world.power(node.name(), PowerAction.ON);
        }

        @Override
        public List<String> complaints(Topology topology) {
            return deviceComplaints(node, topology);
        }

        @Override
        public String describe() {
            return "power feed of " + node + " and its fence device cut";
        }
    }
}
