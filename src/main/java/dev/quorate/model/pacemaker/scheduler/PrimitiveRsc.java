package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.ClusterOptions.NoQuorumPolicy;
import dev.quorate.model.pacemaker.cib.Constraint.Discovery;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A primitive, alone, in a group or as an instance of a clone (pcmk_sched_primitive.c, pcmk_sched_probes.c). */
final class PrimitiveRsc extends Rsc {

    PrimitiveRsc(Cluster cluster, String id, @Nullable Rsc parent, Primitive primitive) {
        super(cluster, id, primitive.id(), parent, primitive);
    }

    @Override
    int variant() {
        return 0;
    }

    @Override
    @Nullable
    Member assign(@Nullable Member prefer) {
        if (parent != null && !parent.assigning) {
            parent.assign(prefer);
        }
        if (!provisional) {
            return assigned;
        }
        if (assigning) {
            return null; // a loop of colocations
        }
        assigning = true;
        for (ColocationRule rule : new ArrayList<>(thisWith)) {
            followPrimary(rule);
        }
        for (ColocationRule rule : new ArrayList<>(withThis)) {
            if (rule.hasInfluence()) {
                allowed = Colocations.merge(rule.dependent(), allowed, rule.factor(), false, true);
            }
        }
        settleRole();
        choose(prefer);
        assigning = false;
        return assigned;
    }

    /** Let the primary be placed first, then follow it; a mere dislike never leaves the resource without a node. */
    private void followPrimary(ColocationRule rule) {
        Places archive = rule.score() < 0 && !rule.forbids() ? allowed.copy() : null;
        rule.primary().assign(null);
        applyAsDependent(rule.primary(), rule);
        if (archive != null && !allowed.anyAvailable()) {
            allowed = archive;
        }
    }

    private void settleRole() {
        if (nextRole == Role.STOPPED) {
            cluster.score(this, null, -Values.INFINITY);
        } else if (nextRole.compareTo(role) > 0 && !cluster.haveQuorum && cluster.policy == NoQuorumPolicy.FREEZE) {
            nextRole = role;
            because("no-quorum-policy");
        }
    }

    private void choose(@Nullable Member prefer) {
        if (cluster.options.stonithEnabled() && !cluster.hasFenceDevice) {
            managed = false; // nothing is started while fencing is asked for and cannot be done
            because("stonith-enabled");
        }
        if (!managed) {
            nextRole = role;
            Assignment.finish(this, currentNode());
        } else if (cluster.options.stopAllResources()) {
            because("stop-all-resources");
            Assignment.finish(this, null);
        } else if (provisional) {
            chooseBest(prefer);
        }
    }

    /** assign_best_node: the preferred one if it is as good as any, else the best; among equals the current one. */
    private void chooseBest(@Nullable Member prefer) {
        List<Place> sorted = allowed.sorted(currentNode());
        Place best = sorted.isEmpty() ? null : sorted.get(0);
        Place chosen = null;
        if (prefer != null && best != null) {
            chosen = allowed.get(prefer);
            if (chosen != null && (chosen.score < best.score || !chosen.isAvailable())) {
                chosen = null;
            }
        }
        if (chosen == null && best != null) {
            chosen = best;
            Member running = currentNode();
            if (chosen.score > 0
                    && chosen.member.isAvailable()
                    && running != null
                    && running.isAvailable()
                    && running.score >= 0) {
                for (Place place : sorted) {
                    if (place.score != best.score) {
                        break;
                    }
                    if (place.member == running) {
                        chosen = place;
                    }
                }
            }
        }
        Assignment.finish(this, chosen, false);
    }

    @Override
    void createActions() {
        if (nextRole == Role.UNKNOWN) {
            nextRole = assigned == null ? Role.STOPPED : Role.STARTED;
        }
        Member current = currentNode();
        boolean moving = current != null && assigned != null && current != assigned && nextRole == Role.STARTED;
        boolean needStop = moving;
        boolean multiplyActive = (needsFencing ? runningOn.size() : cleanActiveCount()) > 1;
        if (multiplyActive) {
            because("multiple-active");
            if (recovery == Recovery.STOP_START) {
                needStop = true;
            } else if (recovery == Recovery.STOP_UNEXPECTED) {
                needStop = true;
                stopUnexpected = true;
            }
        } else {
            stopUnexpected = false;
        }
        if (startPending) {
            cluster.work(this, Task.START, 0, assigned, true).set(ActionFlag.SHOWN);
        }
        if (!moving && failed) {
            needStop |= mustStop;
        } else if (!moving && blocked) {
            needStop = true;
        }
        restart(needStop);
        changeRole();
        Recurring.create(this);
    }

