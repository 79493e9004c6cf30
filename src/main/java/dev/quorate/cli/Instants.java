package dev.quorate.cli;

import dev.quorate.model.Settings;
import dev.quorate.time.SimTime;
import java.time.Duration;

/** Instants as a command line spells them: {@code 33s}, {@code 1.5m}. */
final class Instants {

    private Instants() {}

    static SimTime parse(String option, String text) {
        try {
            boolean negative = text.startsWith("-");
            Duration span = (Duration) Settings.parse(Duration.class, negative ? text.substring(1) : text);
            return SimTime.of(negative ? span.negated() : span);
        } catch (IllegalArgumentException e) {
            throw new UserError(option + ": " + e.getMessage(), e);
        }
    }
}
