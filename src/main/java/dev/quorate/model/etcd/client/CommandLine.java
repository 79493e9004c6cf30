package dev.quorate.model.etcd.client;

import dev.quorate.model.Settings;
import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdClientMessage.Request;
import dev.quorate.model.etcd.EtcdOp;
import dev.quorate.model.etcd.KeyRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A command line of etcdctl: words and {@code --flag=value}s. */
record CommandLine(List<String> words, Map<String, String> flags) {

    private static final String KNOWN =
            "put, get, del, member, move-leader, endpoint, lease, compaction, snapshot, lock";

    static CommandLine parse(String text) {
        List<String> words = new ArrayList<>();
        Map<String, String> flags = new TreeMap<>();
        List<String> parts = List.of(text.trim().split("\\s+"));
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (!part.startsWith("--")) {
                words.add(part);
                continue;
            }
            int equals = part.indexOf('=');
            boolean takesNext = equals < 0 && part.equals("--ttl") && i + 1 < parts.size();
            String name = equals < 0 ? part.substring(2) : part.substring(2, equals);
            flags.put(name, takesNext ? parts.get(++i) : equals < 0 ? "true" : part.substring(equals + 1));
        }
        return new CommandLine(words, flags);
    }

    String word(int index) {
        if (index >= words.size()) {
            throw new IllegalArgumentException(
                    "etcdctl " + verb() + " needs " + (index + 1) + " words, was given " + words);
        }
        return words.get(index);
    }

    String verb() {
        return words.isEmpty() ? "" : words.get(0);
    }

    String lastWord() {
        return words.get(words.size() - 1);
    }

    boolean is(String verb) {
        return verb().equals(verb);
    }

    private boolean has(String flag) {
        return flags.containsKey(flag);
    }

    List<String> list(String flag, String otherwise) {
        return List.of(flags.getOrDefault(flag, otherwise).split(","));
    }

    long number(String flag, long otherwise) {
        return has(flag) ? Long.parseLong(flags.getOrDefault(flag, "")) : otherwise;
    }

    /** {@code --command-timeout}, by default 5 s. */
    Duration timeout() {
        return (Duration) Settings.parse(Duration.class, flags.getOrDefault("command-timeout", "5s"));
    }

    /** Whether its last word is a member's id or name, which must be looked up first. */
    boolean namesMember() {
        return is("move-leader") || (is("member") && (word(1).equals("remove") || word(1).equals("promote")));
    }

    Request memberRequest(long member) {
        if (is("move-leader")) {
            return new EtcdClientMessage.MoveLeaderRequest(0, member);
        }
        return word(1).equals("remove")
                ? new EtcdClientMessage.MemberRemoveRequest(0, member)
                : new EtcdClientMessage.MemberPromoteRequest(0, member);
    }

    /** What to ask of the server. */
    Request request() {
        return switch (verb()) {
            case "put" -> new EtcdClientMessage.PutRequest(0, new EtcdOp.Put(word(1), word(2), number("lease", 0)));
            case "get" ->
                new EtcdClientMessage.RangeRequest(
                        0,
                        new EtcdOp.Range(range(), number("rev", 0), 0),
                        flags.getOrDefault("consistency", "l").equals("s"));
            case "del" -> new EtcdClientMessage.DeleteRequest(0, new EtcdOp.Delete(range()));
            case "compaction" -> new EtcdClientMessage.CompactRequest(0, Long.parseLong(word(1)));
            case "lease" -> new EtcdClientMessage.LeaseGrantRequest(0, 0, Long.parseLong(word(2)));
            case "snapshot" -> new EtcdClientMessage.SnapshotRequest(0);
            case "endpoint" ->
                word(1).equals("health")
                        ? new EtcdClientMessage.HealthRequest(0)
                        : new EtcdClientMessage.StatusRequest(0);
            case "member" ->
                word(1).equals("add")
                        ? new EtcdClientMessage.MemberAddRequest(
                                0, word(2), flags.getOrDefault("peer-urls", ""), has("learner"))
                        : new EtcdClientMessage.MemberListRequest(0);
            default ->
                throw new IllegalArgumentException(
                        "etcdctl: unknown command \"" + verb() + "\"; known commands: " + KNOWN);
        };
    }

    private KeyRange range() {
        return has("prefix") ? KeyRange.prefix(word(1)) : KeyRange.of(word(1));
    }
}
