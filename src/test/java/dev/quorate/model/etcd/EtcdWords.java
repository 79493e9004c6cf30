package dev.quorate.model.etcd;

import dev.quorate.model.etcd.Compare.Relation;
import dev.quorate.model.etcd.Compare.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How golden texts write operations on a store, and their results.
 *
 * <p>{@code get a}, {@code get a..c @5 limit=2}, {@code get a*}, {@code put k v lease=7}, {@code delete a*}, {@code txn
 * if a.mod=3,b.value!=x then put a 2;get b else get a}.
 */
public final class EtcdWords {

    private EtcdWords() {}

    /** One operation. */
    public static EtcdOp op(String text) {
        String[] words = text.trim().split(" ");
        return switch (words[0]) {
            case "put" -> new EtcdOp.Put(words[1], words[2], number(words, "lease=", 0));
            case "delete" -> new EtcdOp.Delete(range(words[1]));
            case "get" -> new EtcdOp.Range(range(words[1]), number(words, "@", 0), (int) number(words, "limit=", 0));
            default -> throw new IllegalArgumentException("no operation: " + text);
        };
    }

    /** The number that follows {@code prefix} in one of the words. */
    public static long number(String[] words, String prefix, long otherwise) {
        for (String word : words) {
            if (word.startsWith(prefix)) {
                return Long.parseLong(word.substring(prefix.length()));
            }
        }
        return otherwise;
    }

    /** {@code a}, {@code a..c}, {@code a..}, {@code a*}. */
    public static KeyRange range(String word) {
        int dots = word.indexOf("..");
        if (word.endsWith("*")) {
            return KeyRange.prefix(word.substring(0, word.length() - 1));
        }
        if (dots < 0) {
            return KeyRange.of(word);
        }
        String end = word.substring(dots + 2);
        return end.isEmpty() ? KeyRange.from(word.substring(0, dots)) : new KeyRange(word.substring(0, dots), end);
    }

    /** A transaction's three parts. */
    public record Txn(List<Compare> compares, List<EtcdOp> success, List<EtcdOp> failure) {}

    /** {@code txn if a.mod=3 then put a 2 else get a}; each part may be missing. */
    public static Txn txn(String text) {
        String rest = text.substring("txn".length());
        String[] orElse = rest.split(" else ", 2);
        String[] then = orElse[0].split(" then ", 2);
        List<Compare> compares = new ArrayList<>();
        String conditions = then[0].trim();
        if (conditions.startsWith("if ")) {
            for (String condition : conditions.substring(3).split(",")) {
                compares.add(compare(condition.trim()));
            }
        }
        return new Txn(compares, ops(then.length > 1 ? then[1] : ""), ops(orElse.length > 1 ? orElse[1] : ""));
    }

    private static List<EtcdOp> ops(String text) {
        List<EtcdOp> ops = new ArrayList<>();
        for (String op : text.split(";")) {
            if (!op.isBlank()) {
                ops.add(op(op));
            }
        }
        return ops;
    }

    private static Compare compare(String condition) {
        String sign =
                condition.contains("!=") ? "!=" : condition.contains(">") ? ">" : condition.contains("<") ? "<" : "=";
        String[] sides = condition.split(sign, 2);
        int dot = sides[0].indexOf('.');
        Target target = switch (sides[0].substring(dot + 1)) {
            case "create" -> Target.CREATE_REVISION;
            case "mod" -> Target.MOD_REVISION;
            case "version" -> Target.VERSION;
            case "lease" -> Target.LEASE;
            default -> Target.VALUE;
        };
        Relation relation = switch (sign) {
            case "!=" -> Relation.NOT_EQUAL;
            case ">" -> Relation.GREATER;
            case "<" -> Relation.LESS;
            default -> Relation.EQUAL;
        };
        Object operand = target == Target.VALUE ? sides[1] : (Object) Long.parseLong(sides[1]);
        return new Compare(sides[0].substring(0, dot), target, relation, operand);
    }

    /** {@code a=1 (created 2, modified 3, version 2, lease 7)}. */
    public static String text(KeyValue kv) {
        return kv.key() + "=" + kv.value() + " (created " + kv.createRevision() + ", modified " + kv.modRevision()
                + ", version " + kv.version() + (kv.lease() == 0 ? "" : ", lease " + kv.lease()) + ")";
    }

    public static String text(List<KeyValue> kvs) {
        return kvs.isEmpty()
                ? "nothing"
                : String.join(", ", kvs.stream().map(EtcdWords::text).toList());
    }

    private static String text(Optional<KeyValue> before) {
        return before.map(kv -> ", was " + text(kv)).orElse("");
    }

    public static String text(EtcdOp.Result result) {
        if (result instanceof EtcdOp.Result.Ranged ranged) {
            return text(ranged.kvs()) + (ranged.hasMore() ? " of " + ranged.count() : "");
        }
        if (result instanceof EtcdOp.Result.Written written) {
            return "put" + text(written.previous());
        }
        return "deleted " + text(((EtcdOp.Result.Deleted) result).previous());
    }

    public static String text(KeyEvent event) {
        return (event.isDelete() ? "delete " + event.kv().key() : "put " + text(event.kv())) + " at " + event.revision()
                + text(event.previous());
    }

    public static String events(List<KeyEvent> events) {
        return String.join("; ", events.stream().map(EtcdWords::text).toList());
    }

    /** An answer of a member, apart from its number. */
    public static String text(EtcdClientMessage.Response response, Map<Long, String> names) {
        if (response instanceof EtcdClientMessage.RangeResponse r) {
            return text(r.kvs()) + (r.hasMore() ? " of " + r.count() : "") + ", revision " + r.revision();
        } else if (response instanceof EtcdClientMessage.PutResponse r) {
            return "put" + text(r.previous()) + ", revision " + r.revision();
        } else if (response instanceof EtcdClientMessage.DeleteResponse r) {
            return "deleted " + text(r.previous()) + ", revision " + r.revision();
        } else if (response instanceof EtcdClientMessage.TxnResponse r) {
            return (r.succeeded() ? "succeeded: " : "failed: ")
                    + String.join(
                            "; ", r.results().stream().map(EtcdWords::text).toList()) + ", revision "
                    + r.revision();
        } else if (response instanceof EtcdClientMessage.WatchResponse r) {
            return "event " + events(r.events()) + ", revision " + r.revision();
        } else if (response instanceof EtcdClientMessage.Failure r) {
            return r.error().text();
        } else if (response instanceof EtcdClientMessage.MemberResponse r) {
            return "members "
                    + String.join(
                            ", ", r.members().stream().map(EtcdWords::text).toList())
                    + r.member().map(m -> ", about " + m.name()).orElse("");
        } else if (response instanceof EtcdClientMessage.LeaseGrantResponse r) {
            return "granted" + (r.lease() < 1_000 ? " " + r.lease() : "") + " for " + r.ttlSeconds() + " s";
        }
        String rest = response.toString().replaceFirst("\\[id=\\d+(, )?", "[");
        for (Map.Entry<Long, String> name : names.entrySet()) {
            rest = rest.replace(name.getKey().toString(), name.getValue());
        }
        return rest.replaceFirst("^(\\w+?)(Response)?\\[(.*)]$", "$1: $3").toLowerCase(Locale.ROOT);
    }

    private static String text(EtcdMember member) {
        return member.name() + (member.learner() ? " (learner)" : "") + (member.started() ? "" : " (not started)");
    }
}
