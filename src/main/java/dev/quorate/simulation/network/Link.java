package dev.quorate.simulation.network;

import dev.quorate.model.net.LinkSettings;
import dev.quorate.scenario.fault.NetworkRule;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way from one host to another on one network, with the rules in force on it. */
public final class Link {

    private static final long REORDER_MICROS = 5_000;

    private record Rule(String owner, NetworkRule rule) {}

    private final String from;
    private final String to;
    private final String network;
    private final LatencyTable latency;
    private final @Nullable LinkSettings health;
    private final RandomStream random;
    private final List<Rule> rules = new ArrayList<>();
    private @Nullable Link back;
    private boolean cut;

    Link(
            String from,
            String to,
            String network,
            LatencyTable latency,
            @Nullable LinkSettings health,
            RandomStream random) {
        this.from = from;
        this.to = to;
        this.network = network;
        this.latency = latency;
        this.health = health;
        this.random = random;
    }

    public String from() {
        return from;
    }

    public String to() {
        return to;
    }

    public String network() {
        return network;
    }

    /** Whether nothing at all gets through. */
    public boolean isCut() {
        return cut;
    }

    /** The way back, once it was asked for. */
    @Nullable
    Link back() {
        return back;
    }

    void back(Link way) {
        back = way;
    }

    /** Put a rule in force. */
    void add(String owner, NetworkRule rule) {
        rules.add(new Rule(owner, rule));
        cut |= rule.isCut();
    }

    /** End every rule of an owner; answers whether there was one. */
    boolean remove(String owner) {
        boolean changed = rules.removeIf(rule -> rule.owner().equals(owner));
        cut = rules.stream().anyMatch(rule -> rule.rule().isCut());
        return changed;
    }

    void removeAll() {
        rules.clear();
        cut = false;
    }

    /** Whether a packet to that port is lost on the way; draws only where there is loss. */
    boolean loses(int port) {
        if (cut) {
            return true;
        }
        if (health != null && health.lossRatio() > 0 && random.chance(health.lossRatio())) {
            return true;
        }
        for (Rule each : rules) {
            NetworkRule rule = each.rule();
            boolean applies = rule.port() == 0 || rule.port() == port;
            if (applies && rule.lossRatio() > 0 && (rule.lossRatio() >= 1 || random.chance(rule.lossRatio()))) {
                return true;
            }
        }
        return false;
    }

    boolean duplicates() {
        double ratio = health == null ? 0 : health.duplicateRatio();
        for (Rule each : rules) {
            ratio = Math.max(ratio, each.rule().duplicateRatio());
        }
        return ratio > 0 && random.chance(ratio);
    }

    /** The latency of a stream's segment. */
    long drawLatency() {
        long micros = latency.draw(random);
        for (Rule each : rules) {
            NetworkRule rule = each.rule();
            micros += SimTime.micros(rule.latency());
            long jitter = SimTime.micros(rule.jitter());
            if (jitter > 0) {
                micros += random.nextLong(jitter + 1);
            }
        }
        return micros;
    }

    /** The latency of a datagram, which may be held back past later ones. */
    long drawDatagramLatency() {
        double ratio = health == null ? 0 : health.reorderRatio();
        for (Rule each : rules) {
            ratio = Math.max(ratio, each.rule().reorderRatio());
        }
        long micros = drawLatency();
        return ratio > 0 && random.chance(ratio) ? micros + random.nextLong(REORDER_MICROS) : micros;
    }
}
