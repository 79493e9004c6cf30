package dev.quorate.model.corosync.votequorum;

import dev.quorate.golden.Golden;
import dev.quorate.model.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Which partitions are quorate: {@code {1} | {2, 3} => {2, 3}}.
 *
 * <p>A block is a life: settings in its first line, then one partition after another; who is missing is down and comes
 * back anew. The answer repeats each line with the quorate parts behind an arrow, {@code none} when there is none.
 */
class VotequorumTest {

    @Test
    void partitionsWithQuorum() {
        Golden.check("votequorum.txt", VotequorumTest::live);
    }

    private static String live(String script) {
        String[] lines = script.split("\n");
        Map<Integer, Integer> nodelist = new TreeMap<>();
        List<String> settings = new ArrayList<>();
        for (String word : lines[0].split(" ")) {
            if (word.startsWith("votes=")) {
                String[] votes = word.substring(6).split(",");
                for (int i = 0; i < votes.length; i++) {
                    nodelist.put(i + 1, Integer.valueOf(votes[i]));
                }
            } else {
                settings.add(word);
            }
        }
        QuorumSettings quorum = quorum(settings);
        Map<Integer, Votequorum> up = new TreeMap<>();
        StringBuilder answer = new StringBuilder();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            List<List<Integer>> parts = Arrays.stream(line.split("\\|"))
                    .map(part -> Arrays.stream(part.replaceAll("[{} ]", "").split(","))
                            .map(Integer::valueOf)
                            .toList())
                    .toList();
            up.keySet().removeIf(id -> parts.stream().noneMatch(part -> part.contains(id)));
            for (List<Integer> part : parts) {
                part.forEach(id -> up.computeIfAbsent(id, i -> new Votequorum(quorum, i, nodelist)));
                form(part, up);
            }
            List<String> quorate = parts.stream()
                    .filter(part ->
                            part.stream().allMatch(id -> up.get(id).view().quorate()))
                    .map(part -> "{" + part.toString().replaceAll("[\\[\\]]", "") + "}")
                    .toList();
            answer.append(line).append(" => ").append(quorate.isEmpty() ? "none" : String.join(" | ", quorate));
            answer.append('\n');
        }
        return answer.toString();
    }

    private static void form(List<Integer> members, Map<Integer, Votequorum> up) {
        Map<Integer, NodeInfo> told = new TreeMap<>();
        for (int id : members) {
            up.get(id).membersChange(members);
            told.put(id, up.get(id).ownInfo());
        }
        for (int id : members) {
            told.forEach((from, info) -> up.get(id).onNodeInfo(from, info));
            up.get(id).activate();
        }
    }

    private static QuorumSettings quorum(List<String> lines) {
        var components = QuorumSettings.class.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = Settings.defaultOf(components[i]);
            for (String line : lines) {
                String name = Settings.nameOf(components[i]) + "=";
                if (line.startsWith(name)) {
                    values[i] = Settings.parse(
                            components[i].getGenericType(),
                            line.substring(name.length()).replace('~', ' '));
                }
            }
        }
        return Settings.create(QuorumSettings.class, values);
    }
}
