package dev.quorate.model.kubernetes;

/** A version of client-go, where behaviour changed; a version between two stands for the older one. */
public enum ClientGo {
    /** Own LeaseDuration decides validity; every renewal is GET and PUT; losing is exit 255. */
    V0_20("0.20"),
    /** The record's leaseDurationSeconds decides (b4217e149); losing is exit 1. */
    V0_27("0.27"),
    /** A leader renews with one PUT (3c7c00d2d). */
    V0_30("0.30"),
    /** Release reads the Lease first, yet trusts its cached belief (500bfe00c). */
    V0_34("0.34"),
    /** Release tries again on a conflict. */
    V0_36("0.36");

    private final String version;

    ClientGo(String version) {
        this.version = version;
    }

    /** {@code 0.30}, as a scenario file spells it. */
    public String version() {
        return version;
    }

    /**
     * The newest of these that is no newer than {@code version}.
     *
     * @param version {@code 0.31}, or Kubernetes' own {@code 1.31}
     */
    public static ClientGo of(String version) {
        int minor = minor(version);
        ClientGo found = V0_20;
        for (ClientGo candidate : values()) {
            if (minor(candidate.version) <= minor) {
                found = candidate;
            }
        }
        return found;
    }

    private static int minor(String version) {
        String[] parts = version.split("\\.");
        if (parts.length >= 2 && (parts[0].equals("0") || parts[0].equals("1")) && parts[1].matches("\\d{1,3}")) {
            return Integer.parseInt(parts[1]);
        }
        throw new IllegalArgumentException("client-go must be a version as 0.20 or 0.36, was '" + version + "'");
    }

    public boolean isAtLeast(ClientGo other) {
        return compareTo(other) >= 0;
    }
}
