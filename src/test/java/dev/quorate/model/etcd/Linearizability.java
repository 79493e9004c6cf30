package dev.quorate.model.etcd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a history of one register could have happened one operation at a time (Wing and Gong, with Lowe's memory of
 * visited configurations).
 *
 * <p>An operation whose outcome nobody knows may take effect at any time after it began, or never.
 */
public final class Linearizability {

    /** What was asked: write, compare-and-set, or read (an empty value: the key does not exist). */
    public enum Kind {
        WRITE,
        CAS,
        READ
    }

    /**
     * One operation.
     *
     * @param expected of a CAS: what it compares with
     * @param value of a write or CAS: the new value; of a read: what it returned
     * @param succeeded of a CAS: whether it compared equal
     * @param returned {@link Long#MAX_VALUE} when its outcome is unknown
     */
    public record Op(Kind kind, String expected, String value, boolean succeeded, long invoked, long returned) {
        public boolean isUnknown() {
            return returned == Long.MAX_VALUE;
        }

        /** The register's value after this op at {@code state}, or empty when it could not happen there. */
        Optional<String> apply(String state) {
            return switch (kind) {
                case WRITE -> Optional.of(value);
                case READ -> state.equals(value) ? Optional.of(state) : Optional.empty();
                case CAS -> {
                    boolean equal = state.equals(expected);
                    if (isUnknown()) {
                        yield Optional.of(equal ? value : state);
                    }
                    yield equal == succeeded ? Optional.of(equal ? value : state) : Optional.empty();
                }
            };
        }
    }

    private static final int MAX_OPS = 64;
    private static final int MAX_CONFIGURATIONS = 2_000_000;

    private record Configuration(long done, String state, Optional<String> before) {}

    private final List<Op> ops;
    private final Set<Configuration> seen = new HashSet<>();

    private Linearizability(List<Op> ops) {
        this.ops = ops;
        if (ops.size() > MAX_OPS) {
            throw new IllegalArgumentException("at most " + MAX_OPS + " operations, was given " + ops.size());
        }
    }

    /** Whether the history is linearizable from an absent key on. */
    public static boolean holds(List<Op> history) {
        List<Op> relevant = new ArrayList<>();
        for (Op op : history) {
            if (!(op.kind() == Kind.READ && op.isUnknown())) {
                relevant.add(op);
            }
        }
        relevant = withoutUnseenValues(relevant);
        return new Linearizability(relevant).search(0, "", Optional.empty());
    }

    /** Values that nobody ever read or compared with are all the same: the search need not tell them apart. */
    private static List<Op> withoutUnseenValues(List<Op> history) {
        Set<String> mentioned = new HashSet<>();
        for (Op op : history) {
            mentioned.add(op.kind() == Kind.READ ? op.value() : op.expected());
        }
        List<Op> plain = new ArrayList<>();
        for (Op op : history) {
            String value = mentioned.contains(op.value()) ? op.value() : "*";
            plain.add(new Op(op.kind(), op.expected(), value, op.succeeded(), op.invoked(), op.returned()));
        }
        plain.sort(Comparator.comparingLong(Op::invoked));
        return plain;
    }

    /** Whether an earlier one of unknown outcome would do as well. */
    private boolean hasTwinBefore(int index, long done) {
        Op op = ops.get(index);
        for (int i = 0; i < index; i++) {
            Op twin = ops.get(i);
            if ((done & 1L << i) == 0
                    && twin.isUnknown()
                    && twin.kind() == op.kind()
                    && twin.expected().equals(op.expected())
                    && twin.value().equals(op.value())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Go on from a configuration.
     *
     * @param before the register's value before an operation of unknown outcome that was just put in: the next one must
     *     come out differently for it, or it could as well be left out
     */
    private boolean search(long done, String state, Optional<String> before) {
        if (!seen.add(new Configuration(done, state, before))) {
            return false;
        }
        if (seen.size() > MAX_CONFIGURATIONS) {
            throw new IllegalStateException("more than " + MAX_CONFIGURATIONS + " configurations");
        }
        long firstReturn = Long.MAX_VALUE;
        boolean complete = true;
        for (int i = 0; i < ops.size(); i++) {
            if ((done & 1L << i) == 0) {
                complete &= ops.get(i).isUnknown();
                firstReturn = Math.min(firstReturn, ops.get(i).returned());
            }
        }
        if (complete) {
            return true; // those of unknown outcome may never have happened
        }
        for (int i = 0; i < ops.size(); i++) {
            Op op = ops.get(i);
            if ((done & 1L << i) != 0 || op.invoked() > firstReturn) {
                continue;
            }
            Optional<String> next = op.apply(state);
            boolean useless =
                    next.equals(before.flatMap(op::apply)) || (op.isUnknown() && next.equals(Optional.of(state)));
            if (next.isPresent() && !useless && !(op.isUnknown() && hasTwinBefore(i, done))) {
                Optional<String> from = op.isUnknown() ? Optional.of(state) : Optional.empty();
                if (search(done | 1L << i, next.get(), from)) {
                    return true;
                }
            }
        }
        return false;
    }
}
