package dev.quorate.model.pacemaker;

import dev.quorate.golden.Golden;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Pacemaker's daemons, what they say to each other and what they do, in golden text. */
class PacemakerScriptTest {

    @TestFactory
    List<DynamicTest> theControllersElectJoinAndActAsWritten() {
        return Golden.tests("pacemaker-controller.txt", PacemakerScript::run);
    }

    @TestFactory
    List<DynamicTest> theFencersAskAndActAsWritten() {
        return Golden.tests("pacemaker-fencer.txt", PacemakerScript::run);
    }

    @TestFactory
    List<DynamicTest> theExecutorsRunAsWritten() {
        return Golden.tests("pacemaker-executor.txt", PacemakerScript::run);
    }

    @TestFactory
    List<DynamicTest> operatorsCommandsDoAsWritten() {
        return Golden.tests("pacemaker-operator.txt", PacemakerScript::run);
    }
}
