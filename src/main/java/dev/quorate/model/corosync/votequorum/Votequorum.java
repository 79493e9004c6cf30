package dev.quorate.model.corosync.votequorum;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who has quorum, as exec/votequorum.c v3.1.7 computes it on each node for itself.
 *
 * <p>A pure computation: members and node infos go in, a {@link QuorumView} comes out. It counts only while no
 * membership is being synchronised; {@link #activate} ends that.
 */
public final class Votequorum {

    private final QuorumSettings settings;
    private final int self;
    private final boolean twoNode;
    private final boolean waitForAll;
    private final Optional<TieBreaker> tieBreaker;
    private final int ownVotes;
    private final Map<Integer, Node> nodes = new TreeMap<>();

    private boolean lastManStanding;
    private int expectedVotes;
    private int quorum;
    private boolean quorate;
    private boolean waiting;
    private boolean first = true;
    private int deviceVotes;
    private int votes;
    private List<Integer> members = List.of();
    private List<Integer> previousMembers = List.of();

    /** A node that was ever heard of. */
    private static final class Node {
        boolean member;
        int votes;
        int expectedVotes;
    }

    /**
     * Votequorum of one node.
     *
     * @param nodelist votes by node id
     */
    public Votequorum(QuorumSettings settings, int self, Map<Integer, Integer> nodelist) {
        this.settings = settings;
        this.self = self;
        int listed = nodelist.values().stream().mapToInt(v -> v).sum();
        boolean device = settings.device().model() != DeviceSettings.Model.NONE;
        if (device) {
            listed += settings.device().votes();
        }
        expectedVotes = settings.expectedVotes() > 0 ? settings.expectedVotes() : listed;
        ownVotes = nodelist.getOrDefault(self, 1);
        boolean breaker = settings.autoTieBreaker() == 1;
        // two_node is disabled beside auto_tie_breaker, but has set wait_for_all by then (votequorum_readconfig)
        twoNode = settings.twoNode() == 1 && !breaker;
        waitForAll = waits(settings);
        // an odd cluster without wait_for_all: the larger half could boot beside the tie breaker's
        boolean oddWithoutWaiting = listed % 2 == 1 && !waitForAll;
        tieBreaker = breaker && !oddWithoutWaiting
                ? Optional.of(new TieBreaker(settings.autoTieBreakerNode()))
                : Optional.empty();
        lastManStanding = settings.lastManStanding() == 1;
        waiting = waitForAll;
        Node us = new Node();
        us.member = true;
        us.votes = ownVotes;
        us.expectedVotes = expectedVotes;
        nodes.put(self, us);
        members = List.of(self);
        recalculate(false, false);
    }

    /** Why corosync would refuse to start with these settings, if it would (votequorum_readconfig). */
    public static Optional<String> refusal(QuorumSettings settings, Map<Integer, Integer> nodelist) {
        boolean device = settings.device().model() != DeviceSettings.Model.NONE;
        if (device && settings.twoNode() == 1) {
            return Optional.of("two_node and quorum device cannot be configured at the same time");
        }
        if (device && settings.lastManStanding() == 1) {
            return Optional.of("quorum.device is not compatible with last_man_standing");
        }
        if (device && settings.autoTieBreaker() == 1) {
            return Optional.of("quorum.device is not compatible with auto_tie_breaker");
        }
        if (device
                && settings.expectedVotes() > 0
                && settings.expectedVotes() - settings.device().votes() < 2) {
            return Optional.of("quorum.device.votes is too high or expected_votes is too low");
        }
        boolean odd = nodelist.values().stream().mapToInt(v -> v).sum() % 2 == 1;
        boolean waits = waits(settings);
        if (settings.autoTieBreaker() == 1 && odd && !waits && settings.lastManStanding() == 1) {
            return Optional.of("auto_tie_breaker and last_man_standing are not available in an odd sized cluster");
        }
        return Optional.empty();
    }

    /** What this node tells the others. */
    public NodeInfo ownInfo() {
        return new NodeInfo(ownVotes, expectedVotes, quorate, waiting, first, deviceVotes);
    }

    /**
     * A new ring is there; its members tell each other their {@link NodeInfo} now (votequorum_sync_init).
     *
     * @return whether the last_man_standing window starts anew
     */
    public boolean membersChange(List<Integer> newMembers) {
        if (newMembers.size() > 1) {
            first = false;
        }
        boolean somebodyLeft = false;
        for (int node : members) {
            if (!newMembers.contains(node)) {
                somebodyLeft = true;
                nodeOf(node).member = false;
            }
        }
        boolean window = lastManStanding
                && ((newMembers.size() >= quorum && somebodyLeft)
                        || (newMembers.size() <= quorum
                                && tieBreaker
                                        .filter(t -> t.lowestIsWith(present()))
                                        .isPresent()));
        previousMembers = members;
        members = List.copyOf(newMembers);
        return window;
    }

    /** A member tells of itself (message_handler_req_exec_votequorum_nodeinfo). */
    public void onNodeInfo(int from, NodeInfo info) {
        Node node = nodeOf(from);
        boolean allowDecrease = false;
        node.member = true;
        node.votes = info.votes();
        if (!quorate && info.quorate()) {
            allowDecrease = true;
            expectedVotes = info.expectedVotes();
            nodeOf(self).expectedVotes = expectedVotes;
        }
        node.expectedVotes = info.quorate() ? info.expectedVotes() : expectedVotes;
        if (lastManStanding && node.votes > 1) {
            lastManStanding = false;
        }
        recalculate(allowDecrease, false);
        if (waitForAll && !info.waiting() && info.quorate()) {
            waiting = false;
        }
    }

    /** Everybody has told: decide (votequorum_sync_activate). */
    public QuorumView activate() {
        recalculate(false, false);
        return view();
    }

    /** The last_man_standing window passed without a further loss. */
    public QuorumView onLastManStandingWindow() {
        if (quorate) {
            recalculate(true, true);
        }
        return view();
    }

    /**
     * Whether {@code corosync-quorumtool -e} may set that number (message_handler_req_lib_votequorum_setexpected).
     *
     * @return the error's name, or empty when it may
     */
    public Optional<String> refuseExpectedVotes(int wanted) {
        int total = totalVotes();
        int needed = quorumFor(true, wanted, total);
        if (wanted < total || needed < total / 2 || needed > total) {
            return Optional.of("CS_ERR_INVALID_PARAM");
        }
        return Optional.empty();
    }

    /** A member's operator set expected_votes; it holds for all (message_handler_req_exec_votequorum_reconfigure). */
    public QuorumView setExpectedVotes(int wanted) {
        expectEverywhere(wanted);
        recalculate(true, false);
        return view();
    }

    /**
     * The quorum device casts its votes through this node, or does so no longer; it counts with the next node info.
     *
     * @return whether that is a change
     */
    public boolean deviceCasts(boolean vote) {
        int votesOfDevice = vote ? settings.device().votes() : 0;
        boolean changed = votesOfDevice != deviceVotes;
        deviceVotes = votesOfDevice;
        return changed;
    }

    /** What was decided last. */
    public QuorumView view() {
        return new QuorumView(quorate, votes, expectedVotes, quorum, members);
    }

    /** Paths of the settings that had a hand in a decision, to say why. */
    public List<String> decisive() {
        List<String> paths = new ArrayList<>();
        String root = "cluster.corosync.quorum.";
        if (twoNode && present().size() <= 2) {
            paths.add(root + "two_node");
        }
        // two_node sets wait_for_all unless it was switched off: then a host alone goes ahead because of that
        boolean aheadAlone = twoNode && settings.waitForAll() == 0 && quorum <= votes && votes < expectedVotes;
        if (aheadAlone || (waiting && quorum <= votes)) {
            paths.add(root + "wait_for_all");
        }
        if (tieBreaker.isPresent() && votes == expectedVotes / 2) {
            paths.add(root + "auto_tie_breaker");
        }
        if (settings.expectedVotes() > 0) {
            paths.add(root + "expected_votes");
        }
        if (deviceVotes > 0) {
            paths.add(root + "device.votes");
        }
        return paths;
    }

    private static boolean waits(QuorumSettings settings) {
        return settings.waitForAll() == 1 || (settings.waitForAll() == -1 && settings.twoNode() == 1);
    }

    private Node nodeOf(int node) {
        return nodes.computeIfAbsent(node, n -> new Node());
    }

    private Collection<Integer> present() {
        TreeSet<Integer> present = new TreeSet<>();
        nodes.forEach((id, node) -> {
            if (node.member) {
                present.add(id);
            }
        });
        return present;
    }

    private int totalVotes() {
        return nodes.values().stream()
                        .filter(n -> n.member)
                        .mapToInt(n -> n.votes)
                        .sum()
                + deviceVotes;
    }

    private void expectEverywhere(int wanted) {
        nodes.values().stream().filter(n -> n.member).forEach(n -> n.expectedVotes = wanted);
        expectedVotes = wanted;
    }

    private int quorumFor(boolean allowDecrease, int maxExpected, int total) {
        int highest = maxExpected > 0
                ? maxExpected
                : nodes.values().stream()
                        .filter(n -> n.member)
                        .mapToInt(n -> n.expectedVotes)
                        .max()
                        .orElse(0);
        int needed = Math.max((highest + 2) / 2, (total + 2) / 2);
        if (!allowDecrease) {
            needed = Math.max(quorum, needed);
        }
        // counted over the partition, not over the configuration: a forgotten two_node makes every pair quorate
        long parts = nodes.values().stream().filter(n -> n.member).count() + (deviceVotes > 0 ? 1 : 0);
        return twoNode && parts <= 2 ? 1 : needed;
    }

    /**
     * recalculate_quorum.
     *
     * @param byCurrentNodes take the number of members for the expected votes from now on
     */
    private void recalculate(boolean allowDecrease, boolean byCurrentNodes) {
        int total = totalVotes();
        if (total > expectedVotes) {
            expectedVotes = total;
            nodeOf(self).expectedVotes = total;
        }
        int current = byCurrentNodes ? present().size() + (deviceVotes > 0 ? 1 : 0) : 0;
        quorum = quorumFor(allowDecrease, current, total);
        if (byCurrentNodes) {
            expectEverywhere(current);
        }
        votes = total;
        decide(total);
    }

    /** are_we_quorate. */
    private void decide(int total) {
        if (waitForAll && waiting) {
            if (total != expectedVotes) {
                quorate = false;
                return;
            }
            waiting = false;
        }
        quorate = quorum <= total;
        if (quorate) {
            tieBreaker.ifPresent(breaker -> breaker.quorateWith(present()));
        } else if (tieBreaker.isPresent()
                && total == expectedVotes / 2
                && previousMembers.size() - members.size() < quorum
                && tieBreaker.get().isWith(present(), previousMembers)) {
            quorate = true;
        }
        if (waitForAll) {
            waiting = !quorate;
        }
    }
}
