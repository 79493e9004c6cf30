package dev.quorate.model.pacemaker.agents;

import dev.quorate.model.pacemaker.cib.Agent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the agents that are modelled take as parameters; of others nothing is known and nothing is refused. */
public final class AgentParameters {

    /** By agent: {@code ocf-tester -o}'s list, resource-agents 4.12.0; of IPaddr2 all are taken, few are modelled. */
    private static final Map<String, List<String>> NAMES = new TreeMap<>(Map.of(
            "ocf:heartbeat:IPaddr2",
            List.of(
                    "ip",
                    "nic",
                    "cidr_netmask",
                    "broadcast",
                    "iflabel",
                    "lvs_support",
                    "lvs_ipv6_addrlabel",
                    "lvs_ipv6_addrlabel_value",
                    "mac",
                    "clusterip_hash",
                    "unique_clone_address",
                    "arp_interval",
                    "arp_count",
                    "arp_count_refresh",
                    "arp_bg",
                    "arp_sender",
                    "send_arp_opts",
                    "flush_routes",
                    "run_arping",
                    "nodad",
                    "noprefixroute",
                    "preferred_lft",
                    "network_namespace"),
            "ocf:heartbeat:Dummy",
            List.of("state", "fake", "op_sleep"),
            "ocf:pacemaker:Dummy",
            List.of("state", "passwd", "fake", "op_sleep", "fail_start_on", "envfile", "migrate_to", "migrate_from"),
            "ocf:quorate:apiserver-health",
            List.of("port")));

    private AgentParameters() {}

    /** The parameters of an agent, or empty for one that is not modelled. */
    public static Optional<List<String>> names(Agent agent) {
        return agent.standard().equals("systemd")
                ? Optional.of(List.of())
                : Optional.ofNullable(NAMES.get(agent.spell()));
    }

    /** Why a parameter's value cannot be meant, or empty. */
    public static Optional<String> complaint(Agent agent, String name, String value) {
        if (!NAMES.containsKey(agent.spell())) {
            return Optional.empty();
        }
        return switch (name) {
            case "ip" -> isAddress(value) ? Optional.empty() : wrong(name, value, "an IPv4 address, 192.168.15.200");
            case "cidr_netmask" ->
                value.matches("[0-9]|[12][0-9]|3[0-2]") ? Optional.empty() : wrong(name, value, "0 to 32");
            case "op_sleep", "arp_count" ->
                value.matches("[0-9]{1,5}") ? Optional.empty() : wrong(name, value, "a whole number, 0 to 99999");
            case "arp_interval" ->
                value.matches("[0-9]{1,6}") ? Optional.empty() : wrong(name, value, "a whole number of milliseconds");
            case "port" ->
                value.matches("[1-9][0-9]{0,4}") && Integer.parseInt(value) < 65_536
                        ? Optional.empty()
                        : wrong(name, value, "a port, 1 to 65535");
            default -> Optional.empty();
        };
    }

    private static Optional<String> wrong(String name, String value, String takes) {
        return Optional.of(name + "=" + value + ": write " + takes);
    }

    private static boolean isAddress(String value) {
        String[] octets = value.split("\\.", -1);
        boolean four = octets.length == 4;
        for (String octet : octets) {
            four &= octet.matches("[0-9]{1,3}") && Integer.parseInt(octet) < 256;
        }
        return four;
    }
}
