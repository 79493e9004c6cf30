package dev.quorate.metric;

/**
 * One measured value of a run.
 *
 * @param metric what was measured
 * @param subject of what: a component, a VIP; {@code ""} for the run
 * @param value microseconds or a count, as the metric's unit says
 * @param censored whether the run ended before what was measured did: the true value is at least this
 */
public record MetricValue(Metric metric, String subject, long value, boolean censored) {

    public MetricValue {
        if (value < 0) {
            throw new IllegalArgumentException(metric.spelling() + " cannot be " + value);
        }
    }

    /** The name with its subject: {@code duplicate-leader-time.kube-scheduler}. */
    public String fullName() {
        return subject.isEmpty() ? metric.spelling() : metric.spelling() + "." + subject;
    }

    /** The value in words: {@code 12.400 s}, {@code > 40.000 s}, {@code 3}. */
    public String words() {
        if (metric.unit() == Metric.Unit.COUNT) {
            return Long.toString(value);
        }
        long millis = (value + 500) / 1_000;
        return (censored ? "> " : "") + millis / 1_000 + "."
                + Long.toString(1_000 + millis % 1_000).substring(1) + " s";
    }
}
