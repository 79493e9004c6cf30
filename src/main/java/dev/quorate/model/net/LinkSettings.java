package dev.quorate.model.net;

import dev.quorate.model.Setting;
import java.time.Duration;

/**
 * One network's links in good health: what each packet meets on its way.
 *
 * <p>A latency is log-normal: the median is what a ping shows, the shape how long its tail is.
 */
public record LinkSettings(
        @Setting(
                value = "120us",
                meaning = "median one-way latency between two hosts",
                source = "a switched LAN: ping of 0.2 to 0.3 ms there and back")
        Duration latencyMedian,

        @Setting(
                value = "0.35",
                meaning = "shape (sigma) of the log-normal latency; 0 is constant",
                source = "a switched LAN: 99 of 100 pings within 2.3 times the median")
        double latencyShape,

        @Setting(value = "0", meaning = "share of packets lost, 0 to 1", source = "a LAN in good health")
        double lossRatio,

        @Setting(value = "0", meaning = "share of datagrams that arrive twice, 0 to 1", source = "a LAN in good health")
        double duplicateRatio,

        @Setting(
                value = "0",
                meaning = "share of datagrams held back until later ones have passed, 0 to 1",
                source = "a LAN in good health")
        double reorderRatio) {

    public LinkSettings {
        if (latencyMedian.isNegative() || latencyMedian.isZero()) {
            throw new IllegalArgumentException("latency-median must be above 0, was " + latencyMedian);
        }
        if (!(latencyShape >= 0 && latencyShape <= 3)) {
            throw new IllegalArgumentException("latency-shape must be 0 to 3, was " + latencyShape);
        }
        requireRatio("loss-ratio", lossRatio);
        requireRatio("duplicate-ratio", duplicateRatio);
        requireRatio("reorder-ratio", reorderRatio);
    }

    private static void requireRatio(String name, double ratio) {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, was " + ratio);
        }
    }
}
