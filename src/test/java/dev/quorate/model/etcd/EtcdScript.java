package dev.quorate.model.etcd;

import dev.quorate.model.PowerAction;
import dev.quorate.model.Signal;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EtcdEvent;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An etcd cluster on the bench, driven by commands of one line; what its members record and answer is told in text.
 *
 * <p>{@code ask m1 put k v} sends a request and goes on; the answer is told when it comes, with how long it took. {@code
 * leader} and {@code follower} stand for whoever it is at that moment.
 */
final class EtcdScript {

    private record Asked(String member, long id, String what, SimTime at) {}

    private EtcdLab etcd = new EtcdLab(1, 3, "3.4.23");
    private final List<Asked> waiting = new ArrayList<>();
    private final Map<String, Long> watches = new LinkedHashMap<>();
    private final Map<String, Integer> heard = new TreeMap<>();
    private final StringBuilder told = new StringBuilder();
    private final Set<String> running = new TreeSet<>();
    private int seen;

    String run(String command) {
        told.setLength(0);
        for (String line : command.split("\n")) {
            perform(line.trim());
        }
        events();
        answers();
        return told.isEmpty() ? "ok" : told.toString().strip();
    }

    private void perform(String line) {
        String[] words = line.split(" ");
        for (int i = 1; i < words.length; i++) {
            words[i] = member(words[i]);
        }
        switch (words[0]) {
            case "cluster" -> create(words);
            case "start" -> {
                etcd.start(words[1], settings(words, 2));
                running.add(words[1]);
            }
            case "start-all" -> {
                etcd.startAll();
                running.addAll(etcd.names());
            }
            case "host" -> etcd.addHost(Integer.parseInt(words[1].substring(1)));
            case "run" -> runFor(Duration.ofMillis(Long.parseLong(words[1])));
            case "kill" -> etcd.kill(words[1]);
            case "term" -> etcd.lab.signal(words[1], "etcd", Signal.TERM);
            case "stop" -> etcd.lab.signal(words[1], "etcd", Signal.STOP);
            case "cont" -> etcd.lab.signal(words[1], "etcd", Signal.CONT);
            case "power-off" -> etcd.lab.powerOff(words[1]);
            case "power-on" -> etcd.lab.kernel(words[1]).power(words[1], PowerAction.ON);
            case "cut" -> etcd.lab.cut((from, to) -> from.equals(words[1]) != to.equals(words[1]));
            case "deaf" -> etcd.lab.cut((from, to) -> to.equals(words[1]) && !from.equals(words[1]));
            case "heal" -> etcd.lab.heal();
            case "sync" -> etcd.lab.syncLatency(words[1], Duration.ofMillis(Long.parseLong(words[2])));
            case "ask" -> ask(words, line);
            case "status" -> status();
            case "backup" -> backup(words);
            default -> throw new IllegalArgumentException("unknown command " + line);
        }
    }

    private String member(String word) {
        return switch (word) {
            case "leader" -> etcd.requireLeader();
            case "follower" -> etcd.followers().get(0);
            case "other" -> etcd.followers().get(1);
            default -> word;
        };
    }

    private void create(String[] words) {
        etcd = new EtcdLab(
                EtcdWords.number(words, "seed=", 1), Integer.parseInt(words[1]), words[2], settings(words, 3));
        waiting.clear();
        watches.clear();
        heard.clear();
        running.clear();
        seen = 0;
    }

