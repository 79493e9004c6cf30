package dev.quorate.scenario.fault;

import dev.quorate.scenario.Topology;
import dev.quorate.time.RandomStream;
import dev.quorate.time.RandomStreams;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How often which fault strikes a cluster: rates, from which incidents are drawn.
 *
 * <p>A run is one incident: the first fault is drawn in proportion to the rates, further ones strike meanwhile as often
 * as their rates say (seldom), and hidden ones, which nobody has noticed yet, are there from the start. So a share of
 * runs times the incidents of a year is how often something happens in a year.
 *
 * @param title what it describes
 * @param text the file's text: with a topology it stands for the whole profile
 * @param faults the faults with their rates
 */
public record FaultRates(String title, String text, List<Rated> faults) {

    /** A year, for rates: 365.2425 days. */
    public static final Duration YEAR = Duration.ofSeconds(31_556_952);

    /** The first fault strikes that long after time zero, give or take the half of it. */
    private static final Duration LEAD = Duration.ofSeconds(20);

    /**
     * A fault with its rate.
     *
     * @param fault what happens; its trigger does not count
     * @param perYear how often in a year in the whole cluster
     * @param hidden for a fault that nobody notices by itself: how long it lasts until somebody does
     */
    public record Rated(ScheduledFault fault, double perYear, Optional<Duration> hidden) {

        public Rated {
            if (!(perYear > 0) || perYear > 1e6) {
                throw new IllegalArgumentException("a rate is above 0 and at most 1e6 a year, was " + perYear);
            }
        }

        /** The chance that it strikes, or stands, within a span. */
        double chance(Duration span) {
            return 1 - StrictMath.exp(-perYear * SimTime.micros(span) / SimTime.micros(YEAR));
        }
    }

    public FaultRates {
        faults = List.copyOf(faults);
        if (faults.stream().allMatch(f -> f.hidden().isPresent())) {
            throw new IllegalArgumentException("a profile needs at least one fault that is not hidden");
        }
    }

    /** How many incidents a year brings. */
    public double incidentsPerYear() {
        double sum = 0;
        for (Rated each : faults) {
            sum += each.hidden().isPresent() ? 0 : each.perYear();
        }
        return sum;
    }

    /** One incident: what strikes within that span. */
    public List<ScheduledFault> draw(Duration within, RandomStreams streams) {
        List<ScheduledFault> plan = new ArrayList<>();
        Rated first = first(streams.stream("campaign/incident"));
        RandomStream phase = streams.stream("campaign/phase");
        plan.add(at(first, LEAD.plus(phase.uniform(Duration.ZERO, LEAD.dividedBy(2)))));
        for (Rated each : faults) {
            RandomStream own = streams.stream("campaign/also/" + each.fault().id());
            if (each.hidden().isPresent()) {
                if (own.chance(each.chance(each.hidden().get()))) {
                    plan.add(at(each, Duration.ZERO));
                }
            } else if (!each.equals(first) && own.chance(each.chance(within))) {
                plan.add(at(each, own.uniform(Duration.ZERO, within)));
            }
        }
        return plan;
    }

    private Rated first(RandomStream random) {
        double left = random.nextDouble() * incidentsPerYear();
        Rated last = faults.get(0);
        for (Rated each : faults) {
            if (each.hidden().isEmpty()) {
                last = each;
                left -= each.perYear();
                if (left < 0) {
                    return each;
                }
            }
        }
        return last;
    }

    private static ScheduledFault at(Rated rated, Duration time) {
        return rated.fault().with(new Trigger.At(Spread.fixed(time)));
    }

    /** What does not fit a cluster, in words. */
    public List<String> complaints(Topology topology) {
        List<String> complaints = new ArrayList<>();
        for (Rated each : faults) {
            each.fault()
                    .fault()
                    .complaints(topology)
                    .forEach(c -> complaints.add(each.fault().id() + ": " + c));
        }
        return complaints;
    }
}
