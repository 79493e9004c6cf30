package dev.quorate.model.pacemaker.cib;

/**
 * Which program manages a resource: {@code ocf:heartbeat:IPaddr2}, {@code systemd:kube-apiserver}.
 *
 * @param standard {@code ocf}, {@code systemd}, {@code stonith}, {@code lsb}, {@code service}
 * @param provider empty where the standard has none
 */
public record Agent(String standard, String provider, String type) {

    /** Read {@code standard:provider:type} or {@code standard:type}. */
    public static Agent parse(String spec) {
        String[] parts = spec.split(":", -1);
        return switch (parts.length) {
            case 2 -> new Agent(parts[0], "", parts[1]);
            case 3 -> new Agent(parts[0], parts[1], parts[2]);
            default ->
                throw new IllegalArgumentException(
                        "'" + spec + "' is no agent; write standard:type or standard:provider:type");
        };
    }

    public boolean isFenceDevice() {
        return standard.equals("stonith");
    }

    /** The agent as crm_mon shows it: {@code ocf:heartbeat:IPaddr2}. */
    public String spell() {
        return standard + ":" + (provider.isEmpty() ? "" : provider + ":") + type;
    }
}
