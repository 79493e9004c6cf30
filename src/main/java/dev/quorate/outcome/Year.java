package dev.quorate.outcome;

import dev.quorate.metric.Metric;
import dev.quorate.outcome.Proportion.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * What a year brings, when each run is one incident and so many come in a year.
 *
 * @param incidents how many incidents a year brings, by the stated rates
 * @param events rules that broke, and how often that is in a year
 * @param times seconds a year that bring each kind of trouble
 */
public record Year(double incidents, List<Event> events, List<Time> times) {

    /** Seconds of a mean year of the Gregorian calendar. */
    public static final double SECONDS = 365.2425 * 86_400;

    /** How often a rule breaks. */
    public record Event(String name, Risk risk, double incidents) {

        /** Times a year: the share of incidents that brought it, by the rate of incidents. */
        public double perYear() {
            return incidents * risk.share().map(Proportion::share).orElse(0.0);
        }

        /** The interval of 95 %. */
        public Range range() {
            Range share = risk.share().map(Proportion::wilson).orElse(new Range(0, 1));
            return new Range(incidents * share.low(), incidents * share.high());
        }

        /** In words: {@code once in 41 years, 95 % between 29 and 60}; a bound when it was never seen. */
        public String words() {
            if (risk.judged() == 0) {
                return "unknown: it could not be judged";
            }
            if (risk.broken() == 0) {
                double most = incidents
                        * new Proportion(0, risk.judged()).clopperPearson().high();
                return "not seen: " + (most >= 1 ? "at most " : "less than ") + Figures.often(most) + " (95 %)";
            }
            Range range = range();
            if (perYear() >= 1) {
                return Figures.often(perYear()) + ", 95 % between " + Figures.digits(range.low(), 2) + " and "
                        + Figures.digits(range.high(), 2);
            }
            return Figures.often(perYear()) + ", 95 % between " + Figures.digits(1 / range.high(), 2) + " and "
                    + Figures.digits(1 / range.low(), 2);
        }
    }

    /** Seconds a year. */
    public record Time(Metric metric, Estimate seconds) {

        /** In words: {@code 4.1 min/yr, 95 % 3.2 to 5.0}. */
        public String words() {
            return minutes(seconds);
        }
    }

    private static final List<Metric> TIMES = List.of(
            Metric.DUPLICATE_LEADER_TIME,
            Metric.DUPLICATE_VIP_TIME,
            Metric.LEADERLESS_TIME,
            Metric.VIP_LESS_TIME,
            Metric.API_UNAVAILABLE_TIME);

    public Year {
        events = List.copyOf(events);
        times = List.copyOf(times);
        if (!(incidents > 0)) {
            throw new IllegalArgumentException("a year brings more than no incident, not " + incidents);
        }
    }

    static Year of(double incidents, List<Risk> rules, List<RunRow> rows) {
        List<Event> events = new ArrayList<>();
        rules.forEach(risk -> events.add(new Event(risk.name(), risk, incidents)));
        List<Time> times = new ArrayList<>();
        for (Metric metric : TIMES) {
            long[] values = rows.stream().mapToLong(row -> row.sumOf(metric)).toArray();
            times.add(
                    new Time(metric, Estimate.of(values).times(incidents / 1e6).notBelowZero()));
        }
        return new Year(incidents, events, times);
    }

    /** Seconds a year in minutes, with the interval. */
    public static String minutes(Estimate seconds) {
        Estimate minutes = seconds.times(1 / 60.0);
        return Figures.digits(minutes.mean(), 2) + " min/yr, 95 % " + Figures.digits(minutes.low(), 2) + " to "
                + Figures.digits(minutes.high(), 2)
                + (minutes.isFirm() || minutes.apart() == 0 ? "" : " (few runs: " + minutes.apart() + ")");
    }

    /** The share of a year in which the API could be used through the VIP. */
    public double availability() {
        return 1 - unavailableSeconds().mean() / SECONDS;
    }

    private Estimate unavailableSeconds() {
        return times.stream()
                .filter(t -> t.metric() == Metric.API_UNAVAILABLE_TIME)
                .findFirst()
                .map(Time::seconds)
                .orElseThrow();
    }

    /** In words: {@code 99.987 % (3.9 nines), 95 % 99.981 % to 99.992 %}. */
    public String availabilityWords() {
        Estimate away = unavailableSeconds().times(1 / SECONDS);
        if (away.apart() == 0) {
            return "never seen unavailable in " + away.count() + " runs";
        }
        return nines(away.mean()) + ", 95 % " + share(away.high()) + " to " + share(away.low());
    }

    private static String nines(double away) {
        double nines = -StrictMath.log10(Math.max(1e-15, away));
        return share(away) + " (" + String.format(java.util.Locale.ROOT, "%.1f", nines) + " nines)";
    }

    private static String share(double away) {
        if (away <= 0) {
            return "100 %";
        }
        double up = 100 * (1 - away);
        int decimals = (int) Math.max(2, Math.min(9, Math.ceil(1 - StrictMath.log10(Math.max(1e-11, 100 * away)))));
        return String.format(java.util.Locale.ROOT, "%." + decimals + "f %%", up);
    }
}
