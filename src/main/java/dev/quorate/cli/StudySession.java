package dev.quorate.cli;

import dev.quorate.experiment.Campaign;
import dev.quorate.experiment.Crew;
import dev.quorate.experiment.Crew.CrewException;
import dev.quorate.experiment.RunLog;
import dev.quorate.experiment.Study;
import dev.quorate.outcome.CampaignOutcome;
import dev.quorate.outcome.RunRow;
import dev.quorate.report.ResultsFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs a study in a results folder: finished runs are on disk at once, an interruption loses nothing that was finished,
 * and the folder gets its name only when all is written.
 */
final class StudySession implements AutoCloseable {

    private static final String RUNS = "runs.jsonl";
    static final int ID = 10;
    private static final int WRITE_SECONDS = 60;

    /** What a study came to; {@code complete} is false when it was interrupted. */
    record Finished(List<List<RunRow>> rows, List<CampaignOutcome> outcomes, boolean complete) {}

    /** Writes what belongs beside the runs. */
    @FunctionalInterface
    interface Writer {
        void write(Path folder) throws IOException;
    }

    private final Console console;
    private final StudyOptions options;
    private final Study study;
    private final Path target;
    private final Path partial;
    private final CountDownLatch written = new CountDownLatch(1);
    private volatile boolean interrupted;

    private StudySession(Console console, StudyOptions options, Study study, Path target, Path partial) {
        this.console = console;
        this.options = options;
        this.study = study;
        this.target = target;
        this.partial = partial;
    }

    /** Begin, or take up again: {@code <results>/<name>/<kind>-<first digits of the study's id>}. */
    static StudySession begin(Console console, StudyOptions options, Study study, String name, String kind)
            throws IOException {
        Path target = options.results(console)
                .resolve(ResultsFolder.slug(name))
                .resolve(kind + "-" + study.id().substring(0, ID));
        Path partial = options.begin(target, RUNS);
        return new StudySession(console, options, study, target, partial);
    }

    /** Where the result will be. */
    Path target() {
        return target;
    }

    /** Run what is missing. */
    Finished run(Crew crew) throws IOException {
        Thread main = Thread.currentThread();
        Thread hook = new Thread(() -> onShutdown(main), "quorate-interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        try (RunLog log = RunLog.open(partial.resolve(RUNS), study)) {
            Campaign campaign = new Campaign(study, options.stopRule(), log, options.incidents());
            ProgressLine progress = new ProgressLine(console, log.rows().size());
            try {
                List<List<RunRow>> rows = campaign.run(crew, progress);
                progress.end();
                Finished finished = new Finished(rows, campaign.outcomes(rows), true);
                log.finish(
                        rows.stream().flatMap(List::stream).sorted(RunRow.ORDER).toList());
                return finished;
            } catch (InterruptedException e) {
                progress.end();
                List<List<RunRow>> rows = campaign.soFar();
                console.err()
                        .println("interrupted: " + log.rows().size() + " runs are safe in " + partial
                                + "; the same command with --resume goes on");
                return new Finished(rows, rows.get(0).isEmpty() ? List.of() : campaign.outcomes(rows), false);
            } catch (CrewException e) {
                progress.end();
                throw new UserError(
                        e.getMessage() + "\n" + log.rows().size() + " runs are safe in " + partial
                                + "; the same command with --resume goes on",
                        e);
            } catch (RunLog.NotThisStudy e) {
                throw e;
            } catch (IOException e) {
                progress.end();
                throw unwritable(e, log.rows().size());
            }
        } catch (RunLog.NotThisStudy e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        } finally {
            if (!interrupted) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    /** A disk that is full, a folder that went away: say so, and how to go on. */
    private UserError unwritable(IOException e, int runs) {
        String reason = e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : String.valueOf(e.getMessage());
        return new UserError(
                "cannot write to " + partial + ": " + reason + "\n" + Math.max(0, runs - 1)
                        + " runs are safe; mend that, and the same command with --resume goes on",
                e);
    }

    private void onShutdown(Thread main) {
        interrupted = true;
        main.interrupt();
        try {
            written.await(WRITE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Write what belongs beside the runs; the folder then gets its name. An interrupted one keeps {@code .partial}. */
    Path finish(Finished finished, Writer writer) throws IOException {
        try {
            if (!finished.complete()) {
                return partial;
            }
            writer.write(partial);
            return ResultsFolder.finish(target).path();
        } catch (IOException e) {
            throw unwritable(e, finished.rows().stream().mapToInt(List::size).sum() + 1);
        }
    }

    /** Who does the runs. */
    Crew crew() throws InterruptedException {
        // several threads that meet at SLF4J first make it complain
        org.slf4j.LoggerFactory.getILoggerFactory();
        return options.crew(console, options.stopRule().most() * study.cells().size());
    }

    static void write(Path folder, String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        console.flush();
        written.countDown();
    }
}
