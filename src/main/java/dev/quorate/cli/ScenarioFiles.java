package dev.quorate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The scenario files that a command line names, directories opened. */
final class ScenarioFiles {

    /** More files than that in one go are a mistake: a directory named by accident. */
    static final int MAX = 10_000;

    private ScenarioFiles() {}

    /** The files named, and those directly in directories named, in order. */
    static List<Path> find(List<Path> named, Console console) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : named) {
            Path found = console.find(path);
            if (Files.isDirectory(found)) {
                files.addAll(in(found));
            } else {
                files.add(found);
            }
        }
        return files;
    }

    /** The scenarios directly in a directory, by name. */
    static List<Path> in(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> files = entries.filter(f -> f.toString().endsWith(".conf") && Files.isRegularFile(f))
                    .sorted()
                    .limit(MAX + 1)
                    .toList();
            if (files.isEmpty()) {
                throw new UserError(directory + ": no scenario in this directory (a file ending in .conf)");
            }
            if (files.size() > MAX) {
                throw new UserError(directory + ": more than " + MAX + " scenarios; name some of them");
            }
            return files;
        }
    }
}
