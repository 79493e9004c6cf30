package dev.quorate.verdict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides step by step whether a history of calls on one versioned object can be put in an order that explains every
 * answer (Wing and Gong's search, run just in time as in Lowe, "Testing for linearizability", 2017).
 *
 * <p>It keeps every configuration that is still possible: the object's state, and which of the calls under way have
 * already taken effect, and how. A call without an answer may take effect at any later time, or never. Revisions that
 * such a call made are unknown: they are negative numbers until an answer names them.
 */
final class LeaseRegister {

    /** More calls or configurations than this are not followed: the answer becomes unknown. */
    static final int BOUND = 2_000;

    /** What a call asked for. */
    record Call(String verb, String holder, long expectedRevision) {}

    /** What it was answered. */
    record Reply(int status, String holder, long revision) {}

    private static final long ABSENT = 0;
    private static final long ANY = Long.MIN_VALUE;

    /** The status of a read whose answer could be anything. */
    private static final int UNSEEN = 0;

    /**
     * How a call took effect: the status it must be answered with, the state it saw or made, and whether it made it.
     *
     * @param above its revision is greater than this
     * @param below and less than this
     */
    private record Effect(int status, long revision, String holder, boolean writes, long above, long below) {
        static Effect of(int status) {
            return seen(status, 0, "", 0);
        }

        static Effect seen(int status, long revision, String holder, long above) {
            return new Effect(status, revision, holder, false, above, Long.MAX_VALUE);
        }

        static Effect made(long revision, String holder, long above) {
            return new Effect(200, revision, holder, true, above, Long.MAX_VALUE);
        }

        Effect withRevision(long known) {
            return new Effect(status, known, holder, writes, above, below);
        }

        Effect overwrittenBy(long known) {
            return new Effect(status, revision, holder, writes, above, Math.min(below, known));
        }
    }

    /** An unknown revision is another than this one: an update that expected it was refused. */
    private record Other(long unknown, long revision) {}

    /**
     * One way in which it may stand.
     *
     * @param floor an unknown revision is above it
     * @param highest the greatest revision known to have been made so far
     */
    private record Configuration(
            long revision, String holder, long floor, long highest, TreeMap<Long, Effect> effects, Set<Other> others) {

        static Configuration of(long revision, String holder) {
            return new Configuration(
                    revision, holder, 0, Math.max(0, revision), new TreeMap<>(), Collections.emptySet());
        }

        Configuration with(long id, Effect effect) {
            TreeMap<Long, Effect> more = new TreeMap<>(effects);
            more.put(id, effect);
            return effect.writes()
                    ? new Configuration(effect.revision(), effect.holder(), effect.above(), highest, more, others)
                    : new Configuration(revision, holder, floor, highest, more, others);
        }

        Configuration without(long id) {
            TreeMap<Long, Effect> fewer = new TreeMap<>(effects);
            fewer.remove(id);
            Set<Other> open = new LinkedHashSet<>();
            for (Other other : others) {
                boolean known = other.unknown() == revision;
                for (Effect effect : fewer.values()) {
                    known |= effect.revision() == other.unknown();
                }
                if (known) {
                    open.add(other);
                }
            }
            return new Configuration(revision, holder, floor, highest, fewer, open);
        }

        Configuration withOther(Other other) {
            Set<Other> more = new LinkedHashSet<>(others);
            more.add(other);
            return new Configuration(revision, holder, floor, highest, effects, more);
        }

        /** The unknown revision turned out to be this one; null when it cannot be. */
        @Nullable
        Configuration bind(long unknown, long known) {
            boolean current = revision == unknown;
            if ((current && known <= highest) || others.contains(new Other(unknown, known))) {
                return null;
            }
            TreeMap<Long, Effect> bound = new TreeMap<>();
            for (Map.Entry<Long, Effect> each : effects.entrySet()) {
                Effect effect = each.getValue();
                boolean same = effect.revision() == unknown;
                if (same && (known <= effect.above() || known >= effect.below())) {
                    return null;
                }
                boolean overwritten = current && effect.revision() < 0;
                bound.put(
                        each.getKey(),
                        same ? effect.withRevision(known) : overwritten ? effect.overwrittenBy(known) : effect);
            }
            return new Configuration(
                    current ? known : revision, holder, floor, Math.max(highest, known), bound, others);
        }
    }

    /** How a call may take effect: what it is answered, in which configuration. */
    private record Step(Configuration from, Effect effect) {}

    private final Map<Long, Call> pending = new LinkedHashMap<>();
    private final Set<Long> unanswered = new LinkedHashSet<>();
    private Set<Configuration> possible = new LinkedHashSet<>();
    private boolean gaveUp;

    LeaseRegister() {
        forget();
    }

    boolean gaveUp() {
        return gaveUp;
    }

    /** Something outside the history may have changed the object: anything is possible again. */
    void forget() {
        pending.keySet().removeAll(unanswered);
        unanswered.clear();
        possible = new LinkedHashSet<>();
        possible.add(Configuration.of(ANY, ""));
    }

    /** Whether a write of that holder is under way. */
    boolean expects(String holder) {
        return pending.values().stream()
                .anyMatch(call -> !call.verb().equals("get") && call.holder().equals(holder));
    }

    /** Somebody whose calls are not followed wrote the object; false as for an answer. */
    boolean written(long id, String holder, long revision) {
        call(id, new Call("put", holder, 0));
        return answer(id, new Reply(200, holder, revision));
    }

    /** Somebody whose calls are not followed deleted the object; false as for an answer. */
    boolean deleted(long id) {
        call(id, new Call("delete", "", 0));
        return answer(id, new Reply(200, "", ABSENT));
    }

    void call(long id, Call call) {
        pending.put(id, call);
        if (pending.size() > 64) {
            gaveUp = true;
        }
    }

    /** The answer came; false when no order explains it, and then everything is forgotten. */
    boolean answer(long id, Reply reply) {
        Call call = pending.get(id);
        if (call == null || gaveUp) {
            return true;
        }
        if (reply.status() == 0 || reply.status() >= 500) {
            if (call.verb().equals("get")) {
                drop(id);
            } else {
                unanswered.add(id);
                prune();
            }
            return true;
        }
        if (reply.status() >= 400 && reply.status() != 404 && reply.status() != 409) {
            drop(id);
            return true;
        }
        if (call.verb().equals("update") && reply.status() == 200 && reply.revision() == call.expectedRevision()) {
            // what is there already is not written again: apiserver storage/etcd3/store.go, GuaranteedUpdate
            pending.put(id, new Call("get", call.holder(), 0));
        }
        Set<Configuration> next = new LinkedHashSet<>();
        Set<Configuration> seen = new LinkedHashSet<>();
        for (Configuration each : possible) {
            search(each, id, reply, next, seen);
            if (seen.size() > BOUND) {
                gaveUp = true;
                return true;
            }
        }
        pending.remove(id);
        if (next.isEmpty()) {
            forget();
            return false;
        }
        possible = next;
        prune();
        return true;
    }

    private void drop(long id) {
        pending.remove(id);
        Set<Configuration> next = new LinkedHashSet<>();
        possible.forEach(each -> next.add(each.without(id)));
        possible = next;
    }

    /** Let calls under way take effect in any order until the answered one has, as it was answered. */
    private void search(Configuration from, long id, Reply reply, Set<Configuration> found, Set<Configuration> seen) {
        if (!seen.add(from) || seen.size() > BOUND) {
            return;
        }
        Effect effect = from.effects().get(id);
        if (effect != null) {
            Configuration agreed = agree(from, effect, reply);
            if (agreed != null) {
                found.add(agreed.without(id));
            }
            return;
        }
        for (Map.Entry<Long, Call> other : pending.entrySet()) {
            if (!from.effects().containsKey(other.getKey())) {
                if (other.getKey() == id) {
                    Configuration took = takeKnown(from, id, other.getValue(), reply);
                    if (took != null) {
                        found.add(took.without(id));
                    }
                } else {
                    for (Step each : steps(from, other.getKey(), other.getValue())) {
                        search(each.from().with(other.getKey(), each.effect()), id, reply, found, seen);
                    }
                }
            }
        }
    }

    /** The answered call takes effect now, as answered; null when it cannot. */
    private static @Nullable Configuration takeKnown(Configuration from, long id, Call call, Reply reply) {
        if (from.revision() == ANY) {
            return switch (reply.status()) {
                case 200, 201 -> known(from, reply.revision(), holderAfter(call, reply));
                case 404 -> known(from, ABSENT, "");
                default -> from;
            };
        }
        for (Step step : steps(from, id, call)) {
            Configuration agreed = agree(step.from().with(id, step.effect()), step.effect(), reply);
            if (agreed != null) {
                return agreed;
            }
        }
        return null;
    }

    private static Configuration known(Configuration from, long revision, String holder) {
        return new Configuration(
                revision, holder, 0, Math.max(from.highest(), revision), from.effects(), from.others());
    }

    private static String holderAfter(Call call, Reply reply) {
        return call.verb().equals("get") ? reply.holder() : call.holder();
    }

    /** Whether an effect that was taken agrees with the answer; binds a revision that was unknown. */
    private static @Nullable Configuration agree(Configuration from, Effect effect, Reply reply) {
        int status = reply.status() == 201 ? 200 : reply.status();
        if (effect.status() == UNSEEN) {
            return from;
        }
        if (effect.status() != status) {
            return null;
        }
        if (status != 200) {
            return from;
        }
        if (!effect.holder().equals(reply.holder())) {
            return null;
        }
        if (effect.revision() < 0) {
            return from.bind(effect.revision(), reply.revision());
        }
        return effect.revision() == reply.revision() ? from : null;
    }

    /** How a call may take effect in that state. */
    private static List<Step> steps(Configuration from, long id, Call call) {
        boolean unknown = from.revision() == ANY;
        boolean absent = from.revision() == ABSENT;
        Step written = new Step(from, Effect.made(-id, call.holder(), from.highest()));
        List<Step> steps = new ArrayList<>(2);
        switch (call.verb()) {
            case "get" -> {
                Effect seen = absent ? Effect.of(404) : Effect.seen(200, from.revision(), from.holder(), from.floor());
                steps.add(new Step(from, unknown ? Effect.seen(UNSEEN, ANY, "", 0) : seen));
            }
            case "create" -> {
                if (absent || unknown) {
                    steps.add(written);
                }
                if (!absent) {
                    steps.add(new Step(from, Effect.of(409)));
                }
            }
            case "put" -> steps.add(written);
            case "delete" -> steps.add(new Step(from, Effect.made(ABSENT, "", from.highest())));
            default -> update(from, id, call, steps);
        }
        return steps;
    }

    private static void update(Configuration from, long id, Call call, List<Step> steps) {
        long revision = from.revision();
        long expected = call.expectedRevision();
        Effect written = Effect.made(-id, call.holder(), from.highest());
        if (revision == ABSENT) {
            // a Lease may be created by an update: then the uid that the call expects is what does not fit
            steps.add(new Step(from, Effect.of(404)));
            steps.add(new Step(from, Effect.of(409)));
        } else if (expected == 0) {
            steps.add(new Step(from, written));
        } else if (revision == ANY) {
            steps.add(new Step(from, written));
            steps.add(new Step(from, Effect.of(409)));
        } else if (revision < 0) {
            // the revision is unknown: it is the expected one, or it is another
            Configuration same = from.bind(revision, expected);
            if (same != null) {
                steps.add(new Step(same, Effect.made(-id, call.holder(), same.highest())));
            }
            steps.add(new Step(from.withOther(new Other(revision, expected)), Effect.of(409)));
        } else {
            steps.add(new Step(from, revision == expected ? written : Effect.of(409)));
        }
    }

    /** Forget unanswered writes that can no longer take effect: revisions only rise. */
    private void prune() {
        for (Long id : List.copyOf(unanswered)) {
            Call call = pending.get(id);
            boolean alive = call == null;
            for (Configuration each : possible) {
                boolean took = each.effects().containsKey(id);
                boolean can = each.revision() < 0
                        || call == null
                        || call.expectedRevision() == 0
                        || call.expectedRevision() == each.revision()
                        || call.expectedRevision() > each.highest();
                alive |= !took && can;
            }
            if (!alive) {
                unanswered.remove(id);
                drop(id);
            }
        }
    }
}
