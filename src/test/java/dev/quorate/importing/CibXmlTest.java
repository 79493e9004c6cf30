package dev.quorate.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.ClusterOptions.NoQuorumPolicy;
import dev.quorate.model.pacemaker.cib.NodeState;
import dev.quorate.model.pacemaker.scheduler.DrawnCib;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CibXmlTest {

    private static final String HEAD = "<cib have-quorum=\"1\" dc-uuid=\"1\">\n<configuration>\n";

    private static CibXml read(String text) {
        return CibXml.read("cib.xml", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> said(List<ImportProblem> problems) {
        return problems.stream().map(ImportProblem::describe).toList();
    }

    @Test
    void readsWhatWasWritten() {
        for (long seed = 0; seed < 100; seed++) {
            Cib drawn = DrawnCib.of(seed);
            CibXml read = read(CibText.of(drawn));
            assertThat(read.problems()).isEmpty();
            assertThat(read.cib()).as("seed %d", seed).contains(drawn);
        }
    }

    @Test
    void readsOptionsNodesAndStates() {
        Cib cib = read(HEAD
                        + "<crm_config><cluster_property_set id=\"o\">"
                        + "<nvpair id=\"a\" name=\"no-quorum-policy\" value=\"freeze\"/>"
                        + "<nvpair id=\"b\" name=\"stonith-enabled\" value=\"false\"/></cluster_property_set></crm_config>"
                        + "<nodes><node id=\"1\" uname=\"m1\"/></nodes><resources/></configuration>"
                        + "<status><node_state id=\"1\" uname=\"m1\" in_ccm=\"true\" crmd=\"online\" join=\"member\""
                        + " expected=\"member\"/></status></cib>")
                .cib()
                .orElseThrow();
        assertThat(cib.configuration().options().noQuorumPolicy()).isEqualTo(NoQuorumPolicy.FREEZE);
        assertThat(cib.configuration().options().stonithEnabled()).isFalse();
        assertThat(cib.haveQuorum()).isTrue();
        assertThat(cib.stateOf("m1")).isEqualTo(NodeState.member("1", "m1"));
    }

    @Test
    void tellsEveryProblemWithItsLine() {
        CibXml read = read(HEAD
                + "<crm_config><cluster_property_set id=\"o\">\n"
                + "<nvpair id=\"a\" name=\"no-quorum-policy\" value=\"frezze\"/>\n"
                + "</cluster_property_set></crm_config>\n"
                + "<nodes><node id=\"1\" uname=\"m1\"/>\n<node id=\"2\" uname=\"m1\"/></nodes>\n"
                + "<resources>\n<primitive id=\"vip\" class=\"ocf\" type=\"IPaddr2\"/>\n"
                + "<primitive id=\"vip\" class=\"systemd\" type=\"x\"><operations>\n"
                + "<op id=\"p\" name=\"monitor\" interval=\"often\"/></operations></primitive></resources>\n"
                + "</configuration></cib>");
        assertThat(read.cib()).isEmpty();
        assertThat(said(read.problems()))
                .anyMatch(text -> text.startsWith("cib.xml:4: no-quorum-policy: 'frezze' is not one of stop, freeze"))
                .contains("cib.xml:7: two nodes are named 'm1'")
                .contains("cib.xml:9: primitive 'vip' of class ocf has no provider")
                .contains("cib.xml:11: operation monitor of 'vip': interval 'often' is no time")
                .anyMatch(text -> text.endsWith("two resources have the id 'vip'"));
    }

    @Test
    void namesWhatIsBeyondTheModelledSubset() {
        CibXml read = read(HEAD
                + "<crm_config/><nodes><node id=\"1\" uname=\"m1\"/></nodes><resources>\n"
                + "<clone id=\"db\"><meta_attributes id=\"m\"><nvpair id=\"n\" name=\"promotable\" value=\"true\"/>"
                + "</meta_attributes><primitive id=\"pg\" class=\"ocf\" provider=\"heartbeat\" type=\"pgsql\"/></clone>\n"
                + "<bundle id=\"box\"/>\n"
                + "<primitive id=\"vip\" class=\"ocf\" provider=\"heartbeat\" type=\"IPaddr2\"/></resources>\n"
                + "<constraints>\n<rsc_colocation id=\"c\" rsc=\"vip\" with-rsc=\"db\" score=\"INFINITY\"/>\n"
                + "<rsc_location id=\"l\" rsc=\"vip\"><rule id=\"r\" score=\"1\"/></rsc_location>\n"
                + "<rsc_ticket id=\"t\" rsc=\"vip\" ticket=\"x\"/></constraints></configuration></cib>");
        assertThat(read.problems()).isEmpty();
        assertThat(read.cib()).isPresent();
        assertThat(said(read.unsupported()))
                .contains("cib.xml:4: not modelled: promotable clone 'db'")
                .contains("cib.xml:5: not modelled: bundle 'box'")
                .anyMatch(text -> text.startsWith("cib.xml:8: not modelled: constraint 'c' on 'db'"))
                .contains("cib.xml:9: not modelled: a rule in location constraint 'l'")
                .contains("cib.xml:10: not modelled: ticket constraint 't'");
    }

    @Test
    void refusesNamesThatATerminalWouldObey() {
        CibXml read = read(HEAD
                + "<crm_config/><nodes><node id=\"1\" uname=\"m1\"/></nodes><resources>\n"
                + "<primitive id=\"v&#x9b;31mip&#10;x\" class=\"ocf\" provider=\"heartbeat\" type=\"IPaddr2\">"
                + "<operations><op id=\"o\" name=\"monitor\" interval=\"1&#x202e;s\"/></operations></primitive>"
                + "</resources></configuration></cib>");
        assertThat(read.cib()).isEmpty();
        assertThat(said(read.problems()))
                .contains("cib.xml:4: attribute 'id' of <primitive> holds a control character")
                .contains("cib.xml:4: attribute 'interval' of <op> holds a control character")
                .allMatch(text -> text.chars().noneMatch(SafeXml::isUnprintable));
    }

    @Test
    void refusesMoreInstancesThanAnyClusterHasNodes() {
        CibXml read = read(HEAD
                + "<crm_config/><nodes><node id=\"1\" uname=\"m1\"/></nodes><resources>\n"
                + "<clone id=\"c\"><meta_attributes id=\"m\"><nvpair id=\"n\" name=\"clone-max\" value=\"2000000000\"/>"
                + "</meta_attributes><primitive id=\"p\" class=\"systemd\" type=\"x\"/></clone></resources>"
                + "</configuration></cib>");
        assertThat(said(read.problems())).contains("cib.xml:4: clone-max of 'c' is more than 1000: 2000000000");
    }

    @Test
    void refusesExternalEntities() {
        CibXml read = read("<!DOCTYPE cib [<!ENTITY secret SYSTEM \"file:///etc/hostname\">]>\n"
                + "<cib><configuration><crm_config>&secret;</crm_config></configuration></cib>");
        assertThat(read.cib()).isEmpty();
        assertThat(read.problems()).isNotEmpty();
        assertThat(said(read.problems()).get(0)).startsWith("cib.xml:");
    }

    @Test
    void isNotBlownUpByEntitiesWithinEntities() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE cib [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a").append(i).append(" \"");
            bomb.append(("&a" + (i - 1) + ";").repeat(10)).append("\">");
        }
        bomb.append("]>\n<cib name=\"&a29;\"><configuration/></cib>");
        CibXml read = read(bomb.toString());
        assertThat(read.cib()).isEmpty();
        assertThat(read.problems()).isNotEmpty();
    }

    @Test
    void refusesWhatIsTooDeepOrNoXmlOrNoCib() {
        String deep = "<a>".repeat(SafeXml.DEPTH_BOUND + 1) + "</a>".repeat(SafeXml.DEPTH_BOUND + 1);
        assertThat(said(read(deep).problems()).get(0)).contains("nests deeper than");
        assertThat(said(read("<cib>\n<oops>").problems()).get(0)).startsWith("cib.xml:2: is not well-formed XML");
        assertThat(said(read("<html/>").problems()).get(0)).contains("a CIB begins with <cib>");
        assertThat(said(read("").problems()).get(0)).startsWith("cib.xml");
        assertThat(said(CibXml.read(Path.of("no-such-file.xml")).problems()).get(0))
                .contains("cannot be read");
    }
}
