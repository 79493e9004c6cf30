package dev.quorate.model.corosync;

import dev.quorate.golden.Golden;
import org.junit.jupiter.api.Test;

/** Who is quorate, on whole rings: measured cases, and some of our own. */
class QuorumOfRingsTest {

    @Test
    void whatRealCorosyncAnsweredTheModelAnswers() {
        Golden.check("corosync-quorum-measured.txt", RingScript::run);
    }

    @Test
    void lastManStandingAndTheOperatorsTool() {
        Golden.check("corosync-quorum.txt", RingScript::run);
    }
}
