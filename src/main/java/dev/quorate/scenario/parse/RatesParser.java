package dev.quorate.scenario.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.fault.FaultRates;
import dev.quorate.scenario.fault.FaultRates.Rated;
import dev.quorate.scenario.fault.ScheduledFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a fault profile: a list {@code faults}, each item as in a timeline but with a rate in place of {@code at}.
 *
 * <p>{@code per-host-year}, {@code per-host-hour} count for each master, {@code per-cluster-year} for the cluster as a
 * whole; {@code hidden = 30d} makes a fault one that nobody notices for so long.
 */
public final class RatesParser {

    private static final List<String> RATES = List.of("per-host-year", "per-host-hour", "per-cluster-year");
    private static final double HOURS = FaultRates.YEAR.toSeconds() / 3600.0;

    private final Problems problems = new Problems();
    private final Topology topology;

    private RatesParser(Topology topology) {
        this.topology = topology;
    }

    /** Read a profile's file for a cluster. */
    public static FaultRates parse(Path file, Topology topology) throws ScenarioException {
        RatesParser parser = new RatesParser(topology);
        Optional<SourceFile> source = SourceFile.read(file.toString(), file, parser.problems);
        if (source.isEmpty()) {
            parser.problems.throwIfAny();
        }
        return parser.read(source.orElseThrow());
    }

    /** Read a profile from its text for a cluster. */
    public static FaultRates parseText(String name, String text, Topology topology) throws ScenarioException {
        return new RatesParser(topology).read(SourceFile.of(name, text));
    }

    private FaultRates read(SourceFile source) throws ScenarioException {
        Optional<Config> config = Includes.parse(source, problems);
        if (config.isEmpty()) {
            problems.throwIfAny();
        }
        ObjectReader root =
                new ObjectReader(config.orElse(ConfigFactory.empty()).root(), "", problems);
        String title = root.text("title").orElse("a fault profile");
        List<ObjectReader> rates = root.objects("faults");
        List<ObjectReader> items = new ArrayList<>();
        if (rates.isEmpty()) {
            problems.add(
                    root.origin(),
                    "",
                    "a profile needs faults = [ { per-host-year = 0.5, power-off = any master, for = 10m }, ... ]");
        } else {
            root.value("faults")
                    .ifPresent(list -> ((List<?>) list).forEach(item -> {
                        if (item instanceof ConfigObject object) {
                            items.add(new ObjectReader(timelineItem(object), "faults." + (items.size() + 1), problems));
                        }
                    }));
        }
        root.rejectUnknown("key");
        List<ScheduledFault> faults = new TimelineDecoder(problems, topology, Scenario.MAX_DURATION).decode(items);
        List<Rated> rated = new ArrayList<>();
        for (int i = 0; i < rates.size(); i++) {
            Optional<Double> perYear = perYear(rates.get(i));
            Optional<Duration> hidden = rates.get(i).duration("hidden");
            if (perYear.isPresent() && faults.size() == rates.size()) {
                rate(rates.get(i), faults.get(i), perYear.get(), hidden).ifPresent(rated::add);
            }
        }
        problems.throwIfAny();
        try {
            return new FaultRates(title, String.join("\n", source.lines()), rated);
        } catch (IllegalArgumentException e) {
            problems.add(root.origin(), "faults", String.valueOf(e.getMessage()));
            problems.throwIfAny();
            throw e;
        }
    }

    /** The item with an instant in place of its rate. */
    private static ConfigObject timelineItem(ConfigObject item) {
        ConfigObject result = item.withoutKey("hidden");
        for (String rate : RATES) {
            result = result.withoutKey(rate);
        }
        return result.withValue(
                "at", ConfigValueFactory.fromAnyRef("0s", item.origin().description()));
    }

    private Optional<Double> perYear(ObjectReader item) {
        List<String> given = RATES.stream().filter(item::has).toList();
        if (given.size() != 1) {
            problems.add(
                    item.origin(),
                    given.isEmpty() ? "" : given.get(1),
                    item.path() + " needs one rate: " + String.join(", ", RATES));
            return Optional.empty();
        }
        String key = given.get(0);
        return item.parsed(key, double.class).map(Double.class::cast).map(rate -> switch (key) {
            case "per-host-year" -> rate * topology.masters().size();
            case "per-host-hour" -> rate * HOURS * topology.masters().size();
            default -> rate;
        });
    }

    private Optional<Rated> rate(ObjectReader item, ScheduledFault fault, double perYear, Optional<Duration> hidden) {
        if (item.has("at")) {
            item.complain("at", "a profile's fault has a rate, not an instant; leave 'at' out", "");
        }
        try {
            return Optional.of(new Rated(fault, perYear, hidden));
        } catch (IllegalArgumentException e) {
            problems.add(item.origin(), "", item.path() + ": " + e.getMessage());
            return Optional.empty();
        }
    }
}
