package dev.quorate.metric;

import java.util.Arrays;
import java.util.Optional;

/** What is measured, and what counts. */
public enum Metric {
    DUPLICATE_LEADER_TIME(
            "duplicate-leader-time",
            Unit.MICROS,
            "Per leader-elected component: time during which two or more processes act. Acting means: leader callbacks "
                    + "started, context not cancelled, and the process schedulable; a paused process and one on a "
                    + "frozen or powered-off host do not act. A process without leader election acts from when its "
                    + "caches are synced."),
    DUPLICATE_LEADER_COUNT(
            "duplicate-leader-count",
            Unit.COUNT,
            "Per leader-elected component: how many times two or more processes began to act at once for longer than "
                    + "an instant."),
    DUPLICATE_HOLDER_TIME(
            "duplicate-holder-time",
            Unit.MICROS,
            "Per lease: time during which two stores named two holders, each renewed within 15 s. More than none means "
                    + "that the store itself split. Never added to duplicate-leader-time."),
    LEADERLESS_TIME(
            "leaderless-time",
            Unit.MICROS,
            "Per leader-elected component: time during which no process acts. An interval that is open when the run "
                    + "ends counts up to the end and marks the value as cut off."),
    LONGEST_LEADERLESS(
            "longest-leaderless",
            Unit.MICROS,
            "Per leader-elected component: the longest single interval without an acting process."),
    LEADER_CHANGES(
            "leader-changes",
            Unit.COUNT,
            "Per leader-elected component: how often another process than the one before began to act."),
    VIP_LESS_TIME(
            "vip-less-time",
            Unit.MICROS,
            "Time during which no host's kernel answers for the VIP. A frozen host and one without power do not "
                    + "answer; one whose processes are paused does."),
    DUPLICATE_VIP_TIME(
            "duplicate-vip-time", Unit.MICROS, "Time during which two or more hosts' kernels answer for the VIP."),
    VIP_MOVES("vip-moves", Unit.COUNT, "How often another host than the one before took the VIP."),
    API_UNAVAILABLE_TIME(
            "api-unavailable-time",
            Unit.MICROS,
            "Time during which reads or writes of a client that asks through the VIP fail, from the first failed "
                    + "request to the first that succeeds. Clients on hosts that are down themselves do not count."),
    API_OUTAGES("api-outages", Unit.COUNT, "How many such times there were."),
    DETECTION(
            "recovery.detection",
            Unit.MICROS,
            "From the first fault to the first membership without a former member, or, if none was formed, to the "
                    + "first candidate that took an expired lease."),
    FENCING(
            "recovery.fencing",
            Unit.MICROS,
            "From detection to the first confirmed fence, by device or by hand; none when nobody asked for a fence."),
    VIP_TAKE_OVER(
            "recovery.vip-take-over",
            Unit.MICROS,
            "From the part before to when a host holds the VIP again; none when it was never without a holder."),
    LEADER_TAKE_OVER(
            "recovery.leader-take-over",
            Unit.MICROS,
            "From the part before to when every component that lost its leader has an acting one; none when no "
                    + "component lost it."),
    FIRST_WRITE(
            "recovery.first-write",
            Unit.MICROS,
            "From the part before to the first write through the VIP that succeeds; none when the API was never away."),
    RECOVERY("recovery.total", Unit.MICROS, "From the first fault to the end of the last of these parts.");

    /** What a value counts. */
    public enum Unit {
        MICROS,
        COUNT
    }

    private final String spelling;
    private final Unit unit;
    private final String definition;

    Metric(String spelling, Unit unit, String definition) {
        this.spelling = spelling;
        this.unit = unit;
        this.definition = definition;
    }

    /** The name in files and on the command line. */
    public String spelling() {
        return spelling;
    }

    public Unit unit() {
        return unit;
    }

    /** What counts, in words. */
    public String definition() {
        return definition;
    }

    /** The metric of that name. */
    public static Optional<Metric> named(String name) {
        return Arrays.stream(values()).filter(m -> m.spelling.equals(name)).findFirst();
    }

    /** The page of {@code quorate help metrics}: every definition, lines of at most 100 characters. */
    public static String page() {
        StringBuilder page = new StringBuilder();
        wrap(
                page,
                "",
                "Metrics of one run. Measured from time zero (the warm-up does not count) to the end of the run. "
                        + "Times are virtual, exact to the microsecond. An interval that is still open when the run "
                        + "ends counts up to the end. A recovery part that began and did not end is censored: its value "
                        + "is the time waited, it is marked '>', and statistics over runs treat it as 'longer than'. "
                        + "A part that was not needed has no value. Parts stand one after the other; a part that ended "
                        + "before the one before it counts nothing.");
        for (Metric metric : values()) {
            page.append('\n').append(metric.spelling).append(metric.unit == Unit.MICROS ? " (time)\n" : " (count)\n");
            wrap(page, "    ", metric.definition);
        }
        return page.toString();
    }

    private static void wrap(StringBuilder page, String indent, String text) {
        int width = 0;
        for (String word : text.split(" ")) {
            if (width == 0 || width + 1 + word.length() > 100) {
                page.append(width == 0 ? "" : "\n").append(indent).append(word);
                width = indent.length() + word.length();
            } else {
                page.append(' ').append(word);
                width += 1 + word.length();
            }
        }
        page.append('\n');
    }
}
