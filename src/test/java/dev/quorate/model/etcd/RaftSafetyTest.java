package dev.quorate.model.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Raft's safety rules and linearizable histories under random faults; a failure prints the seed and its schedule. */
class RaftSafetyTest {

    @Test
    void holdsUnderRandomFaults() {
        run(1, 300);
    }

    /** Votes that went out before they were on the disk: two leaders' entries were committed at one index. */
    @Test
    void holdsUnderSchedulesThatOnceBrokeIt() {
        for (long seed : new long[] {1_006_109, 1_016_739}) {
            new RandomFaults(seed).run();
        }
    }

    /** A part of the range by {@code -Draft.firstSeed=} and {@code -Draft.schedules=}. */
    @Test
    @Tag("soak")
    void holdsUnderManyRandomFaults() {
        run(Long.getLong("raft.firstSeed", 1_000_001), Integer.getInteger("raft.schedules", 20_000));
    }

    private static void run(long firstSeed, int schedules) {
        long elections = 0;
        long committed = 0;
        int undecided = 0;
        List<String> broken = new ArrayList<>();
        for (long seed = firstSeed; seed < firstSeed + schedules; seed++) {
            RandomFaults faults = new RandomFaults(seed);
            try {
                faults.run();
            } catch (AssertionError | RuntimeException e) {
                broken.add("seed " + seed + ": " + e + "\n" + String.join("\n", faults.script()));
            }
            elections += faults.elections();
            committed += faults.committed();
            undecided += faults.isUndecided() ? 1 : 0;
        }
        System.out.println("Raft: " + schedules + " schedules, " + elections + " elections, " + committed
                + " entries committed, " + undecided + " histories too open to be judged");
        assertThat(broken).as("schedules that broke a rule").isEmpty();
        assertThat(undecided).as("histories too open to be judged").isLessThanOrEqualTo(schedules / 1_000 + 1);
        assertThat(elections).as("the schedules cause elections").isGreaterThan(2L * schedules);
        assertThat(committed).as("and the cluster goes on committing").isGreaterThan(8L * schedules);
    }
}