    /** Stop and start again, as needed or only in case: others' orderings ask for them (schedule_restart_actions). */
    private void restart(boolean needStop) {
        restarting = true;
        Role at = role;
        if (at != Role.STOPPED) {
            stop(!needStop);
            at = Role.STOPPED;
        }
        if (role.compareTo(nextRole) <= 0 && at != role && !blocked && role == Role.STARTED) {
            start(assigned, !needStop);
        }
        restarting = false;
    }

    private void changeRole() {
        if (role == nextRole) {
            return;
        }
        if (nextRole == Role.STOPPED) {
            stop(false);
        } else if (nextRole == Role.STARTED && role == Role.STOPPED) {
            start(assigned, false);
        } else if (nextRole == Role.STARTED && role == Role.UNKNOWN) {
            stop(false); // what is unknown is stopped first
            start(assigned, false);
        }
    }

    private boolean isExpectedOn(@Nullable Member member) {
        return stopUnexpected && restarting && nextRole == Role.STARTED && assigned != null && assigned == member;
    }

    private void stop(boolean optional) {
        for (Member current : new ArrayList<>(runningOn)) {
            if (isExpectedOn(current)) {
                continue;
            }
            Work stop = cluster.work(this, Task.STOP, 0, current, optional);
            if (assigned == null) {
                stop.reason("node availability", true);
            } else if (restarting && stopUnexpected) {
                stop.reason("being multiply active", true);
            }
            if (!managed) {
                stop.clear(ActionFlag.RUNNABLE);
            }
        }
    }

    private void start(@Nullable Member member, boolean optional) {
        Work start = cluster.work(this, Task.START, 0, member, true);
        if (start.is(ActionFlag.RUNNABLE) && !optional) {
            start.clear(ActionFlag.OPTIONAL);
        }
        if (isExpectedOn(member)) {
            start.set(ActionFlag.PSEUDO);
        }
    }

    @Override
    boolean createProbe(Member node) {
        if (!cluster.options.enableStartupProbes() || orphan || knownOn.contains(node.id)) {
            return false;
        }
        Place place = allowed.get(node);
        Rsc top = top();
        if ((exclusiveDiscovery || top.exclusiveDiscovery)
                && (place == null || place.discovery != Discovery.EXCLUSIVE)) {
            return false;
        }
        if (place != null && place.discovery == Discovery.NEVER) {
            return false;
        }
        Work probe = cluster.work(this, Task.MONITOR, 0, node, false);
        probe.clear(ActionFlag.OPTIONAL);
        if (!runningOn.contains(node)) {
            probe.expectedRc = Assignment.NOT_RUNNING;
        }
        Rsc waiting = top.isClone() ? top : this;
        int flags = OrderFlag.OPTIONAL;
        if (!probe.is(ActionFlag.RUNNABLE) && runningOn.isEmpty()) {
            flags |= OrderFlag.RUNNABLE_FIRST;
        }
        cluster.order(new Ordering(this, "", probe, waiting, Task.key(waiting.id, Task.START, 0), null, flags, ""));
        return true;
    }

    @Override
    void internalConstraints() {
        if (!managed) {
            return;
        }
        cluster.order(
                this, Task.STOP, this, Task.START, OrderFlag.OPTIONAL | OrderFlag.IMPLIES_THEN | OrderFlag.RESTART);
    }

    @Override
    void applyToDependent(Rsc dependent, ColocationRule rule) {
        Colocations.apply(dependent, this, rule);
    }

    @Override
    void applyAsDependent(Rsc primary, ColocationRule rule) {
        primary.applyToDependent(this, rule);
    }

    @Override
    void applyLocation(LocationRule rule) {
        applyOwnLocation(rule);
    }

    @Override
    int actionFlags(Work work, @Nullable Member node) {
        return work.flags;
    }

    @Override
    boolean isActive(boolean all) {
        return runningOn.stream().anyMatch(member -> member.unclean || member.online || !managed);
    }

    @Override
    Role state(boolean current) {
        return current ? role : nextRole;
    }
}
