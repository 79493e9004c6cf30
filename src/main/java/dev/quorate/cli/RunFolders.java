package dev.quorate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The folders of runs below {@code results}: found by {@code latest}, path or unique prefix. */
final class RunFolders {

    /** The trace, by which a run's folder is known. */
    static final String TRACE = "events.jsonl";

    private final Path results;

    private RunFolders(Path results) {
        this.results = results;
    }

    /** The results here, or else those of Quorate's home. */
    static RunFolders of(Console console) {
        return new RunFolders(console.find(Path.of("results")));
    }

    /** The folder of a run: {@code latest}, a folder, a trace file in it, or a prefix that only one run has. */
    Path find(String run) throws IOException {
        Path path = Path.of(run);
        if (isRun(path)) {
            return path;
        }
        if (Files.isRegularFile(path) && path.endsWith(TRACE)) {
            Path parent = path.toAbsolutePath().getParent();
            return parent == null ? path : parent;
        }
        if (isRun(results.resolve(run))) {
            return results.resolve(run).toRealPath();
        }
        if (run.equals("latest")) {
            throw new UserError("no run yet: " + results.resolve("latest") + " does not exist"
                    + "\nStart with: quorate run scenarios/node-outage.conf");
        }
        return byPrefix(run);
    }

    private Path byPrefix(String run) throws IOException {
        List<Path> matching = new ArrayList<>();
        for (Path folder : all()) {
            String name = results.relativize(folder).toString();
            if (name.startsWith(run) || folder.endsWith(run) || nameOf(folder).startsWith(run)) {
                matching.add(folder);
            }
        }
        if (matching.isEmpty()) {
            throw new UserError("no run '" + run + "' in " + results + "; see: quorate list runs");
        }
        if (matching.size() > 1) {
            StringBuilder words = new StringBuilder("'" + run + "' names " + matching.size() + " runs:");
            matching.stream().limit(10).forEach(folder -> words.append("\n  ").append(results.relativize(folder)));
            throw new UserError(
                    words.append(matching.size() > 10 ? "\n  ..." : "").toString());
        }
        return matching.get(0);
    }

    /** Every run, by name. */
    List<Path> all() throws IOException {
        if (!Files.isDirectory(results)) {
            return List.of();
        }
        try (Stream<Path> found = Files.find(
                results,
                3,
                (path, attributes) -> attributes.isRegularFile()
                        && path.endsWith(TRACE)
                        && !path.toString().contains(".partial"))) {
            return found.map(trace -> trace.resolveSibling("").normalize())
                    .sorted()
                    .toList();
        }
    }

    Path results() {
        return results;
    }

    private static String nameOf(Path folder) {
        Path name = folder.getFileName();
        return name == null ? "" : name.toString();
    }

    private static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve(TRACE));
    }
}
