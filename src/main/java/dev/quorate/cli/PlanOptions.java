package dev.quorate.cli;

import dev.quorate.experiment.FaultProfile;
import dev.quorate.model.Settings;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.StartMode;
import dev.quorate.scenario.fault.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which plans of faults are drawn, and onto what. */
final class PlanOptions {

    /** How long the cluster is watched after the last fault may have begun. */
    private static final Duration TAIL = Duration.ofMinutes(1);

    @Option(
            names = "--only",
            paramLabel = "KIND",
            split = ",",
            description =
                    "Draw these kinds of faults, or groups: hosts, processes, network, devices, operator, claimed.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--without",
            paramLabel = "KIND",
            split = ",",
            description = "Draw none of these kinds or groups: operator,pause.")
    private List<String> without = new ArrayList<>();

    @Option(names = "--max", paramLabel = "N", description = "The most faults of one plan. Default: 6.")
    private int max = 6;

    @Option(
            names = "--within",
            paramLabel = "TIME",
            description = "Faults begin within that span from time zero. Default: 60s.")
    private String within = "60s";

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            description = "How long before time zero the hosts boot: 45s is enough for a cluster at ease and makes"
                    + " runs cheaper. Default: as the file says, or 90s.")
    private Optional<String> warmUp = Optional.empty();

    /** What plans are drawn from. */
    FaultProfile profile() {
        try {
            FaultProfile profile = FaultProfile.everything().most(max).within(span("--within", within));
            profile = only.isEmpty() ? profile : profile.only(only);
            return without.isEmpty() ? profile : profile.without(without);
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    /** The cluster without faults, as long as a plan and what follows from it need. */
    Scenario base(Scenario read, FaultProfile profile) {
        Scenario base =
                read.withTimeline(List.of()).withDuration(profile.within().plus(TAIL));
        if (warmUp.isEmpty()) {
            return base;
        }
        if (base.start() == StartMode.COLD) {
            throw new UserError("--warm-up: this scenario starts cold");
        }
        try {
            return base.withStart(
                    StartMode.WARM, base.initial().warmUp((Duration) Settings.parse(Duration.class, warmUp.get())));
        } catch (IllegalArgumentException e) {
            throw new UserError("--warm-up: " + e.getMessage(), e);
        }
    }

    static Duration span(String option, String text) {
        try {
            Duration span = (Duration) Settings.parse(Duration.class, text);
            if (span.compareTo(Duration.ofMillis(100)) < 0 || span.compareTo(Duration.ofDays(1)) > 0) {
                throw new UserError(option + ": from 100ms to 1d, not " + Spread.words(span));
            }
            return span;
        } catch (IllegalArgumentException e) {
            throw new UserError(option + ": " + e.getMessage(), e);
        }
    }
}
