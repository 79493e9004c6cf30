package dev.quorate.model.pacemaker.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.golden.Golden;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The agents and units under Pacemaker's executor: what they do and what it hears of it. */
class AgentsGoldenTest {

    @Test
    void agentsDoAsWritten() {
        AgentScript bench = new AgentScript();
        Golden.check("agents.txt", bench::answer);
    }

    /** A start is done when the unit is ready, or the time is over, whichever comes first. */
    @Property(tries = 60)
    void aStartEndsWhenTheUnitIsReadyOrTheTimeIsOver(
            @ForAll @IntRange(min = 1, max = 40) int ready, @ForAll @IntRange(min = 1, max = 40) int timeout) {
        if (ready == timeout) {
            return;
        }
        String answer = new AgentScript()
                .answer("unit web Type=notify ready-after=" + ready + "s\nstart systemd:web timeout=" + timeout
                        + "s\nrun 50s");
        assertThat(answer).contains(ready < timeout ? "start of web ok" : "start of web timed out");
    }

    /** Whatever is done in whatever order: a monitor says what the last finished start or stop made. */
    @Property(tries = 60)
    void aMonitorSaysWhatTheLastOperationMade(@ForAll boolean[] starts) {
        AgentScript bench = new AgentScript();
        StringBuilder script = new StringBuilder();
        boolean on = false;
        for (boolean start : starts) {
            script.append(start ? "start" : "stop").append(" ocf:heartbeat:IPaddr2 ip=10.0.0.9\nrun 2s\n");
            on = start;
        }
        String answer = bench.answer(script + "monitor ocf:heartbeat:IPaddr2 ip=10.0.0.9\nrun 2s\nholds 10.0.0.9");
        assertThat(answer).contains(on ? "monitor of IPaddr2 ok" : "monitor of IPaddr2 not running");
        assertThat(answer).contains(on ? "n1 has 10.0.0.9" : "n1 has not 10.0.0.9");
    }
}
