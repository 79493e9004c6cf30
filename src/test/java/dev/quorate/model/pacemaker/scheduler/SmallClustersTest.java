package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.golden.Golden;
import org.junit.jupiter.api.Test;

/** Small clusters, what is decided for them and why, in golden text. */
class SmallClustersTest {

    @Test
    void smallClustersAreDecidedAsWritten() {
        Golden.check("scheduler.txt", PolicyNotation::answer);
    }
}
