package dev.quorate.model.etcd.raft;

import dev.quorate.time.RandomStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Raft nodes without time, network or disk, driven by commands of one line; what happens is told in text.
 *
 * <p>{@code hold} keeps a node's disk from finishing its writes, {@code crash} loses what is not written, {@code lose}
 * cuts one direction, {@code send} hands a node a message that nobody sent.
 */
final class RaftGroup {

    private record Text(String digest) implements Payload {}

    private static final int ELECTION_TICKS = 10;

    private final Map<Long, RaftNode> nodes = new TreeMap<>();
    private final Map<Long, RaftDisk> disks = new TreeMap<>();
    private final Map<Long, Ready> held = new TreeMap<>();
    private final Set<Long> holding = new LinkedHashSet<>();
    private final ArrayDeque<RaftMessage> network = new ArrayDeque<>();
    private final Set<Long> cut = new LinkedHashSet<>();
    private final Set<String> lost = new LinkedHashSet<>();
    private final StringBuilder told = new StringBuilder();
    private Members firstMembers = Members.of(List.of());
    private boolean preVote;
    private boolean checkQuorum;

    /** Carry out a command and tell what came of it. */
    String run(String command) {
        told.setLength(0);
        for (String line : command.split("\n")) {
            String[] words = line.trim().split(" ");
            switch (words[0]) {
                case "nodes" -> create(List.of(words));
                case "join" -> join(id(words[1]));
                case "tick" -> tick(id(words[1]), Integer.parseInt(words[2]));
                case "tick-quietly" -> tickQuietly(id(words[1]), Integer.parseInt(words[2]));
                case "propose" -> propose(id(words[1]), List.of(words).subList(2, words.length));
                case "conf" -> conf(id(words[1]), words[2], id(words[3]));
                case "cut" -> cut.add(id(words[1]));
                case "lose" -> lost.add(words[1] + ">" + words[2]);
                case "heal" -> {
                    cut.clear();
                    lost.clear();
                }
                case "deliver" -> deliver();
                case "drop" -> network.clear();
                case "send" -> send(words);
                case "hold" -> holding.add(id(words[1]));
                case "written" -> written(id(words[1]));
                case "crash" -> crash(id(words[1]));
                case "snapshot" -> sendSnapshot(List.of(words));
                case "status" -> status();
                case "progress" -> progress(id(words[1]));
                case "due" -> due(id(words[1]));
                case "log" -> log(id(words[1]));
                case "compact" -> node(id(words[1])).log().compact(Long.parseLong(words[2]));
                default -> onNode(words);
            }
        }
        return told.isEmpty() ? "ok" : told.toString().strip();
    }

    private void onNode(String[] words) {
        long id = id(words[1]);
        switch (words[0]) {
            case "campaign" -> step(id, RaftNode::campaign);
            case "read" -> step(id, n -> n.readIndex(Long.parseLong(words[2])));
            case "transfer" -> step(id, n -> n.transferLeader(id(words[2])));
            case "unreachable" -> step(id, n -> n.unreachable(id(words[2])));
            case "snapshot-sent" -> step(id, n -> n.snapshotSent(id(words[2]), words[3].equals("ok")));
            default -> throw new IllegalArgumentException("unknown command " + words[0]);
        }
    }

    private static long id(String word) {
        return Long.parseLong(word);
    }

    private void create(List<String> words) {
        nodes.clear();
        held.clear();
        holding.clear();
        network.clear();
        cut.clear();
        lost.clear();
        preVote = words.contains("pre-vote");
        checkQuorum = !words.contains("no-check-quorum");
        List<Long> ids = new ArrayList<>();
        for (long id = 1; id <= Integer.parseInt(words.get(1)); id++) {
            ids.add(id);
        }
        List<Long> learners = words.contains("last-learns") ? List.of(ids.remove(ids.size() - 1)) : List.of();
        firstMembers = new Members(ids, learners);
        ids.forEach(this::join);
        learners.forEach(this::join);
    }

    /** One that knows the first members: the log tells it what became of them. */
    private void join(long id) {
        start(id, new RaftDisk(firstMembers));
    }

    private void start(long id, RaftDisk disk) {
        disks.put(id, disk);
        nodes.put(
                id,
                new RaftNode(
                        new RaftConfig(id, ELECTION_TICKS, 1, preVote, checkQuorum),
                        disk.log(),
                        disk.hardState(),
                        disk.members(),
                        RandomStream.of(id),
                        () -> snapshot(node(id))));
    }

