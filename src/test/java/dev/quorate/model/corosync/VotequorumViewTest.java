package dev.quorate.model.corosync;

import dev.quorate.golden.Golden;
import dev.quorate.model.corosync.votequorum.NodeInfo;
import dev.quorate.model.corosync.votequorum.QuorumSettings;
import dev.quorate.model.corosync.votequorum.QuorumView;
import dev.quorate.model.corosync.votequorum.Votequorum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What votequorum shows on each node, as corosync-quorumtool would: votes, quorum, and the settings that decided.
 *
 * <p>A block is a life: votes and settings in its first line, then one step after another. {@code {1, 2} | {3}} forms
 * these rings (who is missing is down), {@code window 1 2} lets the last_man_standing window pass there, {@code expect 3
 * at 1} is {@code corosync-quorumtool -e 3} on node 1, {@code device 1 on} and {@code off} move the device's vote. Nodes
 * of a ring that show the same share a line.
 */
class VotequorumViewTest {

    private static final String ROOT = "cluster.corosync.quorum.";

    private final Map<Integer, Integer> nodelist = new TreeMap<>();
    private final Map<Integer, Votequorum> up = new TreeMap<>();
    private final Map<Integer, List<Integer>> rings = new TreeMap<>();
    private final StringBuilder answer = new StringBuilder();

    @TestFactory
    List<DynamicTest> showsVotesAndWhatDecided() {
        return Golden.tests("votequorum-view.txt", script -> new VotequorumViewTest().live(script));
    }

    private String live(String script) {
        String[] lines = script.split("\n");
        List<String> settings = new ArrayList<>();
        for (String word : lines[0].split(" ")) {
            if (word.startsWith("votes=")) {
                String[] votes = word.substring(6).split(",");
                for (int i = 0; i < votes.length; i++) {
                    nodelist.put(i + 1, Integer.valueOf(votes[i]));
                }
            } else {
                settings.add("quorum." + word.replace('~', ' '));
            }
        }
        QuorumSettings quorum =
                RingLab.settings(settings.toArray(new String[0])).quorum();
        Optional<String> refusal = Votequorum.refusal(quorum, nodelist);
        if (refusal.isPresent()) {
            return "refused: " + refusal.get();
        }
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            answer.append(line).append('\n');
            step(line, quorum);
        }
        return answer.toString();
    }

    private void step(String line, QuorumSettings quorum) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "window" -> {
                for (int i = 1; i < words.length; i++) {
                    up.get(Integer.valueOf(words[i])).onLastManStandingWindow();
                }
            }
            case "expect" -> {
                int at = Integer.parseInt(words[3]);
                int wanted = Integer.parseInt(words[1]);
                Optional<String> refused = up.get(at).refuseExpectedVotes(wanted);
                if (refused.isPresent()) {
                    answer.append("  ").append(refused.get()).append('\n');
                    return;
                }
                rings.get(at).forEach(id -> up.get(id).setExpectedVotes(wanted));
            }
            case "device" -> {
                int at = Integer.parseInt(words[1]);
                if (!up.get(at).deviceCasts(words[2].equals("on"))) {
                    answer.append("  no change\n");
                    return;
                }
                NodeInfo info = up.get(at).ownInfo();
                rings.get(at).forEach(id -> up.get(id).onNodeInfo(at, info));
            }
            default -> form(line, quorum);
        }
        show();
    }

    private void form(String line, QuorumSettings quorum) {
        List<List<Integer>> parts = Arrays.stream(line.split("\\|"))
                .map(part -> Arrays.stream(part.replaceAll("[{} ]", "").split(","))
                        .map(Integer::valueOf)
                        .toList())
                .toList();
        up.keySet().removeIf(id -> parts.stream().noneMatch(part -> part.contains(id)));
        rings.clear();
        for (List<Integer> part : parts) {
            part.forEach(id -> up.computeIfAbsent(id, i -> new Votequorum(quorum, i, nodelist)));
            Map<Integer, NodeInfo> told = new TreeMap<>();
            for (int id : part) {
                if (up.get(id).membersChange(part)) {
                    answer.append("  window begins on ").append(id).append('\n');
                }
                told.put(id, up.get(id).ownInfo());
                rings.put(id, part);
            }
            for (int id : part) {
                told.forEach((from, info) -> up.get(id).onNodeInfo(from, info));
                up.get(id).activate();
            }
        }
    }

    private void show() {
        Map<String, List<Integer>> shown = new LinkedHashMap<>();
        up.forEach((id, node) ->
                shown.computeIfAbsent(view(node), v -> new ArrayList<>()).add(id));
        shown.forEach((view, ids) -> answer.append("  ")
                .append(ids.toString().replaceAll("[\\[\\],]", ""))
                .append(": ")
                .append(view)
                .append('\n'));
    }

    private static String view(Votequorum node) {
        QuorumView view = node.view();
        NodeInfo told = node.ownInfo();
        String because = String.join(", ", node.decisive()).replace(ROOT, "");
        return (view.quorate() ? "quorate" : "no quorum") + ", " + view.votes() + " of " + view.expectedVotes()
                + " votes, quorum " + view.quorum() + ", members " + view.members()
                + (told.waiting() ? ", waits" : "")
                + (told.first() ? ", saw nobody yet" : "")
                + (because.isEmpty() ? "" : " <- " + because);
    }
}
