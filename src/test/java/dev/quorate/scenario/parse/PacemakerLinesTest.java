package dev.quorate.scenario.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
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
    void aValueThatDoesNotParseIsNamedWithWhatWouldDo() {
        assertThat(problems("""
              pacemaker {
                resource-defaults.migration-threshold = never
                resources = [
                  "vip ocf:heartbeat:IPaddr2 ip=192.168.15.300 arp_count=many op monitor interval=10s timeout=soon"
                  "svc ocf:pacemaker:Dummy op_sleep=long op stop on-fail=explode meta is-managed=perhaps target-role=Up"
                  "late ocf:pacemaker:Dummy op monitor interval=never"
                  "typo ocf:pacemaker:Dummy op_slep=3 op monitor intervall=3s meta prioritty=3"
                ]
              }
            """))
                .anySatisfy(p -> assertThat(p).contains("bad.conf", "migration-threshold=never", "INFINITY"))
                .anySatisfy(p -> assertThat(p).contains("resources[1]", "ip=192.168.15.300", "an IPv4 address"))
                .anySatisfy(p -> assertThat(p).contains("resources[1]", "arp_count=many", "a whole number"))
                .anySatisfy(p -> assertThat(p).contains("resources[1]", "timeout=soon", "a time, 10s say"))
                .anySatisfy(p -> assertThat(p).contains("resources[2]", "op_sleep=long", "a whole number"))
                .anySatisfy(p -> assertThat(p).contains("resources[2]", "on-fail=explode", "ignore, block, stop"))
                .anySatisfy(p -> assertThat(p).contains("resources[2]", "is-managed=perhaps", "true or false"))
                .anySatisfy(p -> assertThat(p).contains("resources[2]", "target-role=Up", "Started, Stopped"))
                .anySatisfy(p -> assertThat(p).contains("resources[3]", "interval=never", "a time, 10s say"))
                .anySatisfy(p -> assertThat(p).contains("resources[4]", "'op_slep'", "did you mean 'op_sleep'?"))
                .anySatisfy(p -> assertThat(p).contains("resources[4]", "'intervall'", "did you mean 'interval'?"))
                .anySatisfy(p -> assertThat(p).contains("resources[4]", "'prioritty'", "did you mean 'priority'?"));
    }

    @Test
    void aConstraintNamesWhatThereIs() {
        assertThat(problems("""
              pacemaker {
                resources = [ "vip ocf:heartbeat:IPaddr2 ip=10.0.0.9", "svc ocf:pacemaker:Dummy" ]
                constraints = [
                  "location vipp prefers m1"
                  "location vip prefers m11=50"
                  "location vip prefers m1=much"
                  "colocation add vip with scv"
                  "order svc then vip kind=Mandatry"
                  "order svc then vip symmetrical=so-so"
                  "order begin svc then vip"
                  "remove nothing"
                  "location vip likes m1"
                ]
              }
            """))
                .hasSize(9)
                .anySatisfy(p -> assertThat(p).contains("constraints[1]", "'vipp'", "did you mean 'vip'?"))
                .anySatisfy(p -> assertThat(p).contains("constraints[2]", "no node 'm11'", "did you mean 'm1'?"))
                .anySatisfy(p -> assertThat(p).contains("constraints[3]", "'much' is no score"))
                .anySatisfy(p -> assertThat(p).contains("constraints[4]", "'scv'", "did you mean 'svc'?"))
                .anySatisfy(p -> assertThat(p).contains("constraints[5]", "did you mean 'Mandatory'?"))
                .anySatisfy(p -> assertThat(p).contains("constraints[6]", "write true or false"))
                .anySatisfy(p -> assertThat(p).contains("constraints[7]", "'begin'", "start, stop"))
                .anySatisfy(p -> assertThat(p).contains("constraints[8]", "no constraint 'nothing'"))
                .anySatisfy(p -> assertThat(p).contains("constraints[9]", "prefers|avoids"));
    }

    @Test
    void aConstraintOnARefusedResourceIsNoSecondMistake() {
        assertThat(problems("""
              pacemaker {
                resources = [ "vip ocf:heartbeat:IPaddr2 ip=10.0.0.9 op monitor interval=soon" ]
                constraints = [ "location vip prefers m1" ]
              }
            """)).singleElement().satisfies(p -> assertThat(p).contains("interval=soon"));
    }

    private static List<String> problems(String pacemaker) {
        ScenarioException refused = catchThrowableOfType(
                ScenarioException.class,
                () -> ScenarioParser.parseText("bad.conf", HEAD + pacemaker + "}\n", ParseOptions.NONE));
        return refused.problems().stream().map(ScenarioProblem::toString).toList();
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
