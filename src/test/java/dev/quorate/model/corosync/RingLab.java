package dev.quorate.model.corosync;

import dev.quorate.model.Lab;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.corosync.totem.TotemSettings;
import dev.quorate.model.corosync.votequorum.QuorumSettings;
import dev.quorate.model.corosync.votequorum.QuorumView;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import dev.quorate.trace.MembershipEvent;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/** A ring of corosyncs on the bench: hosts n1, n2, ... with node ids 1, 2, ... */
final class RingLab {

    private final Lab lab;
    private final CorosyncSettings settings;
    private final List<CorosyncNode> nodelist = new ArrayList<>();

    /** So many nodes, none started. */
    RingLab(long seed, int nodes, CorosyncSettings settings) {
        this.settings = settings;
        this.lab = new Lab(seed).latency(Duration.ofNanos(40_000), Duration.ofNanos(120_000));
        for (int id = 1; id <= nodes; id++) {
            nodelist.add(new CorosyncNode("n" + id, id, "10.0.0." + id, 1));
            lab.host("n" + id, Map.of("cluster", "10.0.0." + id));
        }
    }

    /** Settings with these lines changed: {@code "token=1s", "quorum.two_node=1"}; totem's names need no section. */
    static CorosyncSettings settings(String... lines) {
        CorosyncSettings defaults = CorosyncSettings.defaults();
        TotemSettings totem = with(defaults.totem(), lines, "");
        QuorumSettings quorum = with(defaults.quorum(), lines, "quorum.");
        return new CorosyncSettings(totem, quorum);
    }

    private static <R extends Record> R with(R record, String[] lines, String prefix) {
        var components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = prefix + Settings.nameOf(components[i]) + "=";
            try {
                components[i].getAccessor().setAccessible(true);
                values[i] = components[i].getAccessor().invoke(record);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
            if (values[i] instanceof Record nested) {
                values[i] = with(nested, lines, prefix + Settings.nameOf(components[i]) + ".");
            }
            for (String line : lines) {
                if (line.startsWith(name)) {
                    values[i] = Settings.parse(components[i].getGenericType(), line.substring(name.length()));
                }
            }
        }
        @SuppressWarnings("unchecked") // a record's own class
        Class<R> type = (Class<R>) record.getClass();
        return Settings.create(type, values);
    }

    Lab lab() {
        return lab;
    }

    RingLab start(int... ids) {
        for (int id : ids) {
            lab.start("n" + id, "corosync", () -> new Corosync(settings, nodelist));
        }
        return this;
    }

    RingLab startAll() {
        return start(nodelist.stream().mapToInt(CorosyncNode::nodeId).toArray());
    }

    /** Everybody up at moments of their own, in one ring for a while; ends at a moment of its own. */
    RingLab settled(RandomStream random) {
        return settled(random, Duration.ofSeconds(8), Duration.ofSeconds(10));
    }

    /** As {@link #settled(RandomStream)}, for that long after the last start. */
    RingLab settled(RandomStream random, Duration from, Duration to) {
        for (CorosyncNode node : nodelist) {
            lab.runFor(random.uniform(Duration.ZERO, Duration.ofSeconds(1)));
            start(node.nodeId());
        }
        return runFor(random.uniform(from, to));
    }

    /** Cut one node off from all others. */
    RingLab isolate(int id) {
        lab.cut((from, to) -> !from.equals(to) && (from.equals("n" + id) || to.equals("n" + id)));
        return this;
    }

    RingLab runFor(Duration span) {
        lab.runFor(span);
        return this;
    }

    /** Groups of node ids: {@code "1|2 3"}. */
    RingLab partition(String groups) {
        List<List<String>> hosts = Arrays.stream(groups.split("\\|"))
                .map(g -> Arrays.stream(g.trim().split("[ ,]+"))
                        .map(id -> "n" + id)
                        .toList())
                .toList();
        lab.partition(hosts);
        return this;
    }

    /** Cut one direction. */
    RingLab deaf(Predicate<String> fromTo) {
        lab.cut((from, to) -> fromTo.test(from.substring(1) + ">" + to.substring(1)));
        return this;
    }

    RingLab heal() {
        lab.heal();
        return this;
    }

    void signal(int id, Signal signal) {
        lab.signal("n" + id, "corosync", signal);
    }

    Corosync corosync(int id) {
        return lab.machine("n" + id, "corosync", Corosync.class);
    }

    QuorumView quorum(int id) {
        return corosync(id).quorum();
    }

    /** Q with quorum, - without; in brackets how many members it sees: {@code 1:Q(3)}. */
    String states(int... ids) {
        List<String> states = new ArrayList<>();
        for (int id : ids) {
            QuorumView view = quorum(id);
            states.add(id + ":" + (view.quorate() ? "Q" : "-") + "("
                    + view.members().size() + ")");
        }
        return String.join(", ", states);
    }

    /** Milliseconds from an instant to the first event of that type on a node, after it. */
    <E extends TraceEvent> OptionalLong first(SimTime since, int id, Class<E> type, Predicate<E> which) {
        for (TraceRecord record : lab.trace()) {
            if (record.at().isAfter(since)
                    && record.host().equals("n" + id)
                    && type.isInstance(record.event())
                    && which.test(type.cast(record.event()))) {
                return OptionalLong.of((record.at().micros() - since.micros()) / 1000);
            }
        }
        return OptionalLong.empty();
    }

    OptionalLong formed(SimTime since, int id, int size) {
        return first(
                since,
                id,
                MembershipEvent.MembershipFormed.class,
                m -> m.members().size() == size);
    }

    long count(SimTime since, int id, Class<? extends TraceEvent> type) {
        return lab.trace().stream()
                .filter(r -> r.at().isAfter(since) && r.host().equals("n" + id) && type.isInstance(r.event()))
                .count();
    }

    /** Map a value for each node. */
    <T> List<T> each(Function<Corosync, T> value) {
        return nodelist.stream().map(n -> value.apply(corosync(n.nodeId()))).toList();
    }
}
