package dev.quorate.verdict;

import java.util.ArrayList;
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

    /** How a call took effect: the status it must be answered with, and the state it saw or made. */
    private record Effect(int status, long revision, String holder) {}

    private record Configuration(long revision, String holder, TreeMap<Long, Effect> effects) {

        Configuration with(long id, Effect effect) {
            TreeMap<Long, Effect> more = new TreeMap<>(effects);
            more.put(id, effect);
            boolean writes = effect.status() == 200 && effect.revision() == -id;
            return writes
                    ? new Configuration(effect.revision(), effect.holder(), more)
                    : new Configuration(revision, holder, more);
        }

        Configuration without(long id) {
            TreeMap<Long, Effect> fewer = new TreeMap<>(effects);
            fewer.remove(id);
            return new Configuration(revision, holder, fewer);
        }

        /** The unknown revision turned out to be this one. */
        Configuration bind(long unknown, long known) {
            TreeMap<Long, Effect> bound = new TreeMap<>();
            effects.forEach(
                    (id, e) -> bound.put(id, e.revision() == unknown ? new Effect(e.status(), known, e.holder()) : e));
            return new Configuration(revision == unknown ? known : revision, holder, bound);
        }
    }

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
        possible.add(new Configuration(ANY, "", new TreeMap<>()));
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
                    for (Effect each : effects(from, other.getKey(), other.getValue())) {
                        search(from.with(other.getKey(), each), id, reply, found, seen);
                    }
                }
            }
        }
    }

    /** The answered call takes effect now, as answered; null when it cannot. */
    private static @Nullable Configuration takeKnown(Configuration from, long id, Call call, Reply reply) {
        if (from.revision() == ANY) {
            return switch (reply.status()) {
                case 200, 201 -> new Configuration(reply.revision(), holderAfter(call, reply), from.effects());
                case 404 -> new Configuration(ABSENT, "", from.effects());
                default -> from;
            };
        }
        for (Effect effect : effects(from, id, call)) {
            Configuration agreed = agree(from.with(id, effect), effect, reply);
            if (agreed != null) {
                return agreed;
            }
        }
        return null;
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
        if (!effect.holder().equals(reply.holder()) && !reply.holder().isEmpty()) {
            return null;
        }
        if (effect.revision() < 0) {
            return from.bind(effect.revision(), reply.revision());
        }
        return effect.revision() == reply.revision() ? from : null;
    }

    /** How a call may take effect in that state. */
    private static List<Effect> effects(Configuration from, long id, Call call) {
        List<Effect> effects = new ArrayList<>(2);
        boolean unknown = from.revision() == ANY;
        boolean absent = from.revision() == ABSENT;
        switch (call.verb()) {
            case "get" -> {
                if (unknown) {
                    effects.add(new Effect(UNSEEN, ANY, ""));
                } else {
                    effects.add(absent ? new Effect(404, 0, "") : new Effect(200, from.revision(), from.holder()));
                }
            }
            case "create" -> {
                if (absent || unknown) {
                    effects.add(new Effect(200, -id, call.holder()));
                }
                if (!absent) {
                    effects.add(new Effect(409, 0, ""));
                }
            }
            default -> {
                boolean matches = call.expectedRevision() == 0 || call.expectedRevision() == from.revision();
                boolean mayMatch = from.revision() < 0;
                if (unknown || (!absent && (matches || mayMatch))) {
                    effects.add(new Effect(200, -id, call.holder()));
                }
                if (absent) {
                    effects.add(new Effect(404, 0, ""));
                } else if (unknown || (!matches && call.expectedRevision() != 0)) {
                    effects.add(new Effect(409, 0, ""));
                }
            }
        }
        return effects;
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
                        || call.expectedRevision() == each.revision()
                        || (call.expectedRevision() == 0 && !call.verb().equals("create"))
                        || (call.verb().equals("create") && each.revision() == ABSENT);
                alive |= !took && can;
            }
            if (!alive) {
                unanswered.remove(id);
                drop(id);
            }
        }
    }
}
