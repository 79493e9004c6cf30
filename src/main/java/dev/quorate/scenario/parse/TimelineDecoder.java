package dev.quorate.scenario.parse;

import com.typesafe.config.ConfigValue;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.fault.Condition;
import dev.quorate.scenario.fault.EventWords;
import dev.quorate.scenario.fault.Fault;
import dev.quorate.scenario.fault.FaultCatalog;
import dev.quorate.scenario.fault.FaultCatalog.Kind;
import dev.quorate.scenario.fault.FaultCatalog.KindParameter;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.Spread;
import dev.quorate.scenario.fault.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Decodes {@code timeline}: one fault with its trigger for each item of the list. */
final class TimelineDecoder {

    private static final List<String> COMMON = List.of("id", "at", "after", "when", "delay", "for", "think", "mistake");

    private final Problems problems;
    private final Topology topology;
    private final ParameterReader parameters;
    private final Duration duration;
    private final TreeSet<String> ids = new TreeSet<>();

    TimelineDecoder(Problems problems, Topology topology, Duration duration) {
        this.problems = problems;
        this.topology = topology;
        this.parameters = new ParameterReader(problems, topology);
        this.duration = duration;
    }

    List<ScheduledFault> decode(List<ObjectReader> items) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            names.add(idOf(items.get(i), i + 1));
        }
        ids.addAll(names);
        List<ScheduledFault> faults = new ArrayList<>();
        TreeSet<String> taken = new TreeSet<>();
        for (int i = 0; i < items.size(); i++) {
            if (!taken.add(names.get(i))) {
                items.get(i).complainOfValue("id", "two faults have the id '" + names.get(i) + "'");
            }
            item(items.get(i), names.get(i)).ifPresent(faults::add);
        }
        for (int i = 0; i < items.size(); i++) {
            checkReferences(items.get(i));
        }
        return faults;
    }

    /** As given, or made of the item's place and kind: fixed at parse time, so that streams do not depend on a run. */
    private static String idOf(ObjectReader item, int number) {
        Optional<String> given = item.has("id") ? item.text("id") : Optional.empty();
        return given.orElseGet(
                () -> number + "-" + keywordOf(item).orElse("fault").replace(' ', '-'));
    }

    private static Optional<String> keywordOf(ObjectReader item) {
        if (item.has("operator")) {
            return item.text("operator");
        }
        return item.keys().stream()
                .filter(key -> FaultCatalog.find(key, false).isPresent())
                .findFirst();
    }

    private Optional<ScheduledFault> item(ObjectReader item, String id) {
        item.expectKnown(COMMON);
        Optional<Trigger> trigger = trigger(item);
        Optional<Spread> lasting = spread(item, "for");
        Spread think = spread(item, "think").orElse(Spread.ZERO);
        boolean mistake =
                item.parsed("mistake", boolean.class).map(Boolean.class::cast).orElse(false);
        Optional<Kind> kind = kind(item);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        if (!kind.get().operator() && item.has("think")) {
            item.complain(
                    "think",
                    "only an operator thinks; leave 'think' out of '"
                            + kind.get().keyword() + "'",
                    "");
        }
        Optional<Fault> fault = fault(item, kind.get());
        item.rejectUnknownOf("'" + kind.get().keyword() + "'");
        if (fault.isEmpty() || trigger.isEmpty()) {
            return Optional.empty();
        }
        fault.get()
                .complaints(topology)
                .forEach(c -> problems.add(item.origin(), kind.get().keyword(), c));
        try {
            return Optional.of(new ScheduledFault(id, trigger.get(), think, fault.get(), lasting, mistake));
        } catch (IllegalArgumentException e) {
            item.complain(lasting.isPresent() ? "for" : "id", String.valueOf(e.getMessage()), "");
            return Optional.empty();
        }
    }

    private Optional<Kind> kind(ObjectReader item) {
        if (item.has("operator")) {
            String keyword = item.text("operator").orElse("");
            Optional<Kind> kind = FaultCatalog.find(keyword, true);
            if (kind.isEmpty() && !keyword.isEmpty()) {
                problems.add(
                        item.originOf("operator"),
                        keyword,
                        "unknown act of an operator '" + keyword + "'",
                        Suggestion.of(keyword, keywords(true)));
            }
            return kind;
        }
        List<Kind> kinds = new ArrayList<>();
        for (String key : item.keys()) {
            FaultCatalog.find(key, false).ifPresent(kinds::add);
        }
        // a keyword may be another fault's parameter; then the one with the other as its parameter is meant
        kinds.removeIf(kind -> kinds.stream().anyMatch(other -> !other.equals(kind) && takes(other, kind.keyword())));
        if (kinds.size() == 1) {
            return Optional.of(kinds.get(0));
        }
        if (kinds.size() > 1) {
            item.complain(
                    kinds.get(1).keyword(),
                    "two faults in one item: '" + kinds.get(0).keyword() + "' and '"
                            + kinds.get(1).keyword() + "'; write an item for each",
                    "");
            return Optional.empty();
        }
        unknownFault(item);
        return Optional.empty();
    }

    private static boolean takes(Kind kind, String key) {
        return kind.parameters().stream()
                .anyMatch(parameter -> !parameter.main() && parameter.key().equals(key));
    }

    private void unknownFault(ObjectReader item) {
        List<String> candidates = new ArrayList<>(item.keys());
        candidates.removeAll(COMMON);
        TreeSet<String> known = new TreeSet<>(keywords(false));
        known.add("operator");
        String best = null;
        for (String key : candidates) {
            if (!Suggestion.of(key, known).isEmpty()) {
                best = key;
            } else if (best == null && !isParameter(key)) {
                best = key;
            }
        }
        if (best == null) {
            problems.add(item.origin(), "", item.path() + " names no fault; see: quorate list faults");
            return;
        }
        List<String> acts = keywords(true);
        String suggestion = Suggestion.of(best, known);
        item.complain(
                best,
                "unknown fault '" + best + "'",
                suggestion.isEmpty() && acts.contains(best)
                        ? "write operator = " + best + ": it is an operator's act"
                        : suggestion);
    }

    private static boolean isParameter(String key) {
        return FaultCatalog.kinds().stream().anyMatch(kind -> takes(kind, key));
    }

    private static List<String> keywords(boolean operator) {
        return FaultCatalog.kinds().stream()
                .filter(kind -> kind.operator() == operator)
                .map(Kind::keyword)
                .toList();
    }

    private Optional<Fault> fault(ObjectReader item, Kind kind) {
        Object[] values = new Object[kind.parameters().size()];
        boolean good = true;
        for (int i = 0; i < values.length; i++) {
            KindParameter parameter = kind.parameters().get(i);
            Optional<ConfigValue> value = item.value(parameter.key());
            Optional<Object> read = Optional.empty();
            if (value.isPresent()) {
                read = parameters.read(parameter.type(), value.get(), parameter.key());
            } else if (parameter.defaultText().isPresent()) {
                read = Optional.of(ParameterReader.parse(
                        parameter.type(), parameter.defaultText().get()));
            } else {
                problems.add(
                        item.origin(),
                        kind.keyword(),
                        "'" + kind.keyword() + "' needs '" + parameter.key() + "': " + parameter.doc());
            }
            good &= read.isPresent();
            if (read.isPresent()) {
                values[i] = read.get();
            }
        }
        if (!good) {
            return Optional.empty();
        }
        try {
            return Optional.of(kind.create(values));
        } catch (IllegalArgumentException e) {
            problems.add(item.origin(), kind.keyword(), "'" + kind.keyword() + "': " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Trigger> trigger(ObjectReader item) {
        List<String> given =
                List.of("at", "after", "when").stream().filter(item::has).toList();
        if (given.size() != 1) {
            problems.add(
                    item.origin(),
                    given.isEmpty() ? "" : given.get(1),
                    given.isEmpty()
                            ? item.path() + " needs a trigger: at = 20s, after = <fault or event>, or when = { ... }"
                            : item.path() + " has two triggers; give one of at, after, when");
            return Optional.empty();
        }
        if (given.get(0).equals("at")) {
            if (item.has("delay")) {
                item.complain("delay", "'delay' goes with 'after' or 'when', not with 'at'", "");
            }
            Optional<Spread> at = spread(item, "at");
            if (at.isPresent()
                    && at.get().shape() != Spread.Shape.EXPONENTIAL
                    && at.get().from().compareTo(duration) > 0) {
                item.complainOfValue(
                        "at",
                        "at " + at.get().words() + " is after the end of the run (" + Spread.words(duration) + ")");
            }
            return at.map(Trigger.At::new);
        }
        Spread delay = spread(item, "delay").orElse(Spread.ZERO);
        if (given.get(0).equals("after")) {
            return item.text("after").map(reference -> new Trigger.After(reference, delay));
        }
        return item.object("when").flatMap(this::condition).map(condition -> new Trigger.When(condition, delay));
    }

    private Optional<Condition> condition(ObjectReader when) {
        if (when.has("lease")) {
            Optional<String> lease = when.text("lease");
            Optional<Duration> age = when.duration("age");
            if (!when.has("age")) {
                when.complain("lease", "'lease' needs an age: when = { lease = kube-scheduler, age = 13s }", "");
            }
            when.rejectUnknownOf("this condition");
            return lease.isPresent() && age.isPresent()
                    ? Optional.of(new Condition.LeaseAge(lease.get(), age.get()))
                    : Optional.empty();
        }
        if (when.has("vip-on")) {
            Optional<String> host = host(when, "vip-on");
            when.rejectUnknownOf("this condition");
            return host.map(Condition.VipOn::new);
        }
        if (when.has("leader")) {
            Optional<String> lease = when.text("leader");
            String host = host(when, "on").orElse("");
            when.rejectUnknownOf("this condition");
            return lease.map(l -> new Condition.LeaderOn(l, host));
        }
        if (when.has("event")) {
            return event(when);
        }
        problems.add(when.origin(), "when", "a condition has one of lease (with age), vip-on, leader (with on), event");
        return Optional.empty();
    }

    private Optional<Condition> event(ObjectReader when) {
        Optional<String> kind = when.text("event");
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        if (!EventWords.kinds().contains(kind.get())) {
            problems.add(
                    when.originOf("event"),
                    kind.get(),
                    "unknown event '" + kind.get() + "'",
                    Suggestion.of(kind.get(), EventWords.kinds()));
            return Optional.empty();
        }
        TreeMap<String, String> fields = new TreeMap<>();
        for (String field : EventWords.fieldsOf(kind.get())) {
            when.text(field).ifPresent(text -> fields.put(field, text));
        }
        when.rejectUnknownOf("the event '" + kind.get() + "'");
        return Optional.of(new Condition.EventSeen(kind.get(), fields));
    }

    private Optional<String> host(ObjectReader when, String key) {
        return when.text(key).filter(host -> {
            if (topology.node(host).isEmpty()) {
                problems.add(
                        when.originOf(key),
                        host,
                        "node '" + host + "' is not in the cluster (" + String.join(", ", topology.nodeNames()) + ")",
                        Suggestion.of(host, topology.nodeNames()));
                return false;
            }
            return true;
        });
    }

    private Optional<Spread> spread(ObjectReader item, String key) {
        if (!item.has(key)) {
            return Optional.empty();
        }
        return item.text(key).flatMap(text -> {
            try {
                return Optional.of(SpreadReader.spread(text));
            } catch (IllegalArgumentException e) {
                problems.add(
                        item.originOf(key),
                        text,
                        key + ": " + e.getMessage(),
                        text.matches("\\d+(\\.\\d+)?") ? "did you mean '" + text + "s'?" : "");
                return Optional.empty();
            }
        });
    }

    /** {@code after} names a fault or an event, {@code heal} a fault or one of its words. */
    private void checkReferences(ObjectReader item) {
        if (item.has("after")) {
            item.text("after").ifPresent(reference -> {
                TreeSet<String> known = new TreeSet<>(EventWords.kinds());
                known.addAll(ids);
                if (!known.contains(reference)) {
                    problems.add(
                            item.originOf("after"),
                            reference,
                            "'" + reference + "' is neither a fault's id nor an event",
                            Suggestion.of(reference, known));
                }
            });
        }
        if (item.has("heal")) {
            item.text("heal").ifPresent(what -> {
                TreeSet<String> known = new TreeSet<>(ids);
                known.addAll(List.of("network", "everything"));
                if (!known.contains(what)) {
                    problems.add(
                            item.originOf("heal"),
                            what,
                            "nothing to heal is called '" + what + "'; network, everything, or a fault's id",
                            Suggestion.of(what, known));
                }
            });
        }
    }
}
