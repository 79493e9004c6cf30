package dev.quorate.simulation.host;

import dev.quorate.model.ProcessSpec;
import java.time.Duration;
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
 * @param bootMedian from power on to the start of {@code init}
 * @param bootShape its spread, the standard deviation of its logarithm
 * @param syncMedian how long an fsync takes
 * @param syncShape its spread
 */
public record HostSpec(
        String name,
        Map<String, String> addresses,
        ProcessSpec init,
        Map<String, Object> files,
        Duration bootMedian,
        double bootShape,
        Duration syncMedian,
        double syncShape) {

    public HostSpec {
        addresses = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("host " + name + " has no address");
        }
    }
}
