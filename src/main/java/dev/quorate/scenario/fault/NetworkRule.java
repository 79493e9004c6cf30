package dev.quorate.scenario.fault;

import java.time.Duration;

/**
 * What packets from one host to another meet on one network, on top of the network's own latency and loss.
 *
 * @param network {@code cluster} or {@code service}
 * @param from the sending host, a fence device or a client too
 * @param to the receiving host
 * @param port only packets of connections and datagrams to this port of {@code to}; 0 is all, ARP too
 * @param lossRatio share lost, 0 to 1; 1 is a cut
 * @param latency what is added
 * @param jitter a uniform draw up to this is added as well
 * @param duplicateRatio share of datagrams that arrive twice
 * @param reorderRatio share of datagrams that are held back past later ones
 */
public record NetworkRule(
        String network,
        String from,
        String to,
        int port,
        double lossRatio,
        Duration latency,
        Duration jitter,
        double duplicateRatio,
        double reorderRatio) {

    public NetworkRule {
        requireRatio(lossRatio);
        requireRatio(duplicateRatio);
        requireRatio(reorderRatio);
        if (latency.isNegative() || jitter.isNegative()) {
            throw new IllegalArgumentException("latency and jitter must not be negative");
        }
    }

    /** Nothing gets through. */
    public static NetworkRule cut(String network, String from, String to) {
        return new NetworkRule(network, from, to, 0, 1, Duration.ZERO, Duration.ZERO, 0, 0);
    }

    /** Nothing gets through to one port. */
    public static NetworkRule block(String network, String from, String to, int port) {
        return new NetworkRule(network, from, to, port, 1, Duration.ZERO, Duration.ZERO, 0, 0);
    }

    public static NetworkRule delay(String network, String from, String to, Duration latency, Duration jitter) {
        return new NetworkRule(network, from, to, 0, 0, latency, jitter, 0, 0);
    }

    public static NetworkRule loss(String network, String from, String to, double ratio) {
        return new NetworkRule(network, from, to, 0, ratio, Duration.ZERO, Duration.ZERO, 0, 0);
    }

    public static NetworkRule disorder(
            String network, String from, String to, double duplicateRatio, double reorderRatio) {
        return new NetworkRule(network, from, to, 0, 0, Duration.ZERO, Duration.ZERO, duplicateRatio, reorderRatio);
    }

    /** Whether nothing at all gets through. */
    public boolean isCut() {
        return lossRatio == 1 && port == 0;
    }

    private static void requireRatio(double ratio) {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("a ratio is 0 to 1, was " + ratio);
        }
    }
}
