package dev.quorate.scenario.fault;

import dev.quorate.model.ProcessSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a person does to etcd with {@code etcdctl} and its flags. */
public sealed interface EtcdFault extends OperatorFault {

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
            implements EtcdFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id, "etcdctl", "member add " + member + " --peer-urls=" + address);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator adds the etcd member " + member;
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
            implements EtcdFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id, "etcdctl", "member remove " + member);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator removes the etcd member " + member;
        }
    }

    /** One member makes a cluster of its own. */
    @FaultKind(
            keyword = "etcd-force-new-cluster",
            doc = "stop etcd's unit and start it by hand with --force-new-cluster",
            example = "{ at = 80s, operator = etcd-force-new-cluster, node = k8s-master01, mistake = true }")
    record EtcdForceNewCluster(@Parameter(doc = "the host") Target node) implements EtcdFault {
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
            implements EtcdFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            OperatorFault.type(world, node, id, "etcdctl", "snapshot save " + file);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator saves a snapshot of etcd on " + node;
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
            implements EtcdFault {
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
    }
}
