package dev.quorate.outcome;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them: as many digits as they are worth, the same in every locale. */
public final class Figures {

    private Figures() {}

    /** A share as a percentage: two significant digits at least, {@code 0.0031 %} as well as {@code 99.97 %}. */
    public static String percent(double share) {
        double value = 100 * share;
        if (value == 0 || value >= 0.1) {
            return String.format(Locale.ROOT, value >= 10 ? "%.1f %%" : "%.2f %%", value);
        }
        return digits(value, 2) + " %";
    }

    /** A span of microseconds, {@code 12.4 s}. */
    public static String seconds(long micros) {
        return String.format(Locale.ROOT, "%.3f s", micros / 1e6);
    }

    /** A plain number with so many significant digits, never in scientific notation. */
    public static String digits(double value, int significant) {
        if (value == 0 || Double.isInfinite(value) || Double.isNaN(value)) {
            return value == 0 ? "0" : Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(significant, RoundingMode.HALF_UP));
        return rounded.scale() < 0 ? rounded.setScale(0).toPlainString() : rounded.toPlainString();
    }

    /** A number for a file: six significant digits, so that the last bits of a JDK's arithmetic do not show. */
    public static BigDecimal rounded(double value) {
        return value == 0
                ? BigDecimal.ZERO
                : new BigDecimal(value)
                        .round(new MathContext(6, RoundingMode.HALF_UP))
                        .stripTrailingZeros();
    }

    /** How often in a year: {@code 3.1 times a year}, {@code once in 41 years}. */
    public static String often(double perYear) {
        return perYear >= 1 ? digits(perYear, 2) + " times a year" : "once in " + digits(1 / perYear, 2) + " years";
    }
}
