package dev.quorate.model.etcd.raft;

import dev.quorate.time.RandomStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Raft nodes without time, network or disk, driven by commands of one line; what happens is told in text. */
final class RaftGroup {

    private record Text(String digest) implements Payload {}

    private static final int ELECTION_TICKS = 10;

    private final Map<Long, RaftNode> nodes = new TreeMap<>();
    private final ArrayDeque<RaftMessage> network = new ArrayDeque<>();
    private final Set<Long> cut = new LinkedHashSet<>();
    private final StringBuilder told = new StringBuilder();

    /** Carry out a command and tell what came of it. */
    String run(String command) {
        told.setLength(0);
        for (String line : command.split("\n")) {
            String[] words = line.trim().split(" ");
            switch (words[0]) {
                case "nodes" -> create(words);
                case "campaign" -> step(id(words[1]), RaftNode::campaign);
                case "tick" -> tick(id(words[1]), Integer.parseInt(words[2]));
                case "tick-quietly" -> tickQuietly(id(words[1]), Integer.parseInt(words[2]));
                case "propose" -> propose(id(words[1]), words[2]);
                case "read" -> step(id(words[1]), n -> n.readIndex(Long.parseLong(words[2])));
                case "transfer" -> step(id(words[1]), n -> n.transferLeader(id(words[2])));
                case "cut" -> cut.add(id(words[1]));
                case "heal" -> cut.clear();
                case "deliver" -> deliver();
                case "status" -> status();
                case "log" -> log(id(words[1]));
                default -> throw new IllegalArgumentException("unknown command " + line);
            }
        }
        return told.isEmpty() ? "ok" : told.toString().strip();
    }

    private static long id(String word) {
        return Long.parseLong(word);
    }

    private void create(String[] words) {
        nodes.clear();
        network.clear();
        cut.clear();
        int count = Integer.parseInt(words[1]);
        boolean preVote = List.of(words).contains("pre-vote");
        List<Long> ids = new ArrayList<>();
        for (long id = 1; id <= count; id++) {
            ids.add(id);
        }
        for (long id : ids) {
            nodes.put(
                    id,
                    new RaftNode(
                            new RaftConfig(id, ELECTION_TICKS, 1, preVote, true),
                            new RaftLog(),
                            HardState.INITIAL,
                            Members.of(ids),
                            RandomStream.of(id),
                            () -> new RaftSnapshot(0, 0, Members.of(ids), "")));
        }
    }

    private interface Action {
        void on(RaftNode node);
    }

    private void step(long id, Action action) {
        RaftNode node = node(id);
        action.on(node);
        drain(node);
    }

    private void tick(long id, int ticks) {
        for (int i = 0; i < ticks; i++) {
            step(id, RaftNode::tick);
        }
    }

    /** Ticks whose messages are lost. */
    private void tickQuietly(long id, int ticks) {
        for (int i = 0; i < ticks; i++) {
            step(id, RaftNode::tick);
            network.clear();
        }
    }

    private void propose(long id, String text) {
        RaftNode node = node(id);
        boolean accepted = node.propose(List.of(new Text(text)));
        if (!accepted) {
            told.append(id).append(" dropped the proposal\n");
        }
        drain(node);
    }

    private RaftNode node(long id) {
        RaftNode node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("no node " + id);
        }
        return node;
    }

    private void drain(RaftNode node) {
        while (node.hasReady()) {
            Ready ready = node.ready();
            for (Ready.RoleChange change : ready.roleChanges()) {
                told.append(node.id())
                        .append(" is ")
                        .append(change.role())
                        .append(" at term ")
                        .append(change.term())
                        .append(change.leader() == 0 || change.leader() == node.id() ? "" : " of " + change.leader())
                        .append('\n');
            }
            for (Entry entry : ready.committed()) {
                told.append(node.id())
                        .append(" applies ")
                        .append(entry.index())
                        .append('/')
                        .append(entry.term())
                        .append(' ')
                        .append(entry.payload().digest())
                        .append('\n');
            }
            for (Ready.ReadState read : ready.reads()) {
                told.append(node.id() + " may read " + read.context() + " at " + read.index() + "\n");
            }
            network.addAll(ready.messages());
            network.addAll(ready.afterPersist());
            node.persisted(ready);
        }
    }

    private void deliver() {
        for (int i = 0; !network.isEmpty(); i++) {
            if (i > 1_000) {
                throw new IllegalStateException("more than 1,000 messages");
            }
            RaftMessage message = network.removeFirst();
            if (cut.contains(message.from()) || cut.contains(message.to())) {
                continue;
            }
            told.append(message.from() + "->" + message.to() + " " + message.summary() + "\n");
            step(message.to(), n -> n.step(message));
        }
    }

    private void status() {
        nodes.forEach((id, node) -> told.append(id + ": " + node.role() + " at term " + node.term() + ", commit "
                + node.log().committed() + ", last " + node.log().lastIndex() + "/"
                + node.log().lastTerm() + "\n"));
    }

    private void log(long id) {
        RaftLog log = node(id).log();
        for (long i = log.firstIndex(); i <= log.lastIndex(); i++) {
            told.append(i + "/" + log.termAt(i) + " " + log.at(i).payload().digest() + "\n");
        }
    }
}
