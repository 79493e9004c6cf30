package dev.quorate.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.time.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The checker of lease histories beside one that tries every order of every call. */
class LeaseRegisterTest {

    private static final long NEVER = Long.MAX_VALUE;

    /** A call, what it was answered, and when; status 0 when nobody knows whether it took effect. */
    private record Op(
            String verb, String holder, long expected, int status, String seen, long revision, long from, long to) {

        boolean isUnknown() {
            return status == 0;
        }

        boolean writes() {
            return !verb.equals("get");
        }

        Op answered(int other, String holderSeen, long revisionSeen) {
            return new Op(verb, holder, expected, other, holderSeen, revisionSeen, from, to);
        }
    }

    /** Brute force over orders, over which unknown writes took effect, and over the revisions that those made. */
    private static final class EveryOrder {
        private final List<Op> ops;
        private final boolean[] done;
        private final List<Long> candidates = new ArrayList<>();

        EveryOrder(List<Op> ops) {
            this.ops = ops;
            done = new boolean[ops.size()];
            TreeSet<Long> known = new TreeSet<>(List.of(10L));
            for (Op op : ops) {
                known.add(op.revision);
                known.add(op.expected);
            }
            for (long revision : known) {
                if (revision > 0) {
                    candidates.add(revision);
                }
                candidates.add(revision + 3); // between two that are known there is room for several
                candidates.add(revision + 6);
            }
        }

        boolean holds() {
            return holds(10, "a", 10);
        }

