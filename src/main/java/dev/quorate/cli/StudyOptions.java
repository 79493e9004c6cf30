package dev.quorate.cli;

import dev.quorate.experiment.Crew;
import dev.quorate.experiment.Crew.CrewException;
import dev.quorate.experiment.Draw;
import dev.quorate.experiment.RunLog;
import dev.quorate.experiment.StopRule;
import dev.quorate.experiment.Threads;
import dev.quorate.experiment.distributed.ClusterCrew;
import dev.quorate.experiment.distributed.Endpoint;
import dev.quorate.model.Settings;
import dev.quorate.report.ResultsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of verbs that run many seeds: how many, what differs from seed to seed, by whom, where to. */
final class StudyOptions {

    /** Times are judged at the ends of batches of so many runs. */
    private static final int BATCH = 100;

    private static final int MOST = 1_000_000;

    private static final int MOST_IN_A_BATCH = 10;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "How many seeds, from the scenario's own on. Default: 200.")
    private Optional<Integer> runs = Optional.empty();

    @Option(
            names = "--until-width",
            paramLabel = "P%",
            description = "Run until no expectation's 95 %% interval is wider than that; judged every 100 runs.")
    private Optional<String> width = Optional.empty();

    @Option(
            names = {"-j", "--threads"},
            paramLabel = "N",
            description = "Worker threads. Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--jitter",
            paramLabel = "SPAN",
            description = "Spread fixed times of the timeline by up to that much either way. Default: 5s.")
    private String jitter = "5s";

    @Option(
            names = "--targets",
            paramLabel = "WHICH",
            description =
                    "same: the masters named; roles (default): the masters change roles from seed to seed, timeline"
                            + " and pinned start alike; any: the faults hit any master.")
    private Draw.Targets targets = Draw.Targets.ROLES;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Add incidents drawn from a fault profile: rates of each kind of fault.")
    private Optional<Path> profile = Optional.empty();

    @Option(
            names = "--swarm",
            paramLabel = "N",
            description = "Add N faults of a random subset of all kinds to each run.")
    private int swarm;

    @Option(names = "--heal", description = "At the end of each run undo every fault, and watch the cluster recover.")
    private boolean heal;

    @Option(names = "--to-the-end", description = "Run each seed for its whole time, though nothing more can happen.")
    private boolean toTheEnd;

    @Option(
            names = "--incidents-per-year",
            paramLabel = "R",
            description = "How often a year brings the scenario's incident, where no profile says so.")
    private Optional<Double> incidents = Optional.empty();

    @Option(
            names = "--resume",
            description = "Go on with a campaign that was interrupted, or add runs to a finished one.")
    private boolean resume;

    @Option(names = "--fresh", description = "Throw away what an interrupted campaign of the same kind left.")
    private boolean fresh;

    @Option(names = "--out", paramLabel = "DIR", description = "Where results go. Default: results.")
    private Path out = Path.of("results");

    @Option(
            names = "--join",
            paramLabel = "HOST:PORT",
            description =
                    "Let the workers of a Pekko cluster do the runs: the address of any of them. See: quorate worker"
                            + " --help")
    private Optional<String> join = Optional.empty();

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description =
                    "With --join: the address that workers reach this process at. Default: 127.0.0.1 and any port.")
    private String listen = "127.0.0.1:0";

    @Option(
            names = "--deadline",
            paramLabel = "SPAN",
            description = "With --join: after that long a batch of runs is handed out again. Default: 60s.")
    private String deadline = "60s";

    boolean isResumed() {
        return resume;
    }

    boolean isFresh() {
        return fresh;
    }

    Optional<Double> incidents() {
        incidents.ifPresent(rate -> {
            if (!(rate > 0)) {
                throw new UserError("--incidents-per-year is above 0, was " + rate);
            }
        });
        return incidents;
    }

    int threads() {
        if (threads < 1 || threads > 1024) {
            throw new UserError("-j is 1 to 1024, was " + threads);
        }
        return threads;
    }

    /** The threads of this process, or the workers of a cluster; {@code runs} is how many runs there may be. */
    Crew crew(Console console, int runs) throws InterruptedException {
        if (join.isEmpty()) {
            return new Threads(threads());
        }
        try {
            int batch = Math.max(1, Math.min(MOST_IN_A_BATCH, runs / 20));
            return ClusterCrew.join(
                    Endpoint.parse(listen),
                    Endpoint.parse(join.get()),
                    span("--deadline", deadline),
                    batch,
                    console.err()::println);
        } catch (IllegalArgumentException | CrewException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    /** {@code results} here; Quorate's own when that exists and this folder has none. */
    Path results(Console console) {
        return out.equals(Path.of("results")) ? RunOptions.results(console) : out;
    }

    /**
     * Begin {@code <target>.partial/}, or take up what an interrupted one left there; with {@code --resume} a finished
     * one too.
     *
     * @param log the file to which what is finished is appended
     */
    Path begin(Path target, String log) throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        int left = RunLog.count(partial.resolve(log));
        if (left > 0 && !resume && !fresh) {
            throw new UserError(
                    partial + " holds " + left + " finished runs of an interrupted campaign of the same kind;"
                            + " --resume goes on with it, --fresh begins anew");
        }
        if (!resume) {
            return ResultsFolder.begin(target);
        }
        Files.createDirectories(partial);
        if (left == 0 && Files.exists(target.resolve(log))) {
            Files.copy(target.resolve(log), partial.resolve(log), StandardCopyOption.REPLACE_EXISTING);
        }
        return partial;
    }

    StopRule stopRule() {
        try {
            if (width.isEmpty()) {
                return StopRule.runs(runs.orElse(200));
            }
            return new StopRule(runs.orElse(MOST), Optional.of(share(width.get())), BATCH);
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage() == null ? "--runs" : e.getMessage(), e);
        }
    }

    Draw draw(Console console, boolean healsAlways) {
        try {
            Optional<String> text = Optional.empty();
            if (profile.isPresent()) {
                text = Optional.of(Files.readString(console.find(profile.get())));
            }
            boolean heals = heal || healsAlways || profile.isPresent() || swarm > 0;
            return new Draw(span("--jitter", jitter), targets, text, swarm, heals, !toTheEnd);
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UserError("--profile " + profile.orElse(Path.of("")) + ": cannot be read: " + e.getMessage(), e);
        }
    }

    boolean hasProfile() {
        return profile.isPresent();
    }

    /** As they were given, to be given again. */
    String words() {
        StringBuilder words = new StringBuilder();
        runs.ifPresent(n -> words.append(" --runs ").append(n));
        width.ifPresent(w -> words.append(" --until-width ").append(w));
        if (!jitter.equals("5s")) {
            words.append(" --jitter ").append(jitter);
        }
        if (targets != Draw.Targets.ROLES) {
            words.append(" --targets ").append(targets.word());
        }
        profile.ifPresent(file -> words.append(" --profile ").append(file));
        words.append(swarm > 0 ? " --swarm " + swarm : "").append(heal ? " --heal" : "");
        words.append(toTheEnd ? " --to-the-end" : "");
        incidents.ifPresent(rate -> words.append(" --incidents-per-year ").append(rate));
        return words.toString();
    }

    private static double share(String text) {
        String plain = text.strip();
        try {
            return plain.endsWith("%")
                    ? Double.parseDouble(plain.substring(0, plain.length() - 1).strip()) / 100
                    : Double.parseDouble(plain);
        } catch (NumberFormatException e) {
            throw new UserError("--until-width takes a share, as 0.5% or 0.005; was '" + text + "'", e);
        }
    }

    private static Duration span(String option, String text) {
        try {
            return (Duration) Settings.parse(Duration.class, text.matches("\\d+") ? text + "s" : text);
        } catch (IllegalArgumentException e) {
            throw new UserError(option + ": " + String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT), e);
        }
    }
}