    private static RaftSnapshot snapshot(RaftNode node) {
        long index = node.log().applied();
        return new RaftSnapshot(index, node.log().termAt(index), node.members(), "state at " + index);
    }

    private void crash(long id) {
        held.remove(id);
        holding.remove(id);
        start(id, disks.get(id));
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

    private void propose(long id, List<String> texts) {
        offer(id, texts.stream().map(t -> (Payload) new Text(t)).toList());
    }

    private void conf(long id, String what, long about) {
        ConfChange.Kind kind = switch (what) {
            case "add" -> ConfChange.Kind.ADD_VOTER;
            case "learner" -> ConfChange.Kind.ADD_LEARNER;
            default -> ConfChange.Kind.REMOVE;
        };
        offer(id, List.of(new ConfChange(kind, about, 0, "")));
    }

    private void offer(long id, List<Payload> payloads) {
        RaftNode node = node(id);
        if (!node.propose(payloads)) {
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
        for (int i = 0; node.hasReady(); i++) {
            if (i > 100) {
                throw new IllegalStateException("node " + node.id() + " is never done");
            }
            Ready ready = node.ready();
            tell(node, ready);
            if (ready.mustSync() && holding.contains(node.id())) {
                held.put(node.id(), ready);
                if (node.isLeader()) {
                    network.addAll(ready.messages());
                }
                told.append(node.id() + " writes" + writes(ready) + "\n");
                return;
            }
            network.addAll(ready.messages());
            finish(node, ready);
        }
    }

    private static String writes(Ready ready) {
        HardState state = ready.hardState();
        return (state == null ? "" : " term " + state.term() + ", vote " + state.vote() + ", commit " + state.commit())
                + " and " + ready.entries().size() + " entries";
    }

    private void finish(RaftNode node, Ready ready) {
        disks.get(node.id()).save(ready);
        network.addAll(ready.afterPersist());
        for (Entry entry : ready.committed()) {
            if (entry.payload() instanceof ConfChange change) {
                node.apply(change);
            }
        }
        node.persisted(ready);
    }

    /** The disk is done at last, and from now on in time. */
    private void written(long id) {
        Ready ready = held.remove(id);
        holding.remove(id);
        if (ready != null) {
            if (!node(id).isLeader()) {
                network.addAll(ready.messages());
            }
            finish(node(id), ready);
            drain(node(id));
        }
    }

    private void tell(RaftNode node, Ready ready) {
        for (Ready.RoleChange change : ready.roleChanges()) {
            told.append(node.id() + " is " + change.role() + " at term " + change.term()
                    + (change.leader() == 0 || change.leader() == node.id() ? "" : " of " + change.leader()) + " ("
                    + text(change.reason()) + ")\n");
        }
        if (ready.truncatedFrom() > 0) {
            told.append(node.id() + " cuts off its log from " + ready.truncatedFrom() + " on\n");
        }
        RaftSnapshot snapshot = ready.snapshot();
        if (snapshot != null) {
            told.append(node.id() + " installs " + text(snapshot) + "\n");
        }
        for (Entry entry : ready.committed()) {
            told.append(
                    node.id() + " applies " + entry.index() + "/" + entry.term() + " " + text(entry.payload()) + "\n");
        }
        for (Ready.ReadState read : ready.reads()) {
            told.append(node.id() + " may read " + read.context() + " at " + read.index() + "\n");
        }
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String text(Payload payload) {
        return payload instanceof ConfChange change ? text(change.kind()) + " " + change.node() : payload.digest();
    }

    private static String text(RaftSnapshot snapshot) {
        return "snapshot " + snapshot.index() + "/" + snapshot.term() + " of " + text(snapshot.members());
    }

    private static String text(Members members) {
        return members.voters() + (members.learners().isEmpty() ? "" : " and learners " + members.learners());
    }

    private void deliver() {
        for (int i = 0; !network.isEmpty(); i++) {
            if (i > 1_000) {
                throw new IllegalStateException("more than 1,000 messages");
            }
            RaftMessage message = network.removeFirst();
            if (cut.contains(message.from())
                    || cut.contains(message.to())
                    || lost.contains(message.from() + ">" + message.to())
                    || !nodes.containsKey(message.to())) {
                continue;
            }
            told.append(message.from() + "->" + message.to() + " " + text(message) + "\n");
            step(message.to(), n -> n.step(message));
        }
    }

    /** {@code send vote 3 2 term=5 index=1 logTerm=1}: a message from 3 to 2. */
    private void send(String[] words) {
        Map<String, Long> fields = new TreeMap<>();
        for (String word : List.of(words).subList(4, words.length)) {
            int equals = word.indexOf('=');
            fields.put(word.substring(0, equals), Long.parseLong(word.substring(equals + 1)));
        }
        long to = id(words[3]);
        RaftMessage message = new RaftMessage(
                RaftMessage.Type.valueOf(words[1].toUpperCase(Locale.ROOT).replace('-', '_')),
                id(words[2]),
                to,
                fields.getOrDefault("term", 0L),
                fields.getOrDefault("index", 0L),
                fields.getOrDefault("logTerm", 0L),
                List.of(),
                fields.getOrDefault("commit", 0L),
                fields.getOrDefault("reject", 0L) == 1,
                fields.getOrDefault("hint", 0L),
                fields.getOrDefault("context", 0L),
                fields.getOrDefault("transfer", 0L) == 1,
                null);
        step(to, n -> n.step(message));
    }

    /** {@code snapshot 2 from 1 term 1 at 5/1 of 1 2 3}. */
    private void sendSnapshot(List<String> words) {
        String[] at = words.get(7).split("/");
        List<Long> voters = words.size() > 9
                ? words.subList(9, words.size()).stream().map(RaftGroup::id).toList()
                : List.copyOf(nodes.keySet());
        RaftSnapshot snapshot = new RaftSnapshot(id(at[0]), id(at[1]), Members.of(voters), "");
        long to = id(words.get(1));
        step(to, n -> n.step(RaftMessage.snapshot(id(words.get(3)), to, id(words.get(5)), snapshot)));
    }

    private static String text(RaftMessage m) {
        StringBuilder text = new StringBuilder(text(m.type())).append(" term ").append(m.term());
        boolean append = m.type() == RaftMessage.Type.APPEND;
        if (append || m.index() > 0) {
            text.append(" index ").append(m.index());
        }
        if (append || m.logTerm() > 0) {
            text.append("/").append(m.logTerm());
        }
        if (!m.entries().isEmpty()) {
            text.append(" entries ")
                    .append(String.join(
                            ", ",
                            m.entries().stream()
                                    .map(e -> e.index() + "/" + e.term() + " " + text(e.payload()))
                                    .toList()));
        }
        if (append || m.type() == RaftMessage.Type.HEARTBEAT) {
            text.append(" commit ").append(m.commit());
        }
        text.append(m.context() > 0 ? " context " + m.context() : "");
        text.append(m.transfer() ? " (transfer)" : "");
        text.append(m.reject() ? " rejected" : "").append(m.rejectHint() > 0 ? " hint " + m.rejectHint() : "");
        RaftSnapshot snapshot = m.snapshot();
        return text + (snapshot == null ? "" : " with " + text(snapshot));
    }

    private void status() {
        nodes.forEach((id, node) -> told.append(id + ": " + node.role() + " at term " + node.term()
                + (node.lead() == 0 ? "" : " of " + node.lead()) + (node.vote() == 0 ? "" : ", voted " + node.vote())
                + ", commit " + node.log().committed() + ", last " + node.log().lastIndex() + "/"
                + node.log().lastTerm() + ", " + text(node.members()) + "\n"));
    }

    /** What a leader knows of the others. */
    private void progress(long id) {
        RaftNode node = node(id);
        for (Long other : nodes.keySet()) {
            if (other != id) {
                told.append(other + " match " + node.matchOf(other) + "\n");
            }
        }
        told.append("silent " + node.silentMembers() + "\n");
    }

    private void due(long id) {
        RaftNode node = node(id);
        told.append("in " + node.ticksUntilDue() + " ticks, " + node.electionElapsedTicks() + " passed, election at "
                + node.electionDue() + "\n");
    }

    private void log(long id) {
        RaftLog log = node(id).log();
        told.append("after " + (log.firstIndex() - 1) + "/" + log.termAt(log.firstIndex() - 1) + ", stable "
                + log.stable() + ", applied " + log.applied() + "\n");
        for (long i = log.firstIndex(); i <= log.lastIndex(); i++) {
            told.append(i + "/" + log.termAt(i) + " " + text(log.at(i).payload()) + "\n");
        }
    }
}
