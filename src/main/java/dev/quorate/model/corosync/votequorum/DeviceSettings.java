package dev.quorate.model.corosync.votequorum;

import dev.quorate.model.Setting;
import java.time.Duration;

/** The quorum.device section of corosync.conf, model net: a vote from a qnetd server outside the cluster. */
public record DeviceSettings(
        @Setting(
                value = "none",
                meaning = "none, or net: corosync-qdevice asks a corosync-qnetd",
                source = "corosync-qdevice(8), model")
        Model model,

        @Setting(
                value = "",
                meaning = "address of the qnetd server, port 5403",
                source = "corosync-qdevice(8), net.host")
        String host,

        @Setting(
                value = "1",
                meaning = "votes that the device gives; 1 for ffsplit, nodes - 1 for lms",
                source = "corosync-qdevice(8), votes")
        int votes,

        @Setting(
                value = "ffsplit",
                meaning = "who of several partitions gets the vote: ffsplit, one of two equal halves",
                source = "corosync-qdevice(8), net.algorithm")
        Algorithm algorithm,

        @Setting(
                value = "lowest",
                name = "tie_breaker",
                meaning = "lowest or highest: whose partition wins among equal ones",
                source = "corosync-qdevice(8), net.tie_breaker")
        TieBreaker tieBreaker,

        @Setting(
                value = "10s",
                meaning = "time without a word from corosync-qdevice before its vote does not count",
                source = "votequorum(5), quorum.device.timeout")
        Duration timeout,

        @Setting(
                value = "30s",
                name = "sync_timeout",
                meaning = "the same while a membership changes",
                source = "votequorum(5), quorum.device.sync_timeout")
        Duration syncTimeout) {

    /** Which quorum device. */
    public enum Model {
        NONE,
        NET
    }

    /** How qnetd chooses. */
    public enum Algorithm {
        FFSPLIT
    }

    /** Whose partition wins among equal ones. */
    public enum TieBreaker {
        LOWEST,
        HIGHEST
    }

    public DeviceSettings {
        if (model == Model.NET && host.isEmpty()) {
            throw new IllegalArgumentException("quorum.device.model = net needs quorum.device.host, qnetd's address");
        }
        if (votes < 1) {
            throw new IllegalArgumentException("quorum.device.votes must be at least 1, was " + votes);
        }
    }
}
