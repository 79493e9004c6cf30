package dev.quorate.scenario.fault;

/**
 * A share, written as a percentage.
 *
 * @param ratio 0 to 1
 */
public record Share(double ratio) {

    public Share {
        Checks.requireRatio("a share", ratio);
    }

    public static Share ofPercent(double percent) {
        return new Share(percent / 100);
    }

    /** As a scenario file spells it: {@code 10%}. */
    public String words() {
        return Checks.percent(ratio);
    }
}
