package dev.quorate.model.pacemaker;

import dev.quorate.golden.Golden;
import org.junit.jupiter.api.Test;

/** Pacemaker's daemons, what they say to each other and what they do, in golden text. */
class PacemakerScriptTest {

    @Test
    void theControllersElectJoinAndActAsWritten() {
        Golden.check("pacemaker-controller.txt", PacemakerScript::run);
    }

    @Test
    void theFencersAskAndActAsWritten() {
        Golden.check("pacemaker-fencer.txt", PacemakerScript::run);
    }

    @Test
    void theExecutorsRunAsWritten() {
        Golden.check("pacemaker-executor.txt", PacemakerScript::run);
    }

    @Test
    void operatorsCommandsDoAsWritten() {
        Golden.check("pacemaker-operator.txt", PacemakerScript::run);
    }
}
