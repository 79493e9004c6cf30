package dev.quorate.model.corosync;

import dev.quorate.golden.Golden;
import org.junit.jupiter.api.Test;

/** Totem message by message: what a sniffer on the ring's network would show. */
class WireTest {

    @Test
    void totemSaysWhatTheGoldenTextShows() {
        Golden.check("totem-wire.txt", WireScript::run);
    }

    @Test
    void knetSaysWhatTheGoldenTextShows() {
        Golden.check("knet-wire.txt", WireScript::run);
    }

    @Test
    void qdeviceAndQnetdSayWhatTheGoldenTextShows() {
        Golden.check("qdevice-wire.txt", WireScript::run);
    }
}
