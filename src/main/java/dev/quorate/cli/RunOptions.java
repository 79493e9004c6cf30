package dev.quorate.cli;

import dev.quorate.report.ResultsFolder;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The run that a verb reads. */
final class RunOptions {

    @Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            description = "latest (the default), a folder, or a unique prefix of one below results.")
    private String run = "latest";

    ResultsFolder folder(Console console) throws IOException {
        return ResultsFolder.find(results(console), run);
    }

    /** The results here, or else those of Quorate's home. */
    static Path results(Console console) {
        return console.find(Path.of("results"));
    }
}
