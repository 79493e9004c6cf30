package dev.quorate.testkit;

/** The entry to assertions on runs: {@code import static dev.quorate.testkit.QuorateAssertions.assertThat}. */
public final class QuorateAssertions {

    private QuorateAssertions() {}

    /** Assert something of a run. */
    public static RunAssert assertThat(Run run) {
        return new RunAssert(run);
    }
}