        private boolean holds(long revision, String holder, long highest) {
            boolean complete = true;
            for (int i = 0; i < ops.size(); i++) {
                complete &= done[i] || ops.get(i).isUnknown();
            }
            if (complete) {
                return true;
            }
            for (int i = 0; i < ops.size(); i++) {
                if (!done[i] && !mustWait(i)) {
                    done[i] = true;
                    boolean found = takes(ops.get(i), revision, holder, highest);
                    done[i] = false;
                    if (found) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean mustWait(int i) {
            for (int j = 0; j < ops.size(); j++) {
                if (!done[j] && ops.get(j).to < ops.get(i).from) {
                    return true;
                }
            }
            return false;
        }

        private boolean takes(Op op, long revision, String holder, long highest) {
            boolean absent = revision == 0;
            if (op.verb.equals("update") && op.status == 200 && op.revision == op.expected) {
                return op.revision == revision && op.seen.equals(holder) && holds(revision, holder, highest);
            }
            int status = switch (op.verb) {
                case "get" -> absent ? 404 : 200;
                case "create" -> absent ? 200 : 409;
                case "put", "delete" -> 200;
                default -> absent ? 404 : op.expected == 0 || op.expected == revision ? 200 : 409;
            };
            if (op.isUnknown() && (status != 200 || !op.writes())) {
                return holds(revision, holder, highest);
            }
            boolean refusedForItsUid = status == 404 && op.status == 409 && op.verb.equals("update");
            if (!op.isUnknown() && status != op.status && !refusedForItsUid) {
                return false;
            }
            if (status != 200) {
                return holds(revision, holder, highest);
            }
            if (!op.writes()) {
                return op.seen.equals(holder) && op.revision == revision && holds(revision, holder, highest);
            }
            if (op.verb.equals("delete")) {
                return holds(0, "", highest);
            }
            if (!op.isUnknown()) {
                return op.revision > highest && holds(op.revision, op.holder, op.revision);
            }
            for (long made : candidates) {
                if (made > highest && holds(made, op.holder, made)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A true history of a lease, and often one of its answers changed. */
    private static List<Op> draw(RandomStream random) {
        int count = 2 + random.nextInt(4);
        long[] from = new long[count];
        long[] at = new long[count];
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // no two instants are the same
            from[i] = 30L * random.nextInt(40) + 3 * i;
            at[i] = from[i] + 30L * random.nextInt(15) + 1;
            order.add(i);
        }
        order.sort((x, y) -> Long.compare(at[x], at[y]));
        Op[] ops = new Op[count];
        long revision = 10;
        String holder = "a";
        long next = 20;
        for (int i : order) {
            String verb = random.pick(List.of("get", "get", "update", "update", "update", "create", "put", "delete"));
            String by = random.pick(List.of("", "a", "b", "c"));
            long expected = verb.equals("update") ? (random.chance(0.7) ? revision : 10 * (1 + random.nextInt(4))) : 0;
            boolean outside = verb.equals("put") || verb.equals("delete");
            long to = outside ? at[i] : at[i] + 30L * random.nextInt(15) + 1;
            Op op = new Op(verb, by, expected, 200, "", 0, outside ? at[i] : from[i], to);
            boolean absent = revision == 0;
            int status = switch (verb) {
                case "get" -> absent ? 404 : 200;
                case "create" -> absent ? 200 : 409;
                case "put", "delete" -> 200;
                default -> absent ? 404 : expected == 0 || expected == revision ? 200 : 409;
            };
            if (status == 200 && verb.equals("get")) {
                op = op.answered(200, holder, revision);
            } else if (status == 200 && verb.equals("delete")) {
                op = op.answered(200, "", 0);
                revision = 0;
            } else if (status == 200) {
                revision = next;
                next += 10;
                holder = by;
                op = op.answered(200, by, revision);
            } else {
                op = op.answered(status, "", 0);
            }
            if (!outside && random.chance(0.15)) {
                op = new Op(verb, by, expected, 0, "", 0, from[i], NEVER);
            }
            ops[i] = op;
        }
        if (random.chance(0.7)) {
            int victim = random.nextInt(count);
            ops[victim] = changed(ops[victim], random);
        }
        return Arrays.asList(ops);
    }

    private static Op changed(Op op, RandomStream random) {
        if (op.isUnknown() || op.verb.equals("put") || op.verb.equals("delete")) {
            return op;
        }
        if (op.verb.equals("get")) {
            return random.chance(0.2)
                    ? op.answered(404, "", 0)
                    : op.answered(200, random.pick(List.of("", "a", "b", "c")), 10 * (1 + random.nextInt(4)));
        }
        return switch (random.nextInt(3)) {
            case 0 -> op.answered(200, op.holder, 5 + 10 * random.nextInt(6));
            case 1 -> op.answered(409, "", 0);
            default -> op.answered(404, "", 0);
        };
    }

    /** The checker on the same history, event by event; an outside write is told when it happened. */
    private static boolean checked(List<Op> ops) {
        LeaseRegister register = new LeaseRegister();
        register.written(1_000, "a", 10);
        boolean holds = true;
        for (long t = 0; t <= 2_200; t++) {
            for (int i = 0; i < ops.size(); i++) {
                Op op = ops.get(i);
                if (op.from == t && !op.verb.equals("put") && !op.verb.equals("delete")) {
                    register.call(i + 1, new LeaseRegister.Call(op.verb, op.writes() ? op.holder : "", op.expected));
                }
            }
            for (int i = 0; i < ops.size(); i++) {
                Op op = ops.get(i);
                if (op.verb.equals("put") && op.to == t) {
                    holds &= register.written(i + 1, op.holder, op.revision);
                } else if (op.verb.equals("delete") && op.to == t) {
                    holds &= register.deleted(i + 1);
                } else if (op.isUnknown() ? t == op.from + 210 : op.to == t) {
                    int status = op.status == 200 && op.verb.equals("create") ? 201 : op.status;
                    holds &= register.answer(i + 1, new LeaseRegister.Reply(status, op.seen, op.revision));
                }
            }
        }
        assertThat(register.gaveUp()).isFalse();
        return holds;
    }

    @Test
    void agreesWithTryingEveryOrder() {
        RandomStream random = RandomStream.of(11);
        int broken = 0;
        int missed = 0;
        int rounds = 12_000;
        for (int round = 0; round < rounds; round++) {
            List<Op> ops = draw(random);
            boolean expected = new EveryOrder(ops).holds();
            boolean checked = checked(ops);
            broken += expected ? 0 : 1;
            if (expected) {
                assertThat(checked).as("round %s: %s", round, ops).isTrue();
            } else if (checked) {
                missed++;
                System.out.println("missed " + ops);
            }
        }
        System.out.println("lease histories: " + broken + " of " + rounds + " not linearizable, " + missed + " missed");
        assertThat(broken).as("both answers occur").isBetween(rounds / 10, rounds * 9 / 10);
        assertThat(missed).isZero();
    }
}
