package dev.quorate.scenario.parse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the scenario files that a command line names: files as they are, folders with all below them. */
public final class ScenarioFiles {

    /** Folders of this name hold clusters to include, not scenarios. */
    public static final String CLUSTERS = "clusters";

    /** Folders of this name hold fault profiles, not scenarios. */
    public static final String PROFILES = "profiles";

    private static final int MAX_DEPTH = 8;
    private static final int MAX_FILES = 10_000;

    private ScenarioFiles() {}

    /** The files, those of a folder in the order of their names. */
    public static List<Path> find(List<Path> named) throws ScenarioException {
        List<Path> files = new ArrayList<>();
        List<ScenarioProblem> problems = new ArrayList<>();
        for (Path path : named) {
            if (Files.isDirectory(path)) {
                List<Path> below = below(path, problems);
                if (below.isEmpty()) {
                    problems.add(ScenarioProblem.of(path.toString(), "this folder holds no scenario, no .conf file"));
                }
                files.addAll(below);
            } else if (Files.exists(path)) {
                files.add(path);
            } else {
                problems.add(ScenarioProblem.of(path.toString(), "no such file or folder"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ScenarioException(problems);
        }
        return files;
    }

    private static List<Path> below(Path folder, List<ScenarioProblem> problems) {
        try (Stream<Path> walk = Files.walk(folder, MAX_DEPTH)) {
            return walk.filter(path -> path.toString().endsWith(".conf") && Files.isRegularFile(path))
                    .filter(path -> !isCluster(folder.relativize(path)))
                    .limit(MAX_FILES)
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            problems.add(ScenarioProblem.of(folder.toString(), "cannot be read: " + e.getMessage()));
            return List.of();
        }
    }

    private static boolean isCluster(Path inner) {
        for (Path step : inner) {
            if (step.toString().equals(CLUSTERS) || step.toString().equals(PROFILES)) {
                return true;
            }
        }
        return false;
    }
}
