package dev.quorate.scenario.fault;

import dev.quorate.model.PowerAction;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.Vip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person does to a machine and its network by hand. */
public sealed interface HandsOnFault extends OperatorFault {

    /** The VIP is configured by hand. */
    @FaultKind(
            keyword = "add-vip",
            doc = "ip addr add of the VIP by hand, with a gratuitous ARP",
            example = "{ at = 20s, operator = add-vip, node = not vip holder, mistake = true }")
    record AddVip(
            @Parameter(doc = "the host") Target node,

            @Parameter(value = "vip", doc = "the VIP's name")
            String vip) implements HandsOnFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            find(world.topology()).ifPresent(v -> world.addAddress(node.name(), v.address()));
        }

        @Override
        public void undo(FaultTarget world, String id) {
            find(world.topology()).ifPresent(v -> world.removeAddress(node.name(), v.address()));
        }

        @Override
        public List<String> complaints(Topology topology) {
            return find(topology).isPresent()
                    ? List.of()
                    : List.of("no VIP is called '" + vip + "'; there are "
                            + topology.vips().stream().map(Vip::name).toList());
        }

        private Optional<Vip> find(Topology topology) {
            return topology.vips().stream().filter(v -> v.name().equals(vip)).findFirst();
        }

        @Override
        public String describe() {
            return "operator adds the VIP by hand on " + node;
        }
    }

    /** The power of another node than the one that was meant. */
    @FaultKind(
            keyword = "power-off-wrong-node",
            doc = "a person goes to the rack and switches off another node than the one that was meant",
            example = "{ at = 20s, operator = power-off-wrong-node, node = k8s-master02, meant = k8s-master01 }")
    record PowerOffWrongNode(
            @Parameter(doc = "the node that is switched off")
            Target node,

            @Parameter(doc = "the node that was meant") Target meant)
            implements HandsOnFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.power(node.name(), PowerAction.OFF);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.power(node.name(), PowerAction.ON);
        }

        @Override
        public String describe() {
            return "operator powers off " + node + " instead of " + meant;
        }
    }

    /** A packet filter on one host. */
    @FaultKind(
            keyword = "firewall-rule",
            doc = "an iptables rule drops what comes in at a host: to a port, or everything; nothing stops going out",
            example =
                    "{ at = 20s, operator = firewall-rule, node = k8s-master01, port = 5405, network = cluster, for = 1m }")
    record FirewallRule(
            @Parameter(doc = "the host") Target node,

            @Parameter(value = "0", doc = "the port, or 0 for all")
            int port,

            @Parameter(value = "both", doc = "cluster, service or both")
            NetworkFault.Network network)
            implements HandsOnFault {
        public FirewallRule {
            Checks.require(port >= 0 && port <= 65_535, "port must be 0 to 65535, was " + port);
        }

        @Override
        public void applyTo(FaultTarget world, String id) {
            List<NetworkRule> rules = new ArrayList<>();
            for (String net : network.names()) {
                for (String other : Links.others(world.topology(), List.of(node.name()))) {
                    rules.add(NetworkRule.block(net, other, node.name(), port));
                }
            }
            world.addRules(id, rules);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.removeRules(id);
        }

        @Override
        public String describe() {
            return "operator's firewall on " + node + " drops what comes in" + (port == 0 ? "" : " to port " + port)
                    + " on " + network.words();
        }
    }

    /** One master after the other, too fast. */
    @FaultKind(
            keyword = "rolling-reboot",
            doc = "reboot the masters one after the other, with a pause that does not wait for each to come back",
            example = "{ at = 30s, operator = rolling-reboot, pause = 20s, mistake = true }")
    record RollingReboot(
            @Parameter(value = "20s", doc = "from one reboot to the next")
            Duration pause) implements HandsOnFault {
        public RollingReboot {
            Checks.requirePositive("pause", pause);
        }

        @Override
        public void applyTo(FaultTarget world, String id) {
            step(0, world, id);
        }

        @Override
        public Optional<Duration> delayToStep(int step, FaultTarget world) {
            return step < world.topology().masters().size() ? Optional.of(pause) : Optional.empty();
        }

        @Override
        public void step(int step, FaultTarget world, String id) {
            world.systemctl(world.topology().masterNames().get(step), "reboot", "");
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator reboots the masters one after the other, " + Spread.words(pause) + " apart";
        }
    }

    /** Any command of any tool. */
    @FaultKind(
            keyword = "run",
            doc = "run a tool with a command line: pcs, kubectl, etcdctl, corosync-quorumtool",
            example = "{ at = 20s, operator = run, tool = pcs, command = \"resource cleanup vip\", on = k8s-master01 }")
    record Run(
            @Parameter(doc = "the tool") String tool,

            @Parameter(doc = "its command line, the tool's name left out")
            String command,

            @Parameter(value = "any master", doc = "where it is typed")
            Target on)
            implements HandsOnFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id, tool, command);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator runs '" + tool + " " + command + "' at " + on;
        }
    }
}
