package dev.quorate.scenario.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

/** What Pacemaker would refuse is a problem of the scenario, with its line, before anything runs. */
class PacemakerLinesTest {

    private static final String HEAD = """
            title = "t"
            duration = 1m
            cluster {
              masters = [ { name = m1, cluster = 10.0.0.1 }, { name = m2, cluster = 10.0.0.2 } ]
            """;

    @Test
    void everyBadLineIsNamedWithItsPlace() {
        String text = HEAD + """
              pacemaker {
                resources = [ "vip ocf:heartbeat:IPaddr2 cidr_netmask=24", "svc" ]
                stonith = [
                  "f1 fence_ipmilan pcmk_host_list=m1 pcmk_delay_base=soon"
                  "f2 fence_ipmilan pcmk_host_list=m2"
                  "level add 1 m9 f1,f7"
                  "level down m1"
                ]
                constraints = [ "vip likes m1" ]
              }
            }
            """;
        ScenarioException refused = catchThrowableOfType(
                ScenarioException.class, () -> ScenarioParser.parseText("bad.conf", text, ParseOptions.NONE));
        assertThat(refused.problems().stream().map(ScenarioProblem::toString))
                .anySatisfy(p -> assertThat(p).contains("resources[1]", "IPaddr2 needs its address"))
                .anySatisfy(p -> assertThat(p).contains("resources[2]", "write ID AGENT"))
                .anySatisfy(p -> assertThat(p).contains("stonith[1]", "pcmk_delay_base=soon"))
                .anySatisfy(p -> assertThat(p).contains("stonith[2]", "address"))
                .anySatisfy(p -> assertThat(p).contains("stonith[3]", "no master 'm9'"))
                .anySatisfy(p -> assertThat(p).contains("stonith[3]", "no fence device 'f7'"))
                .anySatisfy(p -> assertThat(p).contains("stonith[4]", "level add NUMBER NODE"))
                .anySatisfy(p -> assertThat(p).contains("constraints[1]", "prefers|avoids"));
    }

    @Test
    void aQuorumDeviceNeedsAHostThatAnswers() {
        String text = HEAD + "corosync.quorum.device { model = net, host = 10.0.0.50 } }";
        ScenarioException refused = catchThrowableOfType(
                ScenarioException.class, () -> ScenarioParser.parseText("bad.conf", text, ParseOptions.NONE));
        assertThat(refused.problems())
                .anySatisfy(p -> assertThat(p.toString()).contains("no host has the address '10.0.0.50'"));
    }
}
