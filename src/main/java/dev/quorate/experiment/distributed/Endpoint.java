package dev.quorate.experiment.distributed;

/**
 * Where a member of the cluster listens.
 *
 * @param host a name or an address
 * @param port 0 for any that is free
 */
public record Endpoint(String host, int port) {

    public Endpoint {
        if (host.isBlank() || port < 0 || port > 65_535) {
            throw new IllegalArgumentException("an address is HOST:PORT, as 127.0.0.1:7001; was " + host + ":" + port);
        }
    }

    /** As {@code HOST:PORT}, an IPv6 address in brackets. */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return new Endpoint(text.substring(0, Math.max(0, colon)), Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("an address is HOST:PORT, as 127.0.0.1:7001; was '" + text + "'", e);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
