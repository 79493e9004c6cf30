package dev.quorate.model.pacemaker.fencer;

import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.Values;
import dev.quorate.time.RandomStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fence device as configured ({@code stonith:fence_ipmilan} with its {@code pcmk_*} parameters).
 *
 * @param id the resource's id
 */
record FenceDevice(String id, Primitive primitive) {

    static final String WATCHDOG_AGENT = "fence_watchdog";

    /** For pcmk_reboot_retries, pcmk_off_retries when none or nonsense is given (pacemaker-fenced(7)). */
    private static final int DEFAULT_ATTEMPTS = 2;

    /** Why a device's parameters cannot be used, or empty. */
    Optional<String> complaint() {
        for (Map.Entry<String, String> parameter : primitive.parameters().entrySet()) {
            String name = parameter.getKey();
            String value = parameter.getValue();
            if (name.matches("pcmk_[a-z]+_retries") && !value.matches("[1-9][0-9]{0,3}")) {
                return Optional.of(name + "=" + value + ": write a whole number of attempts, 1 to 9999");
            }
            boolean isTime = name.matches("pcmk_[a-z]+_timeout") || name.equals("pcmk_delay_max");
            if (isTime && Values.millis(value) < 0) {
                return Optional.of(name + "=" + value + ": write a time, 3s say");
            }
            if (name.equals("pcmk_delay_base") && !isDelayBase(value)) {
                return Optional.of(name + "=" + value + ": write a time, 3s say, or one for each node, m1:3s;m2:0s");
            }
        }
        return isWatchdog() || !address().isEmpty()
                ? Optional.empty()
                : Optional.of("it needs its device's address: ip=10.0.0.101");
    }

    private static boolean isDelayBase(String value) {
        for (String entry : value.split("[ ,;]+")) {
            if (Values.millis(entry.substring(entry.indexOf(':') + 1)) < 0) {
                return false;
            }
        }
        return true;
    }

    boolean isWatchdog() {
        return primitive.agent().type().equals(WATCHDOG_AGENT);
    }

    /** The nodes it can fence; none given means every node ({@code pcmk_host_check=none}). */
    boolean canFence(String node) {
        if (isWatchdog()) {
            return true;
        }
        String map = primitive.parameters().get("pcmk_host_map");
        String list = primitive.parameters().get("pcmk_host_list");
        if (map == null && list == null) {
            return true;
        }
        List<String> hosts = new ArrayList<>();
        for (String host : (list == null ? "" : list).split("[ ,;]+")) {
            hosts.add(host);
        }
        for (String entry : (map == null ? "" : map).split("[ ,;]+")) {
            hosts.add(entry.split("[:=]", 2)[0]);
        }
        return hosts.contains(node);
    }

    String address() {
        String ip = primitive.parameters().get("ip");
        if (ip == null) {
            ip = primitive.parameters().getOrDefault("ipaddr", "");
        }
        return ip;
    }

    int attempts(String action) {
        String given = primitive.parameters().getOrDefault("pcmk_" + action + "_retries", "");
        return given.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(given) : DEFAULT_ATTEMPTS;
    }

    /** {@code pcmk_off_timeout} and its like, or else stonith-timeout (fenced_commands.c, get_action_timeout). */
    Duration timeout(String action, Duration stonithTimeout) {
        long millis = Values.millis(primitive.parameters().get("pcmk_" + action + "_timeout"));
        return millis < 0 ? stonithTimeout : Duration.ofMillis(millis);
    }

    /** The delay before it acts: {@code pcmk_delay_base}, and a random part up to {@code pcmk_delay_max}. */
    Duration delay(String target, RandomStream random) {
        long base = delayBase(target);
        long max = Math.max(0, Values.millis(primitive.parameters().getOrDefault("pcmk_delay_max", "0")));
        if (max <= base) {
            return Duration.ofMillis(max > 0 ? max : base);
        }
        return random.uniform(Duration.ofMillis(base), Duration.ofMillis(max));
    }

    /** {@code 3s}, or by node: {@code n1:3s;n2:0s}. */
    private long delayBase(String target) {
        String spec = primitive.parameters().getOrDefault("pcmk_delay_base", "0");
        if (spec.indexOf(':') < 0) {
            return Math.max(0, Values.millis(spec));
        }
        for (String entry : spec.split("[ ,;]+")) {
            String[] parts = entry.split(":", 2);
            if (parts.length == 2 && parts[0].equals(target)) {
                return Math.max(0, Values.millis(parts[1]));
            }
        }
        return 0;
    }
}
