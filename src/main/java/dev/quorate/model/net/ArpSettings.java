package dev.quorate.model.net;

import dev.quorate.model.Setting;
import java.time.Duration;

/** Neighbour discovery as Linux has it, under the names of {@code /proc/sys/net/ipv4/neigh/default}. */
public record ArpSettings(
        @Setting(
                name = "base_reachable_time",
                value = "30s",
                meaning = "an entry is believed for 0.5 to 1.5 times this",
                source = "arp(7); Linux net/ipv4/arp.c arp_tbl")
        Duration baseReachableTime,

        @Setting(
                name = "delay_first_probe_time",
                value = "5s",
                meaning = "a stale entry in use is probed after this",
                source = "arp(7)")
        Duration delayFirstProbeTime,

        @Setting(name = "ucast_solicit", value = "3", meaning = "unicast probes before broadcasting", source = "arp(7)")
        int ucastSolicit,

        @Setting(
                name = "mcast_solicit",
                value = "3",
                meaning = "broadcast probes before 'no route to host'",
                source = "arp(7)")
        int mcastSolicit,

        @Setting(
                name = "retrans_time",
                value = "1s",
                meaning = "time between probes",
                source = "arp(7) retrans_time_ms")
        Duration retransTime,

        @Setting(value = "1s", meaning = "an entry changed less than this ago ignores other answers", source = "arp(7)")
        Duration locktime) {

    public ArpSettings {
        if (ucastSolicit < 0 || mcastSolicit < 1) {
            throw new IllegalArgumentException("ucast_solicit is at least 0 and mcast_solicit at least 1; were "
                    + ucastSolicit + " and " + mcastSolicit);
        }
    }
}
