package dev.quorate.model.corosync;

import dev.quorate.golden.Golden;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Totem message by message: what a sniffer on the ring's network would show. */
class WireTest {

    @TestFactory
    List<DynamicTest> totemSaysWhatTheGoldenTextShows() {
        return Golden.tests("totem-wire.txt", WireScript::run);
    }

    @TestFactory
    List<DynamicTest> knetSaysWhatTheGoldenTextShows() {
        return Golden.tests("knet-wire.txt", WireScript::run);
    }

    @TestFactory
    List<DynamicTest> qdeviceAndQnetdSayWhatTheGoldenTextShows() {
        return Golden.tests("qdevice-wire.txt", WireScript::run);
    }
}
