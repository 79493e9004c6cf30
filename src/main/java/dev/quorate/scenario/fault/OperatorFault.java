package dev.quorate.scenario.fault;

import dev.quorate.model.PowerAction;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.model.host.systemd.UnitFile;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.Vip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a person does, rightly or by mistake, at a host and with the tools that a person has.
 *
 * <p>A tool is a process of its own ({@code pcs}, {@code kubectl}, {@code etcdctl}): it may hang, fail or be killed.
 */
public sealed interface OperatorFault extends Fault {

    @Override
    default boolean isOperator() {
        return true;
    }

    /** Type a command at a host's terminal. */
    private static void type(FaultTarget world, Target host, String id, String tool, String command) {
        world.spawn(host.name(), new ProcessSpec(tool + "-" + id, tool, Map.of("command", command)));
    }

    /** Fencing is switched off. */
    @FaultKind(
            keyword = "disable-fencing",
            doc = "pcs property set stonith-enabled=false",
            example = "{ at = 20s, operator = disable-fencing, mistake = true }")
    record DisableFencing(
            @Parameter(value = "any master", doc = "where it is typed")
            Target on) implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            type(world, on, id, "pcs", "property set stonith-enabled=false");
        }

        @Override
        public void undo(FaultTarget world, String id) {
            type(world, on, id + "-undo", "pcs", "property set stonith-enabled=true");
        }

        @Override
        public String describe() {
            return "operator disables fencing at " + on;
        }

        @Override
        public List<Target> targets() {
            return List.of(on);
        }
    }

    /** A partition without quorum goes on. */
    @FaultKind(
            keyword = "ignore-quorum",
            doc = "pcs property set no-quorum-policy=ignore",
            example = "{ at = 20s, operator = ignore-quorum, mistake = true }")
    record IgnoreQuorum(
            @Parameter(value = "any master", doc = "where it is typed")
            Target on) implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            type(world, on, id, "pcs", "property set no-quorum-policy=ignore");
        }

        @Override
        public void undo(FaultTarget world, String id) {
            type(world, on, id + "-undo", "pcs", "property set no-quorum-policy=stop");
        }

        @Override
        public String describe() {
            return "operator lets the cluster ignore quorum at " + on;
        }

        @Override
        public List<Target> targets() {
            return List.of(on);
        }
    }

    /** votequorum is told another number of votes. */
    @FaultKind(
            keyword = "set-expected-votes",
            doc = "corosync-quorumtool -e VOTES",
            example = "{ at = 20s, operator = set-expected-votes, votes = 1, on = k8s-master01 }")
    record SetExpectedVotes(
            @Parameter(doc = "the votes") int votes,

            @Parameter(value = "any master", doc = "where it is typed")
            Target on)
            implements OperatorFault {
        public SetExpectedVotes {
            Checks.require(votes >= 1, "votes must be at least 1, were " + votes);
        }

        @Override
        public void applyTo(FaultTarget world, String id) {
            type(world, on, id, "corosync-quorumtool", "-e " + votes);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator sets expected votes to " + votes + " at " + on;
        }

        @Override
        public List<Target> targets() {
            return List.of(on);
        }
    }

    /** A person says that a node is off. */
    @FaultKind(
            keyword = "confirm-fenced",
            doc = "pcs stonith confirm NODE, whether it is off or not",
            example = "{ at = 34s, operator = confirm-fenced, node = k8s-master01, mistake = true, think = 8s ± 3s }")
    record ConfirmFenced(
            @Parameter(doc = "the node that is said to be off")
            Target node,

            @Parameter(value = "dc", doc = "where it is typed")
            Target on)
            implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            type(world, on, id, "pcs", "stonith confirm " + node.name());
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator confirms at " + on + " that " + node + " is fenced";
        }

        @Override
        public List<Target> targets() {
            return List.of(node, on);
        }
    }

    /** The VIP is configured by hand. */
    @FaultKind(
            keyword = "add-vip",
            doc = "ip addr add of the VIP by hand, with a gratuitous ARP",
            example = "{ at = 20s, operator = add-vip, node = not vip holder, mistake = true }")
    record AddVip(
            @Parameter(doc = "the host") Target node,

            @Parameter(value = "vip", doc = "the VIP's name")
            String vip) implements OperatorFault {
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

        @Override
        public List<Target> targets() {
            return List.of(node);
        }
    }

    /** A second daemon, past systemd and leader election. */
    @FaultKind(
            keyword = "start-by-hand",
            doc = "start a program by hand beside its unit, without leader election unless told otherwise",
            example = "{ at = 20s, operator = start-by-hand, process = kube-scheduler, node = k8s-master02 }")
    record StartByHand(
            @Parameter(doc = "kube-scheduler or kube-controller-manager")
            String process,

            @Parameter(doc = "the host") Target node,

            @Parameter(value = "false", doc = "its --leader-elect")
            boolean leaderElect)
            implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.spawn(
                    node.name(),
                    new ProcessSpec(byHand(), process, Map.of("leader-elect", Boolean.toString(leaderElect))));
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.signal(node.name(), byHand(), Signal.TERM);
        }

        private String byHand() {
            return process + "-by-hand";
        }

        @Override
        public String describe() {
            return "operator starts " + process + " by hand on " + node
                    + (leaderElect ? "" : " without leader election");
        }

        @Override
        public List<Target> targets() {
            return List.of(node);
        }
    }

    /** A node may run nothing any more. */
    @FaultKind(
            keyword = "standby",
            doc = "pcs cluster standby NODE; undone by unstandby",
            example = "{ at = 20s, operator = standby, node = vip holder, for = 1m }")
    record Standby(
            @Parameter(doc = "the node") Target node,

            @Parameter(value = "any master", doc = "where it is typed")
            Target on)
            implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            type(world, on, id, "pcs", "node standby " + node.name());
        }

        @Override
        public void undo(FaultTarget world, String id) {
            type(world, on, id + "-undo", "pcs", "node unstandby " + node.name());
        }

        @Override
        public String describe() {
            return "operator puts " + node + " in standby";
        }

        @Override
        public List<Target> targets() {
            return List.of(node, on);
        }
    }

    /** A move leaves a constraint behind. */
    @FaultKind(
            keyword = "move-resource",
            doc = "pcs resource move RESOURCE NODE; undone by pcs resource clear",
            example = "{ at = 20s, operator = move-resource, resource = vip, node = k8s-master02 }")
    record MoveResource(
            @Parameter(doc = "the resource") String resource,
            @Parameter(doc = "where to") Target node,

            @Parameter(value = "any master", doc = "where it is typed")
            Target on)
            implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            type(world, on, id, "pcs", "resource move " + resource + " " + node.name());
        }

        @Override
        public void undo(FaultTarget world, String id) {
            type(world, on, id + "-undo", "pcs", "resource clear " + resource);
        }

        @Override
        public String describe() {
            return "operator moves " + resource + " to " + node;
        }

        @Override
        public List<Target> targets() {
            return List.of(node, on);
        }
    }

    /** A ban is left behind. */
    @FaultKind(
            keyword = "ban-resource",
            doc = "pcs resource ban RESOURCE NODE; undone by pcs resource clear",
            example = "{ at = 20s, operator = ban-resource, resource = vip, node = k8s-master03 }")
    record BanResource(
            @Parameter(doc = "the resource") String resource,
            @Parameter(doc = "the node it must not run on") Target node,

            @Parameter(value = "any master", doc = "where it is typed")
            Target on)
            implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            type(world, on, id, "pcs", "resource ban " + resource + " " + node.name());
        }

        @Override
        public void undo(FaultTarget world, String id) {
            type(world, on, id + "-undo", "pcs", "resource clear " + resource);
        }

        @Override
        public String describe() {
            return "operator bans " + resource + " from " + node;
        }

        @Override
        public List<Target> targets() {
            return List.of(node, on);
        }
    }

    /** The cluster looks away. */
    @FaultKind(
            keyword = "maintenance-mode",
            doc = "pcs property set maintenance-mode=true, forgotten unless undone",
            example = "{ at = 20s, operator = maintenance-mode, mistake = true }")
    record MaintenanceMode(
            @Parameter(value = "any master", doc = "where it is typed")
            Target on) implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            type(world, on, id, "pcs", "property set maintenance-mode=true");
        }

        @Override
        public void undo(FaultTarget world, String id) {
            type(world, on, id + "-undo", "pcs", "property set maintenance-mode=false");
        }

        @Override
        public String describe() {
            return "operator switches maintenance mode on at " + on;
        }

        @Override
        public List<Target> targets() {
            return List.of(on);
        }
    }

    /** A unit that does not come back after a boot. */
    @FaultKind(
            keyword = "disable-unit",
            doc = "systemctl disable UNIT: it runs on, and is gone after the next boot",
            example = "{ at = 0s, operator = disable-unit, unit = kube-scheduler, node = k8s-master03 }")
    record DisableUnit(
            @Parameter(doc = "the unit, without .service") String unit,
            @Parameter(doc = "the host") Target node) implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.systemctl(node.name(), "disable", unit);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.systemctl(node.name(), "enable", unit);
        }

        @Override
        public String describe() {
            return "operator leaves " + unit + " disabled on " + node;
        }

        @Override
        public List<Target> targets() {
            return List.of(node);
        }
    }

    /** A unit file that is not there. */
    @FaultKind(
            keyword = "remove-unit-file",
            doc = "delete a unit's file and reload systemd: it can no longer be started",
            example = "{ at = 0s, operator = remove-unit-file, unit = kube-scheduler, node = k8s-master03 }")
    record RemoveUnitFile(
            @Parameter(doc = "the unit, without .service") String unit,
            @Parameter(doc = "the host") Target node) implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.deleteFile(node.name(), UnitFile.path(unit + ".service"));
            world.systemctl(node.name(), "daemon-reload", "");
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator removes the unit file of " + unit + " on " + node;
        }

        @Override
        public List<Target> targets() {
            return List.of(node);
        }
    }

    /** A file that is not there. */
    @FaultKind(
            keyword = "remove-file",
            doc = "delete a file of a host: a kubeconfig, a certificate, a key",
            example = "{ at = 0s, operator = remove-file, file = /etc/kubernetes/scheduler.conf, node = k8s-master03 }")
    record RemoveFile(
            @Parameter(doc = "its path") String file,
            @Parameter(doc = "the host") Target node) implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.deleteFile(node.name(), file);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator removes " + file + " on " + node;
        }

        @Override
        public List<Target> targets() {
            return List.of(node);
        }
    }

    /** A Lease is deleted by hand. */
    @FaultKind(
            keyword = "delete-lease",
            doc = "kubectl delete lease",
            example = "{ at = 20s, operator = delete-lease, lease = kube-scheduler }")
    record DeleteLease(
            @Parameter(doc = "the lease's name, in kube-system")
            String lease,

            @Parameter(value = "any master", doc = "where it is typed")
            Target on)
            implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            type(world, on, id, "kubectl", "delete lease " + lease + " -n kube-system");
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator deletes the lease " + lease;
        }

        @Override
        public List<Target> targets() {
            return List.of(on);
        }
    }

    /** A Lease's holder is edited by hand. */
    @FaultKind(
            keyword = "edit-lease",
            doc = "kubectl patch lease: write another holderIdentity, or none",
            example = "{ at = 20s, operator = edit-lease, lease = kube-scheduler, holder = \"\" }")
    record EditLease(
            @Parameter(doc = "the lease's name, in kube-system")
            String lease,

            @Parameter(value = "", doc = "the holderIdentity to write; empty clears it")
            String holder,

            @Parameter(value = "any master", doc = "where it is typed")
            Target on)
            implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            type(world, on, id, "kubectl", "patch lease " + lease + " -n kube-system --holder-identity=" + holder);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator " + (holder.isEmpty() ? "clears the holder" : "writes the holder " + holder)
                    + " of the lease " + lease;
        }

        @Override
        public List<Target> targets() {
            return List.of(on);
        }
    }

    /** A member is added to etcd. */
    @FaultKind(
            keyword = "etcd-member-add",
            doc = "etcdctl member add: the cluster counts it at once, before it runs",
            example = "{ at = 80s, operator = etcd-member-add, member = etcd-new, address = 10.0.0.9 }")
    record EtcdMemberAdd(
            @Parameter(doc = "the member's name") String member,
            @Parameter(doc = "its peer address") String address,

            @Parameter(value = "any master", doc = "where it is typed")
            Target on)
            implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            type(world, on, id, "etcdctl", "member add " + member + " --peer-urls=" + address);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator adds the etcd member " + member;
        }

        @Override
        public List<Target> targets() {
            return List.of(on);
        }
    }

    /** A member is removed from etcd. */
    @FaultKind(
            keyword = "etcd-member-remove",
            doc = "etcdctl member remove",
            example = "{ at = 80s, operator = etcd-member-remove, member = k8s-master01 }")
    record EtcdMemberRemove(
            @Parameter(doc = "the member's name") String member,

            @Parameter(value = "any master", doc = "where it is typed")
            Target on)
            implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            type(world, on, id, "etcdctl", "member remove " + member);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator removes the etcd member " + member;
        }

        @Override
        public List<Target> targets() {
            return List.of(on);
        }
    }

    /** One member makes a cluster of its own. */
    @FaultKind(
            keyword = "etcd-force-new-cluster",
            doc = "stop etcd's unit and start it by hand with --force-new-cluster",
            example = "{ at = 80s, operator = etcd-force-new-cluster, node = k8s-master01, mistake = true }")
    record EtcdForceNewCluster(@Parameter(doc = "the host") Target node) implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.systemctl(node.name(), "stop", "etcd");
        }

        @Override
        public Optional<Duration> delayToStep(int step, FaultTarget world) {
            return step == 1 ? Optional.of(Duration.ofSeconds(8)) : Optional.empty();
        }

        @Override
        public void step(int step, FaultTarget world, String id) {
            world.spawn(node.name(), new ProcessSpec("etcd", "etcd", Map.of("force-new-cluster", "true")));
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator forces a new etcd cluster on " + node;
        }

        @Override
        public List<Target> targets() {
            return List.of(node);
        }
    }

    /** A copy of etcd's store is put by. */
    @FaultKind(
            keyword = "etcd-snapshot-save",
            doc = "etcdctl snapshot save FILE, on the host it is typed at",
            example = "{ at = 10s, operator = etcd-snapshot-save, node = k8s-master01 }")
    record EtcdSnapshotSave(
            @Parameter(doc = "where it is typed and kept") Target node,

            @Parameter(value = "/var/backups/etcd.db", doc = "the file")
            String file)
            implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            type(world, node, id, "etcdctl", "snapshot save " + file);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator saves a snapshot of etcd on " + node;
        }

        @Override
        public List<Target> targets() {
            return List.of(node);
        }
    }

    /** An old copy of the store comes back into a live cluster. */
    @FaultKind(
            keyword = "etcd-snapshot-restore",
            doc = "stop etcd's unit, restore a snapshot that was saved on this host, start etcd by hand from it",
            example = "{ at = 80s, operator = etcd-snapshot-restore, node = k8s-master01, mistake = true }")
    record EtcdSnapshotRestore(
            @Parameter(doc = "the host") Target node,

            @Parameter(value = "/var/backups/etcd.db", doc = "the file")
            String file)
            implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.systemctl(node.name(), "stop", "etcd");
        }

        @Override
        public Optional<Duration> delayToStep(int step, FaultTarget world) {
            return step == 1 ? Optional.of(Duration.ofSeconds(8)) : Optional.empty();
        }

        @Override
        public void step(int step, FaultTarget world, String id) {
            world.spawn(node.name(), new ProcessSpec("etcd", "etcd", Map.of("restore-from", file)));
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator restores an old snapshot of etcd on " + node;
        }

        @Override
        public List<Target> targets() {
            return List.of(node);
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
            implements OperatorFault {
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

        @Override
        public List<Target> targets() {
            return List.of(node, meant);
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
            implements OperatorFault {
        public FirewallRule {
            Checks.require(port >= 0 && port <= 65_535, "port must be 0 to 65535, was " + port);
        }

        @Override
        public void applyTo(FaultTarget world, String id) {
            List<NetworkRule> rules = new ArrayList<>();
            for (String net : network.names()) {
                for (String other : NetworkFault.Links.others(world.topology(), List.of(node.name()))) {
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

        @Override
        public List<Target> targets() {
            return List.of(node);
        }
    }

    /** One master after the other, too fast. */
    @FaultKind(
            keyword = "rolling-reboot",
            doc = "reboot the masters one after the other, with a pause that does not wait for each to come back",
            example = "{ at = 30s, operator = rolling-reboot, pause = 20s, mistake = true }")
    record RollingReboot(
            @Parameter(value = "20s", doc = "from one reboot to the next")
            Duration pause) implements OperatorFault {
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

        @Override
        public List<Target> targets() {
            return List.of();
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
            implements OperatorFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            type(world, on, id, tool, command);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator runs '" + tool + " " + command + "' at " + on;
        }

        @Override
        public List<Target> targets() {
            return List.of(on);
        }
    }
}
