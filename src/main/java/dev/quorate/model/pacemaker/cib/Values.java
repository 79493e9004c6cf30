package dev.quorate.model.pacemaker.cib;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values as the CIB spells them: booleans, scores and intervals (crm_is_true, char2score, crm_parse_interval_spec). */
public final class Values {

    /** An infinite score ({@code CRM_SCORE_INFINITY}). */
    public static final int INFINITY = 1_000_000;

    private Values() {}

    /** Whether a value is one of {@code true on yes y 1}. */
    public static boolean isTrue(@Nullable String value) {
        if (value == null) {
            return false;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes", "y", "1" -> true;
            default -> false;
        };
    }

    /** Whether a value is a boolean at all. */
    public static boolean isBoolean(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes", "y", "1", "false", "off", "no", "n", "0" -> true;
            default -> false;
        };
    }

    /** Read a score; anything that is no number counts 0, as it does to Pacemaker. */
    public static int score(@Nullable String value) {
        if (value == null) {
            return 0;
        }
        return switch (value.trim().toLowerCase(Locale.ROOT)) {
            case "infinity", "+infinity", "inf", "+inf" -> INFINITY;
            case "-infinity", "-inf" -> -INFINITY;
            default -> finite(value.trim());
        };
    }

    private static int finite(String value) {
        try {
            long number = Long.parseLong(value.startsWith("+") ? value.substring(1) : value);
            return (int) Math.max(-INFINITY, Math.min(INFINITY, number));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether a value is a score. */
    public static boolean isScore(String value) {
        return score(value) != 0 || value.trim().matches("[+-]?0+");
    }

    /** Add two scores; minus infinity wins, then plus infinity (pcmk__add_scores). */
    public static int add(int left, int right) {
        if (left <= -INFINITY || right <= -INFINITY) {
            return -INFINITY;
        }
        if (left >= INFINITY || right >= INFINITY) {
            return INFINITY;
        }
        return Math.max(-INFINITY, Math.min(INFINITY, left + right));
    }

    /** A score as the CIB spells it. */
    public static String spell(int score) {
        if (score >= INFINITY) {
            return "INFINITY";
        }
        return score <= -INFINITY ? "-INFINITY" : Integer.toString(score);
    }

    /** Read an interval or timeout in milliseconds: a bare number is seconds; -1 when it is none. */
    public static long millis(@Nullable String value) {
        if (value == null) {
            return -1;
        }
        String text = value.trim();
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits == 0 || digits > 12) {
            return -1;
        }
        long number = Long.parseLong(text.substring(0, digits));
        return switch (text.substring(digits).trim().toLowerCase(Locale.ROOT)) {
            case "", "s", "sec" -> number * 1_000;
            case "ms", "msec" -> number;
            case "us", "usec" -> number / 1_000;
            case "m", "min" -> number * 60_000;
            case "h", "hr" -> number * 3_600_000;
            default -> -1;
        };
    }
}
