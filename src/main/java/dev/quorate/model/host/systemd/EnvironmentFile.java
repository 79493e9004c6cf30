package dev.quorate.model.host.systemd;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file named by EnvironmentFile=, as the how-to's {@code /etc/default/...} with a component's flags.
 *
 * @param arguments flags without dashes that it adds to the service's; they win over those of ExecStart=
 */
public record EnvironmentFile(Map<String, String> arguments) {

    public EnvironmentFile {
        arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
    }
}
