package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.golden.Golden;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Small clusters, what is decided for them and why, in golden text. */
class SmallClustersTest {

    @TestFactory
    List<DynamicTest> smallClustersAreDecidedAsWritten() {
        return Golden.tests("scheduler.txt", PolicyNotation::answer);
    }
}
