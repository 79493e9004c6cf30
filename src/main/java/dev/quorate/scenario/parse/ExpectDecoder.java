package dev.quorate.scenario.parse;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import dev.quorate.metric.Metric;
import dev.quorate.model.Settings;
import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.expect.Quantity;
import dev.quorate.scenario.expect.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Decodes {@code expect}: a rule's or metric's name, with what is wanted of it. */
final class ExpectDecoder {

    private final Problems problems;
    private final Collection<String> names;

    /**
     * @param names of rules and metrics; any name will do when empty
     */
    ExpectDecoder(Problems problems, Collection<String> names) {
        this.problems = problems;
        this.names = names;
    }

    List<Expectation> decode(ObjectReader expect) {
        List<Expectation> expectations = new ArrayList<>();
        for (String name : expect.keys()) {
            Optional<ConfigValue> value = expect.value(name);
            if (!names.isEmpty() && names.stream().noneMatch(known -> (known + ".").startsWith(name + "."))) {
                expect.complain(name, "unknown rule or metric '" + name + "' in expect", Suggestion.of(name, names));
            } else if (value.isPresent()) {
                leaf(name, "", value.get(), expectations);
            }
        }
        return expectations;
    }

    /** A metric's name may have dots of its own: {@code recovery.total}. */
    private Expectation named(String name, String argument, Wanted wanted) {
        String full = argument.isEmpty() ? name : name + "." + argument;
        String longest = "";
        for (String known : names) {
            if ((full + ".").startsWith(known + ".") && known.length() > longest.length()) {
                longest = known;
            }
        }
        if (names.isEmpty()) {
            return new Expectation(name, argument, wanted);
        }
        if (longest.isEmpty()) {
            throw new IllegalArgumentException("'" + full + "' is no rule or metric");
        }
        complaint(longest, wanted).ifPresent(words -> {
            throw new IllegalArgumentException(words);
        });
        return new Expectation(
                longest, full.length() == longest.length() ? "" : full.substring(longest.length() + 1), wanted);
    }

    /** A rule has an answer, a metric a value of its own unit. */
    private static Optional<String> complaint(String name, Wanted wanted) {
        Optional<Metric> metric = Metric.named(name);
        boolean answer = wanted instanceof Wanted.Held
                || wanted instanceof Wanted.Violated
                || wanted instanceof Wanted.ViolatedIn;
        if (metric.isPresent() && answer) {
            return Optional.of("is a metric; give a bound, as 'at most 10s'");
        }
        if (metric.isEmpty() && !answer && !(wanted instanceof Wanted.Within)) {
            return Optional.of("is a rule; it is held or violated");
        }
        boolean time = metric.isPresent() && metric.get().unit() == Metric.Unit.MICROS;
        if (metric.isPresent() && wanted.isTime() != time) {
            return Optional.of(time ? "is a time; give the bound its unit, as 10s" : "is a count; give a bare number");
        }
        return Optional.empty();
    }

    private void leaf(String name, String argument, ConfigValue value, List<Expectation> expectations) {
        if (value instanceof ConfigObject object) {
            ObjectReader inner = new ObjectReader(object, name, problems);
            for (String key : inner.keys()) {
                ConfigValue item = inner.value(key).orElseThrow();
                if (key.equals("violated-in")) {
                    add(name, argument, item, "violated in ", expectations);
                } else {
                    leaf(name, argument.isEmpty() ? key : argument + "." + key, item, expectations);
                }
            }
            return;
        }
        add(name, argument, value, "", expectations);
    }

    private void add(String name, String argument, ConfigValue value, String prefix, List<Expectation> expectations) {
        ConfigOrigin origin = value.origin();
        Optional<String> text = ObjectReader.scalar(value);
        if (text.isEmpty()) {
            problems.add(origin, name, "expect." + name + " must be a single value");
            return;
        }
        try {
            expectations.add(named(name, argument, wanted(prefix + text.get())));
        } catch (IllegalArgumentException e) {
            problems.add(
                    origin,
                    text.get(),
                    "expect." + name + ": " + e.getMessage(),
                    text.get().matches("\\d+(\\.\\d+)?") ? "did you mean '" + text.get() + "s'?" : "");
        }
    }

    /**
     * Read what is wanted.
     *
     * @throws IllegalArgumentException when the text is no such thing; the message says what would do
     */
    static Wanted wanted(String text) {
        String trimmed = text.trim().replaceAll("\\s+", " ");
        if (trimmed.equals("held")) {
            return new Wanted.Held();
        }
        if (trimmed.equals("violated")) {
            return new Wanted.Violated();
        }
        if (trimmed.startsWith("violated in ")) {
            String[] bounds = trimmed.substring("violated in ".length()).split("\\.\\.", 2);
            double from = ParameterReader.share(bounds[0]).ratio();
            return new Wanted.ViolatedIn(
                    from,
                    bounds.length == 1 ? from : ParameterReader.share(bounds[1]).ratio());
        }
        if (trimmed.startsWith("at most ")) {
            return new Wanted.AtMost(quantity(trimmed.substring("at most ".length())));
        }
        if (trimmed.startsWith("at least ")) {
            return new Wanted.AtLeast(quantity(trimmed.substring("at least ".length())));
        }
        if (trimmed.startsWith("between ") && trimmed.contains(" and ")) {
            String[] bounds = trimmed.substring("between ".length()).split(" and ", 2);
            return new Wanted.Between(quantity(bounds[0]), quantity(bounds[1]));
        }
        return within(trimmed.startsWith("within ") ? trimmed.substring("within ".length()) : trimmed, trimmed);
    }

    private static Wanted within(String span, String whole) {
        try {
            return new Wanted.Within((Duration) Settings.parse(Duration.class, span));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + whole + "' is not one of: held, violated, violated in 30%..70%, a time such as 60s,"
                            + " at most 10s, at least 3, between 1s and 5s",
                    e);
        }
    }

    private static Quantity quantity(String text) {
        String trimmed = text.trim();
        try {
            return Quantity.of(Double.parseDouble(trimmed));
        } catch (NumberFormatException e) {
            return Quantity.of((Duration) Settings.parse(Duration.class, trimmed));
        }
    }
}
