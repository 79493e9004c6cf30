package dev.quorate.model.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.etcd.Linearizability.Kind;
import dev.quorate.model.etcd.Linearizability.Op;
import dev.quorate.time.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {

    private static Op write(String value, long from, long to) {
        return new Op(Kind.WRITE, "", value, true, from, to);
    }

    private static Op read(String value, long from, long to) {
        return new Op(Kind.READ, "", value, true, from, to);
    }

    @Test
    void aReadMayNotGoBackInTime() {
        assertThat(Linearizability.holds(List.of(write("1", 0, 10), read("1", 20, 30), read("", 40, 50))))
                .isFalse();
        assertThat(Linearizability.holds(List.of(write("1", 0, 60), read("", 20, 30), read("1", 40, 50))))
                .isTrue();
        assertThat(Linearizability.holds(List.of(write("1", 0, 60), read("1", 20, 30), read("", 40, 50))))
                .isFalse();
    }

    @Test
    void aWriteOfUnknownOutcomeMayTakeEffectLateOrNever() {
        Op lost = write("1", 0, Long.MAX_VALUE);
        assertThat(Linearizability.holds(List.of(lost, read("", 10, 20), read("1", 30, 40))))
                .isTrue();
        assertThat(Linearizability.holds(List.of(lost, read("", 10, 20)))).isTrue();
        assertThat(Linearizability.holds(List.of(lost, read("1", 10, 20), read("", 30, 40))))
                .isFalse();
    }

    @Test
    void ofTwoEqualCompareAndSetsOneSucceeds() {
        Op first = new Op(Kind.CAS, "", "a", true, 0, 10);
        Op second = new Op(Kind.CAS, "", "b", true, 5, 15);
        assertThat(Linearizability.holds(List.of(first, second))).isFalse();
        assertThat(Linearizability.holds(List.of(first, new Op(Kind.CAS, "", "b", false, 5, 15))))
                .isTrue();
    }

    @Test
    void agreesWithTryingEveryOrder() {
        RandomStream random = RandomStream.of(1);
        int linearizable = 0;
        for (int round = 0; round < 3_000; round++) {
            List<Op> history = new ArrayList<>();
            int count = 2 + random.nextInt(5);
            for (int i = 0; i < count; i++) {
                history.add(randomOp(random));
            }
            boolean expected = everyOrder(history, new boolean[count], "");
            linearizable += expected ? 1 : 0;
            assertThat(Linearizability.holds(history)).as("%s", history).isEqualTo(expected);
        }
        assertThat(linearizable).as("both answers occur").isBetween(300, 2_700);
    }

    private static Op randomOp(RandomStream random) {
        long from = random.nextInt(40);
        long to = random.chance(0.15) ? Long.MAX_VALUE : from + 1 + random.nextInt(25);
        String value = random.pick(List.of("a", "b"));
        return switch (random.nextInt(3)) {
            case 0 -> write(value, from, to);
            case 1 -> read(random.pick(List.of("", "a", "b")), from, to);
            default -> new Op(Kind.CAS, random.pick(List.of("", "a", "b")), value, random.chance(0.5), from, to);
        };
    }

    /** Brute force: some order of all operations, unknown ones left out at will, that respects real time. */
    private static boolean everyOrder(List<Op> ops, boolean[] done, String state) {
        boolean complete = true;
        for (int i = 0; i < ops.size(); i++) {
            complete &= done[i] || ops.get(i).isUnknown();
        }
        if (complete) {
            return true;
        }
        for (int i = 0; i < ops.size(); i++) {
            if (done[i] || mustWait(ops, done, i)) {
                continue;
            }
            Op op = ops.get(i);
            Optional<String> next = op.kind() == Kind.READ && op.isUnknown() ? Optional.of(state) : op.apply(state);
            done[i] = true;
            boolean found = next.isPresent() && everyOrder(ops, done, next.get());
            done[i] = false;
            if (found) {
                return true;
            }
        }
        return false;
    }

    private static boolean mustWait(List<Op> ops, boolean[] done, int i) {
        for (int j = 0; j < ops.size(); j++) {
            if (!done[j] && ops.get(j).returned() < ops.get(i).invoked()) {
                return true;
            }
        }
        return false;
    }
}