    private static Map<String, String> settings(String[] words, int from) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = from; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (!words[i].startsWith("seed=")) {
                settings.put(words[i].substring(0, equals), words[i].substring(equals + 1));
            }
        }
        return settings;
    }

    /** In small steps, so that answers are told among the events. */
    private void runFor(Duration span) {
        SimTime end = etcd.lab.now().plus(span);
        while (etcd.lab.now().isBefore(end)) {
            etcd.lab.runFor(Duration.ofMillis(1));
            events();
            answers();
        }
    }

    private void ask(String[] words, String line) {
        String member = words[1];
        String what = line.substring(line.indexOf(words[0]) + 4).split(" ", 2)[1];
        String[] asked = what.split(" ");
        long id = etcd.id();
        EtcdClientMessage.Request request = request(asked, what, id);
        if (!(request instanceof EtcdClientMessage.CancelRequest
                || request instanceof EtcdClientMessage.WatchCancelRequest)) {
            waiting.add(new Asked(member, id, what, etcd.lab.now()));
        }
        if (request instanceof EtcdClientMessage.WatchRequest) {
            watches.put(asked[1], id);
        }
        etcd.ask(member, request);
    }

    private EtcdClientMessage.Request request(String[] words, String line, long id) {
        return switch (words[0]) {
            case "put" -> new EtcdClientMessage.PutRequest(id, (EtcdOp.Put) EtcdWords.op(line));
            case "delete" -> new EtcdClientMessage.DeleteRequest(id, (EtcdOp.Delete) EtcdWords.op(line));
            case "get" ->
                new EtcdClientMessage.RangeRequest(id, (EtcdOp.Range) EtcdWords.op(line), line.contains(" stale"));
            case "txn" -> {
                EtcdWords.Txn txn = EtcdWords.txn(line);
                yield new EtcdClientMessage.TxnRequest(id, txn.compares(), txn.success(), txn.failure());
            }
            case "compact" -> new EtcdClientMessage.CompactRequest(id, Long.parseLong(words[1]));
            case "watch" ->
                new EtcdClientMessage.WatchRequest(id, EtcdWords.range(words[1]), EtcdWords.number(words, "@", 0));
            case "unwatch" -> new EtcdClientMessage.WatchCancelRequest(watches.getOrDefault(words[1], 0L));
            case "give-up" ->
                new EtcdClientMessage.CancelRequest(
                        waiting.get(waiting.size() - 1).id());
            case "grant" ->
                new EtcdClientMessage.LeaseGrantRequest(id, Long.parseLong(words[1]), Long.parseLong(words[2]));
            case "keep-alive" -> new EtcdClientMessage.LeaseKeepAliveRequest(id, Long.parseLong(words[1]));
            case "revoke" -> new EtcdClientMessage.LeaseRevokeRequest(id, Long.parseLong(words[1]));
            case "ttl" -> new EtcdClientMessage.LeaseTimeToLiveRequest(id, Long.parseLong(words[1]));
            case "add" -> new EtcdClientMessage.MemberAddRequest(id, words[1], addressOf(words[1]), false);
            case "add-learner" -> new EtcdClientMessage.MemberAddRequest(id, words[1], addressOf(words[1]), true);
            case "remove" -> new EtcdClientMessage.MemberRemoveRequest(id, idOf(words[1]));
            case "promote" -> new EtcdClientMessage.MemberPromoteRequest(id, idOf(words[1]));
            case "move-leader" -> new EtcdClientMessage.MoveLeaderRequest(id, idOf(words[1]));
            case "members" -> new EtcdClientMessage.MemberListRequest(id);
            case "status" -> new EtcdClientMessage.StatusRequest(id);
            case "health" -> new EtcdClientMessage.HealthRequest(id);
            case "snapshot" -> new EtcdClientMessage.SnapshotRequest(id);
            default -> throw new IllegalArgumentException("unknown request " + line);
        };
    }

    private static String addressOf(String member) {
        return EtcdLab.address(Integer.parseInt(member.substring(1)));
    }

    /** A member's id, as a running one knows it. */
    private long idOf(String word) {
        String name = member(word);
        for (EtcdMember member : known()) {
            if (member.name().equals(name)) {
                return member.id();
            }
        }
        return 4711;
    }

    private List<EtcdMember> known() {
        for (String name : etcd.names()) {
            if (etcd.isRunning(name) && !etcd.machine(name).members().isEmpty()) {
                return etcd.machine(name).members();
            }
        }
        return List.of();
    }

    /** {@code backup m1 /b}: what m1 holds becomes a file of every host. */
    private void backup(String[] words) {
        var answer = (EtcdClientMessage.SnapshotResponse)
                etcd.await(words[1], new EtcdClientMessage.SnapshotRequest(etcd.id()));
        etcd.names().forEach(n -> etcd.lab.kernel(n).writeFile(words[2], answer.backup()));
    }

    private void events() {
        List<TraceRecord> trace = etcd.lab.trace();
        for (TraceRecord record : trace.subList(seen, trace.size())) {
            boolean detail = record.event() instanceof EtcdEvent.EntryAppended
                    || record.event() instanceof EtcdEvent.EntryCommitted;
            boolean etcds =
                    record.event() instanceof EtcdEvent || record.component().equals("etcd");
            if (etcds && !detail) {
                told.append(record.at() + " " + record.host() + " "
                        + record.event().describe().replaceAll("etcd-[0-9a-f]{6}", "the cluster")
                        + (record.because().isEmpty() ? "" : " because " + record.because()) + "\n");
            }
        }
        seen = trace.size();
        for (String name : List.copyOf(running)) {
            if (!etcd.isRunning(name)) {
                running.remove(name);
                told.append(etcd.lab.now() + " " + name + " is gone\n");
            }
        }
    }

    private void answers() {
        for (Asked asked : List.copyOf(waiting)) {
            etcd.answer(asked.member(), asked.id()).ifPresent(answer -> {
                waiting.remove(asked);
                long took = answer.at().since(asked.at()).toMillis();
                told.append(etcd.lab.now() + " " + asked.member() + " answers " + asked.what() + " after " + took
                        + " ms: " + EtcdWords.text(answer.response(), names()) + "\n");
            });
        }
        for (String name : List.copyOf(etcd.names())) {
            List<EtcdClientMessage.Response> all =
                    etcd.lab.isRunning(name, "client") ? etcd.responses(name) : List.of();
            for (EtcdClientMessage.Response response : all.subList(heard.getOrDefault(name, 0), all.size())) {
                if (response instanceof EtcdClientMessage.WatchResponse
                        || response instanceof EtcdClientMessage.WatchCanceled) {
                    told.append(etcd.lab.now() + " " + name + " tells " + EtcdWords.text(response, names()) + "\n");
                }
            }
            heard.put(name, all.size());
        }
    }

    private Map<Long, String> names() {
        Map<Long, String> names = new TreeMap<>();
        known().forEach(m -> names.put(m.id(), m.name()));
        return names;
    }

    private void status() {
        events();
        for (String name : running) {
            var machine = etcd.machine(name);
            told.append(name + " "
                    + machine.raft()
                            .map(r -> r.role() + " at term " + r.term() + ", log "
                                    + r.log().firstIndex() + ".." + r.log().lastIndex() + ", applied "
                                    + r.log().applied())
                            .orElse("joins")
                    + (machine.leader().isEmpty() ? "" : ", leader " + machine.leader()) + ", revision "
                    + machine.revision() + ", " + machine.content().toString().toLowerCase(Locale.ROOT) + "\n");
        }
    }
}
