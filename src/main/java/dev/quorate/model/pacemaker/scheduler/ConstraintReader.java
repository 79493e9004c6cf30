package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Constraint;
import dev.quorate.model.pacemaker.cib.Constraint.Discovery;
import dev.quorate.model.pacemaker.cib.Constraint.OrderKind;
import dev.quorate.model.pacemaker.cib.Values;

/** Turns the configured constraints into rules on working resources (pcmk__unpack_constraints). */
final class ConstraintReader {

    private final Cluster cluster;

    ConstraintReader(Cluster cluster) {
        this.cluster = cluster;
    }

    void readAll() {
        for (Constraint constraint : cluster.cib.configuration().constraints()) {
            if (constraint instanceof Constraint.Location location) {
                read(location);
            } else if (constraint instanceof Constraint.Colocation colocation) {
                read(colocation);
            } else if (constraint instanceof Constraint.Order order) {
                read(order);
            }
        }
    }

    /** A resource by its id; by the name of an instance's history its clone (pcmk__find_constraint_resource). */
    private @org.jspecify.annotations.Nullable Rsc find(String constraint, String id) {
        Rsc match = cluster.find(id);
        if (match == null) {
            cluster.problems.add("Ignoring constraint '" + constraint + "' because '" + id + "' does not exist");
            return null;
        }
        return match.id.equals(id) ? match : match.top();
    }

    private void read(Constraint.Location location) {
        Rsc rsc = find(location.id(), location.resource());
        Member member = cluster.member(location.node());
        if (rsc == null || member == null) {
            return;
        }
        if (location.discovery() == Discovery.EXCLUSIVE) {
            rsc.exclusiveDiscovery = true;
        }
        cluster.locations.add(0, new LocationRule(location.id(), rsc, member, location.score(), location.discovery()));
    }

    private void read(Constraint.Colocation colocation) {
        Rsc dependent = find(colocation.id(), colocation.resource());
        Rsc primary = find(colocation.id(), colocation.with());
        if (dependent != null && primary != null) {
            colocate(
                    new ColocationRule(colocation.id(), dependent, primary, colocation.score(), dependent.critical),
                    cluster);
        }
    }

    /** Take a colocation in; two that exclude each other also wait for each other's stop (pcmk__new_colocation). */
    static void colocate(ColocationRule rule, Cluster cluster) {
        if (rule.score() == 0) {
            return;
        }
        ColocationRule.addThisWith(rule.dependent(), rule);
        ColocationRule.addWithThis(rule.primary(), rule);
        if (rule.forbids()) {
            cluster.order(
                    rule.dependent(), Task.STOP, rule.primary(), Task.START, OrderFlag.ANTI_COLOCATION, rule.id());
            cluster.order(
                    rule.primary(), Task.STOP, rule.dependent(), Task.START, OrderFlag.ANTI_COLOCATION, rule.id());
        }
    }

    private void read(Constraint.Order order) {
        Rsc first = find(order.id(), order.first());
        Rsc then = find(order.id(), order.then());
        if (first == null || then == null) {
            return;
        }
        boolean symmetric = order.symmetrical() && order.kind() != OrderKind.SERIALIZE;
        int flags = flags(order.kind(), symmetric, order.firstAction());
        if (order.kind() == OrderKind.OPTIONAL && then.restartsWithOptionalOrders) {
            flags |= OrderFlag.IMPLIES_THEN;
        }
        int cloneMin = first.isClone() ? Math.max(0, Values.score(first.meta.get("clone-min"))) : 0;
        if (cloneMin > 0) {
            orderAfterSome(order, first, then, flags, cloneMin);
        } else {
            cluster.order(first, order.firstAction(), then, order.thenAction(), flags, order.id());
        }
        if (symmetric) {
            int inverse = OrderFlag.OPTIONAL;
            if (order.kind() == OrderKind.MANDATORY
                    || (order.kind() == OrderKind.OPTIONAL && then.restartsWithOptionalOrders)) {
                inverse |= OrderFlag.IMPLIES_FIRST;
            }
            cluster.order(
                    then,
                    Task.inverse(order.thenAction()),
                    first,
                    Task.inverse(order.firstAction()),
                    inverse,
                    order.id());
        }
    }

    /** ordering_flags_for_kind. */
    private static int flags(OrderKind kind, boolean symmetric, String firstAction) {
        int flags = OrderFlag.OPTIONAL;
        if (kind == OrderKind.SERIALIZE) {
            flags |= OrderFlag.SERIALIZE;
        } else if (kind == OrderKind.MANDATORY && !symmetric) {
            flags |= OrderFlag.ASYMMETRICAL;
        } else if (kind == OrderKind.MANDATORY) {
            flags |= OrderFlag.IMPLIES_THEN;
            if (firstAction.equals(Task.START)) {
                flags |= OrderFlag.RUNNABLE_FIRST;
            }
        }
        return flags;
    }

    /** The then-action waits for {@code clone-min} instances only (clone_min_ordering). */
    private void orderAfterSome(Constraint.Order order, Rsc first, Rsc then, int flags, int cloneMin) {
        Work met = cluster.singleton("clone-one-or-more:" + order.id());
        met.requiredBefore = cloneMin;
        met.set(ActionFlag.REQUIRES_ANY);
        for (Rsc instance : first.children) {
            cluster.order(new Ordering(
                    instance,
                    Task.key(instance.id, order.firstAction(), 0),
                    null,
                    null,
                    "",
                    met,
                    OrderFlag.ONE_OR_MORE | OrderFlag.SHOWS_THEN,
                    order.id()));
        }
        cluster.order(new Ordering(
                null,
                "",
                met,
                then,
                Task.key(then.id, order.thenAction(), 0),
                null,
                flags | OrderFlag.RUNNABLE_FIRST,
                order.id()));
    }
}
