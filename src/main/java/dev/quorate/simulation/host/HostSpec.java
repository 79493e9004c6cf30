package dev.quorate.simulation.host;

import dev.quorate.model.ProcessSpec;
import dev.quorate.model.host.HostSettings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a host is before it is first powered on.
 *
 * @param name unique among the hosts
 * @param addresses its own address on each network it is plugged into, in order
 * @param init the process the kernel starts: {@code systemd}, or a device's own firmware
 * @param files what stands in its file system
 * @param settings its boot, disk, clock and CPU
 */
public record HostSpec(
        String name,
        Map<String, String> addresses,
        ProcessSpec init,
        Map<String, Object> files,
        HostSettings settings) {

    public HostSpec {
        addresses = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("host " + name + " has no address");
        }
    }
}
