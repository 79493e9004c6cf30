package dev.quorate.model.corosync.votequorum;

import dev.quorate.model.Setting;
import java.time.Duration;

/** The quorum section of corosync.conf, provider corosync_votequorum; switches are 0 or 1 as they stand there. */
public record QuorumSettings(
        @Setting(
                value = "0",
                name = "expected_votes",
                meaning = "votes of the whole cluster; 0: the sum over the nodelist",
                source = "votequorum(5), expected_votes")
        int expectedVotes,

        @Setting(
                value = "0",
                name = "two_node",
                meaning = "1: a partition of two members or fewer needs one vote only",
                source = "votequorum(5), two_node; exec/votequorum.c calculate_quorum")
        int twoNode,

        @Setting(
                value = "-1",
                name = "wait_for_all",
                meaning = "1: no quorum until all nodes were seen at once; -1: as two_node",
                source = "votequorum(5), wait_for_all")
        int waitForAll,

        @Setting(
                value = "0",
                name = "auto_tie_breaker",
                meaning = "1: half of the votes will do for the side with the chosen node",
                source = "votequorum(5), auto_tie_breaker")
        int autoTieBreaker,

        @Setting(
                value = "lowest",
                name = "auto_tie_breaker_node",
                meaning = "lowest, highest, or node ids with blanks between, the first one there decides",
                source = "votequorum(5), auto_tie_breaker_node")
        String autoTieBreakerNode,

        @Setting(
                value = "0",
                name = "last_man_standing",
                meaning = "1: after the window a quorate partition lowers expected_votes to what is left",
                source = "votequorum(5), last_man_standing")
        int lastManStanding,

        @Setting(
                value = "10s",
                name = "last_man_standing_window",
                meaning = "time without a further loss before expected_votes is lowered",
                source = "votequorum(5), last_man_standing_window")
        Duration lastManStandingWindow,

        DeviceSettings device) {

    public QuorumSettings {
        between(expectedVotes, 0, 10_000, "expected_votes");
        between(twoNode, 0, 1, "two_node");
        between(waitForAll, -1, 1, "wait_for_all");
        between(autoTieBreaker, 0, 1, "auto_tie_breaker");
        between(lastManStanding, 0, 1, "last_man_standing");
        if (!autoTieBreakerNode.matches("lowest|highest|\\d+( \\d+)*")) {
            throw new IllegalArgumentException(
                    "auto_tie_breaker_node must be lowest, highest or node ids, was '" + autoTieBreakerNode + "'");
        }
    }

    private static void between(int value, int low, int high, String name) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " must be " + low + ".." + high + ", was " + value);
        }
    }
}
