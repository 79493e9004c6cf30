package dev.quorate.scenario.fault;

/** What a person types into {@code pcs} and {@code corosync-quorumtool}, rightly or by mistake. */
public sealed interface PcsFault extends OperatorFault {

    /** Fencing is switched off. */
    @FaultKind(
            keyword = "disable-fencing",
            doc = "pcs property set stonith-enabled=false",
            example = "{ at = 20s, operator = disable-fencing, mistake = true }")
    record DisableFencing(
            @Parameter(value = "any master", doc = "where it is typed")
            Target on) implements PcsFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id, "pcs", "property set stonith-enabled=false");
        }

        @Override
        public void undo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id + "-undo", "pcs", "property set stonith-enabled=true");
        }

        @Override
        public String describe() {
            return "operator disables fencing at " + on;
        }
    }

    /** A partition without quorum goes on. */
    @FaultKind(
            keyword = "ignore-quorum",
            doc = "pcs property set no-quorum-policy=ignore",
            example = "{ at = 20s, operator = ignore-quorum, mistake = true }")
    record IgnoreQuorum(
            @Parameter(value = "any master", doc = "where it is typed")
            Target on) implements PcsFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id, "pcs", "property set no-quorum-policy=ignore");
        }

        @Override
        public void undo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id + "-undo", "pcs", "property set no-quorum-policy=stop");
        }

        @Override
        public String describe() {
            return "operator lets the cluster ignore quorum at " + on;
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
            implements PcsFault {
        public SetExpectedVotes {
            Checks.require(votes >= 1, "votes must be at least 1, were " + votes);
        }

        @Override
        public void applyTo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id, "corosync-quorumtool", "-e " + votes);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator sets expected votes to " + votes + " at " + on;
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
            implements PcsFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id, "pcs", "stonith confirm " + node.name());
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator confirms at " + on + " that " + node + " is fenced";
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
            implements PcsFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id, "pcs", "node standby " + node.name());
        }

        @Override
        public void undo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id + "-undo", "pcs", "node unstandby " + node.name());
        }

        @Override
        public String describe() {
            return "operator puts " + node + " in standby";
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
            implements PcsFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id, "pcs", "resource move " + resource + " " + node.name());
        }

        @Override
        public void undo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id + "-undo", "pcs", "resource clear " + resource);
        }

        @Override
        public String describe() {
            return "operator moves " + resource + " to " + node;
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
            implements PcsFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id, "pcs", "resource ban " + resource + " " + node.name());
        }

        @Override
        public void undo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id + "-undo", "pcs", "resource clear " + resource);
        }

        @Override
        public String describe() {
            return "operator bans " + resource + " from " + node;
        }
    }

    /** The cluster looks away. */
    @FaultKind(
            keyword = "maintenance-mode",
            doc = "pcs property set maintenance-mode=true, forgotten unless undone",
            example = "{ at = 20s, operator = maintenance-mode, mistake = true }")
    record MaintenanceMode(
            @Parameter(value = "any master", doc = "where it is typed")
            Target on) implements PcsFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id, "pcs", "property set maintenance-mode=true");
        }

        @Override
        public void undo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id + "-undo", "pcs", "property set maintenance-mode=false");
        }

        @Override
        public String describe() {
            return "operator switches maintenance mode on at " + on;
        }
    }
}
