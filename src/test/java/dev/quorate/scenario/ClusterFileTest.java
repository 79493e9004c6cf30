package dev.quorate.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ParsedScenario;
import dev.quorate.scenario.parse.ScenarioParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The how-to's cluster file names every setting there is; made anew with {@code -Dgolden.rewrite=true}. */
class ClusterFileTest {

    private static final Path FILE = Path.of("scenarios/clusters/three-masters.conf");

    /** What the how-to's cluster sets otherwise than the software's defaults, and why. */
    private static final Map<String, String> OWN = new TreeMap<>(Map.of(
            "cluster.pacemaker.resources",
            """
            [
              # S18: the VIP in front of the masters is a resource of Pacemaker
              "vip ocf:heartbeat:IPaddr2 ip=192.168.15.200 cidr_netmask=24 op monitor interval=10s"
            ]""",
            "cluster.pacemaker.stonith",
            """
            [
              # one power switch a master, reached over the cluster network
              "fence-k8s-master01 fence_ipmilan ip=10.0.0.101 pcmk_host_list=k8s-master01"
              "fence-k8s-master02 fence_ipmilan ip=10.0.0.102 pcmk_host_list=k8s-master02"
              "fence-k8s-master03 fence_ipmilan ip=10.0.0.103 pcmk_host_list=k8s-master03"
            ]""",
            "cluster.pacemaker.constraints",
            """
            [
              # a node must not be the one that fences itself
              "location fence-k8s-master01 avoids k8s-master01"
              "location fence-k8s-master02 avoids k8s-master02"
              "location fence-k8s-master03 avoids k8s-master03"
            ]"""));

    @Test
    void theFileNamesEverySettingWithItsMeaningAndSource() throws Exception {
        String made = make();
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, made, StandardCharsets.UTF_8);
        }
        assertThat(Files.readString(FILE, StandardCharsets.UTF_8))
                .as("%s (rewrite with -Dgolden.rewrite=true and read the diff)", FILE)
                .isEqualTo(made);
    }

    @Test
    void everySettingStandsAtTheSoftwaresDefaultButForWhatTheHowToSets() throws Exception {
        ParsedScenario parsed = ScenarioParser.parseCluster(FILE, ParseOptions.NONE);
        assertThat(parsed.scenario().topology()).isEqualTo(Topology.threeMasters());
        Set<String> named = new TreeSet<>(parsed.origins().keySet());
        Set<String> all = new TreeSet<>();
        SettingsCatalog.entries().stream().filter(entry -> !isMeasured(entry)).forEach(entry -> all.add(entry.path()));
        named.retainAll(all);
        assertThat(named).isEqualTo(all);
        ClusterSettings defaults = ClusterSettings.defaults();
        for (SettingsSection section : SettingsSection.ALL) {
            if (!section.path().equals("pacemaker")) {
                assertThat(parsed.scenario().settings().shared().get(section.path()))
                        .isEqualTo(defaults.shared().get(section.path()));
            }
        }
    }

    private static String make() {
        StringBuilder out = new StringBuilder(TOPOLOGY);
        String[] above = {"cluster"};
        int depth = 1;
        for (SettingsCatalog.Entry entry : SettingsCatalog.entries()) {
            String[] steps = entry.path().split("\\.");
            int common = 0;
            while (common < above.length && common < steps.length - 1 && above[common].equals(steps[common])) {
                common++;
            }
            for (; depth > common; depth--) {
                out.append("  ".repeat(depth - 1)).append("}\n");
            }
            for (; depth < steps.length - 1; depth++) {
                out.append('\n').append("  ".repeat(depth)).append(steps[depth]).append(" {\n");
            }
            above = java.util.Arrays.copyOf(steps, steps.length - 1);
            String indent = "  ".repeat(depth);
            out.append(indent)
                    .append("# ")
                    .append(entry.meaning())
                    .append("; ")
                    .append(entry.source())
                    .append('\n');
            String value = OWN.getOrDefault(entry.path(), spelled(entry));
            out.append(indent)
                    .append(isMeasured(entry) ? "# " : "")
                    .append(steps[depth])
                    .append(" = ");
            out.append(value.replace("\n", "\n" + indent)).append('\n');
        }
        for (; depth > 0; depth--) {
            out.append("  ".repeat(depth - 1)).append("}\n");
        }
        return out.toString();
    }

    /** Timings that were measured are no settings of the software: the file shows them and leaves them to the model. */
    private static boolean isMeasured(SettingsCatalog.Entry entry) {
        return entry.path().contains(".timings.");
    }

    private static String spelled(SettingsCatalog.Entry entry) {
        if (entry.type().equals("list")) {
            return entry.defaultText().isEmpty()
                    ? "[]"
                    : "[\"" + entry.defaultText().replaceAll(",\\s*", "\", \"") + "\"]";
        }
        return entry.type().equals("text") ? '"' + entry.defaultText() + '"' : entry.defaultText();
    }

    private static final String TOPOLOGY = """
            # The how-to's cluster: three masters with a VIP in front of them, at the real software's defaults.
            # Made from the settings' own documentation; each line is a setting, its default, and where that comes from.

            cluster {
              # S5, S11: the control plane runs on every master. Corosync and etcd's peers use the cluster network,
              # the VIP, the apiservers and their clients the service network.
              masters = [
                { name = k8s-master01, id = 1, cluster = 10.0.0.1, service = 192.168.15.201 }
                { name = k8s-master02, id = 2, cluster = 10.0.0.2, service = 192.168.15.202 }
                { name = k8s-master03, id = 3, cluster = 10.0.0.3, service = 192.168.15.203 }
              ]

              workers = [
                { name = k8s-node01, service = 192.168.15.211 }
                { name = k8s-node02, service = 192.168.15.212 }
                { name = k8s-node03, service = 192.168.15.213 }
                { name = k8s-node04, service = 192.168.15.214 }
                { name = k8s-node05, service = 192.168.15.215 }
              ]

              # empty: etcd is stacked on the masters
              etcd-hosts = []

              # somebody outside who uses the API through the VIP
              clients = [
                { name = client01, service = 192.168.15.250 }
              ]

              # S15: clients reach the apiserver on one master at a time, the one that holds the VIP
              vips = [
                { name = vip, address = 192.168.15.200, network = service, port = 6443 }
              ]

              # power switches, hosts of their own; what Pacemaker believes of them stands in pacemaker.stonith
              fence-devices = [
                { name = ipmi-k8s-master01, node = k8s-master01, address = 10.0.0.101, network = cluster }
                { name = ipmi-k8s-master02, node = k8s-master02, address = 10.0.0.102, network = cluster }
                { name = ipmi-k8s-master03, node = k8s-master03, address = 10.0.0.103, network = cluster }
              ]
            """;
}
