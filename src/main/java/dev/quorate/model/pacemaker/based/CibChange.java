package dev.quorate.model.pacemaker.based;

import dev.quorate.model.pacemaker.PcsCommands;
import dev.quorate.model.pacemaker.cib.Agent;
import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.LrmOperation;
import dev.quorate.model.pacemaker.cib.LrmResource;
import dev.quorate.model.pacemaker.cib.NodeState;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One change of the CIB; a function of the copy it is applied to, the same on every host. */
public sealed interface CibChange {

    Cib apply(Cib cib);

    /** Whether it touches the configuration, so that the epoch rises. */
    default boolean isConfiguration() {
        return false;
    }

    /** Whether clients hear of it although nothing that is modelled changes. */
    default boolean isAlwaysNews() {
        return false;
    }

    /** Whether it touches {@code crm_config}, so that every controller reads its options anew. */
    default boolean isOption() {
        return false;
    }

    /**
     * A node's membership ({@code node_state}'s attributes).
     *
     * @param join {@code down}, {@code pending}, {@code member}; empty to leave it
     * @param expected {@code down}, {@code member}; empty to leave it
     */
    record Membership(boolean inCcm, boolean online, String join, String expected) {}

    /** The membership of some nodes changed. */
    record MembershipChanged(SortedMap<String, Membership> nodes) implements CibChange {

        public MembershipChanged {
            nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        }

        @Override
        public Cib apply(Cib cib) {
            Cib changed = cib;
            for (Map.Entry<String, Membership> node : nodes.entrySet()) {
                Membership m = node.getValue();
                changed = changed.update(
                        node.getKey(),
                        state -> state.withMembership(
                                m.inCcm(),
                                m.online(),
                                m.join().isEmpty() ? state.join() : m.join(),
                                m.expected().isEmpty() ? state.expected() : m.expected()));
            }
            return changed;
        }
    }

    /** Who the DC is and whether its partition has quorum. */
    record QuorumChanged(boolean quorate, Optional<String> dc, boolean panic) implements CibChange {
        @Override
        public Cib apply(Cib cib) {
            return cib.withQuorum(quorate).withDc(dc).withNoQuorumPanic(panic);
        }
    }

    /** An operation on a resource ended on a node. */
    record OperationRecorded(String node, String resource, Agent agent, LrmOperation operation, TransitionKey key)
            implements CibChange {
        @Override
        public Cib apply(Cib cib) {
            return cib.update(node, state -> state.withResult(resource, agent, operation));
        }
    }

    /** A recurring operation was cancelled on a node. */
    record OperationRemoved(String node, String resource, String historyId) implements CibChange {
        @Override
        public Cib apply(Cib cib) {
            return cib.update(
                    node,
                    state -> state.resource(resource)
                            .map(history -> state.withResource(history.without(historyId)))
                            .orElse(state));
        }
    }

    /** A node's whole history of operations, as its own controller keeps it. */
    record HistoryReplaced(String node, List<LrmResource> resources) implements CibChange {

        public HistoryReplaced {
            resources = List.copyOf(resources);
        }

        @Override
        public Cib apply(Cib cib) {
            return cib.update(node, state -> state.withResources(resources));
        }
    }

    /** A resource's history on a node is forgotten (lrm_delete, crm_resource --cleanup). */
    record ResourceForgotten(String node, String resource) implements CibChange {
        @Override
        public Cib apply(Cib cib) {
            return cib.update(node, state -> state.withoutResource(resource));
        }
    }

    /** A node was fenced: nothing runs there any more, and it is expected to be down. */
    record NodeErased(String node) implements CibChange {
        @Override
        public Cib apply(Cib cib) {
            return cib.update(
                    node,
                    state -> NodeState.unseen(state.id(), state.uname()).withMembership(false, false, "down", "down"));
        }
    }

    /** A node left: its transient attributes go, {@code shutdown} and fail counts among them. */
    record AttributesErased(String node) implements CibChange {
        @Override
        public Cib apply(Cib cib) {
            return cib.status().containsKey(node)
                    ? cib.update(node, state -> state.withAttributes(new TreeMap<>()))
                    : cib;
        }
    }

    /** A transient attribute of a node was set, or removed when {@code value} is null. */
    record AttributeSet(String node, String name, @Nullable String value) implements CibChange {
        @Override
        public Cib apply(Cib cib) {
            return cib.update(node, state -> state.withAttribute(name, value));
        }
    }

    /** Fail counts of a resource are cleared on all nodes or one (the attribute manager's part of a clean-up). */
    record FailCountsCleared(String resource, String node) implements CibChange {
        @Override
        public Cib apply(Cib cib) {
            Cib changed = cib;
            for (String name : cib.status().keySet()) {
                if (node.isEmpty() || node.equals(name)) {
                    changed = changed.update(
                            name,
                            state -> state.withoutAttributes(
                                    attribute -> FailuresForgotten.isFailureOf(resource, attribute)));
                }
            }
            return changed;
        }
    }

    /** Fail counts and failed operations of a resource are forgotten on all nodes or one (crm_resource --cleanup). */
    record FailuresForgotten(String resource, String node) implements CibChange {
        @Override
        public Cib apply(Cib cib) {
            Cib changed = cib;
            for (String name : cib.status().keySet()) {
                if (node.isEmpty() || node.equals(name)) {
                    changed = changed.update(name, state -> forget(state));
                }
            }
            return changed;
        }

        private NodeState forget(NodeState state) {
            boolean all = resource.isEmpty();
            NodeState without = state.withoutAttributes(name -> isFailureOf(resource, name));
            for (LrmResource history : state.resources()) {
                boolean failed = history.operations().stream().anyMatch(LrmOperation::isFailureRecord);
                if (failed && (all || history.id().equals(resource))) {
                    without = without.withoutResource(history.id());
                }
            }
            return without;
        }

        private static boolean isFailureOf(String resource, String attribute) {
            boolean failure = attribute.startsWith("fail-count-") || attribute.startsWith("last-failure-");
            return failure
                    && (resource.isEmpty()
                            || attribute
                                    .substring(attribute.indexOf('-', 5) + 1)
                                    .startsWith(resource + "#"));
        }
    }

    /** The option {@code last-lrm-refresh} was set, so that the policy engine is asked (controld_execd.c). */
    record Refreshed(long atSeconds) implements CibChange {
        @Override
        public boolean isConfiguration() {
            return true;
        }

        @Override
        public boolean isOption() {
            return true;
        }

        @Override
        public boolean isAlwaysNews() {
            return true;
        }

        @Override
        public Cib apply(Cib cib) {
            return cib; // nothing reads it
        }
    }

    /** An operator changed the configuration, in {@code pcs}'s words. */
    record ConfigurationEdited(List<String> command) implements CibChange {

        public ConfigurationEdited {
            command = List.copyOf(command);
        }

        @Override
        public boolean isConfiguration() {
            return true;
        }

        @Override
        public boolean isOption() {
            return command.get(0).equals("property");
        }

        @Override
        public Cib apply(Cib cib) {
            try {
                return cib.withConfiguration(PcsCommands.edit(cib.configuration(), command));
            } catch (IllegalArgumentException overtaken) {
                return cib; // what it names was changed by somebody else since pcs looked
            }
        }
    }
}
