package dev.quorate.model.pacemaker.cib;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A Cluster Information Base.
 *
 * @param haveQuorum {@code have-quorum}: what the membership layer last said
 * @param noQuorumPanic {@code no-quorum-panic}: quorum was had and is lost, and the policy is suicide
 * @param dc the DC's node id ({@code dc-uuid}), when there is one
 * @param status a state for each node that was ever seen, by the node's name
 */
public record Cib(
        boolean haveQuorum,
        boolean noQuorumPanic,
        Optional<String> dc,
        Configuration configuration,
        SortedMap<String, NodeState> status) {

    public Cib {
        status = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(status));
    }

    /** A quorate cluster of that configuration of which nothing is known yet. */
    public static Cib of(Configuration configuration) {
        return new Cib(true, false, Optional.empty(), configuration, new TreeMap<>());
    }

    public Cib withQuorum(boolean quorum) {
        return new Cib(quorum, noQuorumPanic, dc, configuration, status);
    }

    public Cib withNoQuorumPanic(boolean panic) {
        return new Cib(haveQuorum, panic, dc, configuration, status);
    }

    public Cib withDc(Optional<String> nodeId) {
        return new Cib(haveQuorum, noQuorumPanic, nodeId, configuration, status);
    }

    public Cib withConfiguration(Configuration changed) {
        return new Cib(haveQuorum, noQuorumPanic, dc, changed, status);
    }

    public Cib withStatus(SortedMap<String, NodeState> changed) {
        return new Cib(haveQuorum, noQuorumPanic, dc, configuration, changed);
    }

    /** This CIB with one node's state put in place of what was there. */
    public Cib with(NodeState state) {
        TreeMap<String, NodeState> changed = new TreeMap<>(status);
        changed.put(state.uname(), state);
        return withStatus(changed);
    }

    /** This CIB with one node's state changed; a node without a state starts from an unseen one. */
    public Cib update(String uname, UnaryOperator<NodeState> change) {
        return with(change.apply(stateOf(uname)));
    }

    /** A node's state, or that of a node never seen. */
    public NodeState stateOf(String uname) {
        NodeState state = status.get(uname);
        if (state != null) {
            return state;
        }
        String id = configuration.node(uname).map(Node::id).orElse(uname);
        return NodeState.unseen(id, uname);
    }
}
