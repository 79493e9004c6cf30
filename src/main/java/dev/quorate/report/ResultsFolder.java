package dev.quorate.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run's folder below {@code results/}.
 *
 * <p>Written to {@code <name>.partial/} and renamed at the end, so that a killed run leaves no half result; read back by
 * folder, unique prefix or {@code latest}.
 */
public final class ResultsFolder {

    /** A run that cannot be found or read; the message says what would do. */
    public static final class NoSuchRun extends IOException {
        private static final long serialVersionUID = 1L;

        NoSuchRun(String message) {
            super(message);
        }
    }

    private final Path path;

    private ResultsFolder(Path path) {
        this.path = path;
    }

    /** The folder itself. */
    public Path path() {
        return path;
    }

    /** Begin to write a run: an empty {@code <target>.partial/}; what was left of an earlier one is removed. */
    public static Path begin(Path target) throws IOException {
        Path partial = partial(target);
        delete(partial);
        Files.createDirectories(partial);
        return partial;
    }

    /** Everything is written: rename {@code <target>.partial/} to {@code <target>/}, replacing an older result. */
    public static ResultsFolder finish(Path target) throws IOException {
        Path old = target.resolveSibling(target.getFileName() + ".old");
        delete(old);
        if (Files.exists(target)) {
            Files.move(target, old);
        }
        Files.move(partial(target), target);
        delete(old);
        return new ResultsFolder(target);
    }

    /** Point {@code results/latest} at a run; where links do not work, a file with its path. */
    public static void latest(Path results, Path run) throws IOException {
        Path link = results.resolve("latest");
        Path relative = results.toAbsolutePath().relativize(run.toAbsolutePath());
        Path temporary = results.resolve("latest.partial");
        Files.deleteIfExists(temporary);
        try {
            Files.createSymbolicLink(temporary, relative);
        } catch (UnsupportedOperationException | IOException e) {
            Files.writeString(temporary, relative + "\n", StandardCharsets.UTF_8);
        }
        Files.move(temporary, link, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Find a run: a folder, {@code latest}, or a unique prefix of one below {@code results/}. */
    public static ResultsFolder find(Path results, String run) throws IOException {
        if (run.equals("latest")) {
            return latestOf(results);
        }
        Path direct = Path.of(run);
        if (Files.isDirectory(direct)) {
            return check(direct);
        }
        List<String> all = list(results);
        List<String> matching = new ArrayList<>();
        for (String name : all) {
            if (name.equals(run)) {
                return check(results.resolve(name));
            }
            if (name.startsWith(run)
                    || name.substring(name.lastIndexOf('/') + 1).startsWith(run)) {
                matching.add(name);
            }
        }
        if (matching.size() == 1) {
            return check(results.resolve(matching.get(0)));
        }
        String known = all.isEmpty()
                ? "there are no runs in " + results + "; make one: quorate run FILE"
                : "known: " + String.join(", ", all.subList(0, Math.min(8, all.size())))
                        + (all.size() > 8 ? ", ..." : "");
        throw new NoSuchRun(
                matching.isEmpty()
                        ? "no run '" + run + "'; " + known
                        : "'" + run + "' fits " + matching.size() + " runs: "
                                + String.join(", ", matching.subList(0, Math.min(8, matching.size())))
                                + (matching.size() > 8 ? ", ..." : ""));
    }

    private static ResultsFolder latestOf(Path results) throws IOException {
        Path link = results.resolve("latest");
        if (Files.isRegularFile(link)) {
            return check(results.resolve(
                    Files.readString(link, StandardCharsets.UTF_8).strip()));
        }
        if (!Files.exists(link)) {
            throw new NoSuchRun(
                    Files.isSymbolicLink(link)
                            ? link + " points to a run that is gone; see: quorate list runs"
                            : "there is no latest run in " + results + "; make one: quorate run FILE");
        }
        return check(link.toRealPath());
    }

    private static ResultsFolder check(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchRun(folder + " is no folder");
        }
        if (folder.toString().endsWith(".partial")) {
            throw new NoSuchRun(folder + " is a run that did not finish; run it again");
        }
        if (!Files.isRegularFile(folder.resolve("manifest.json"))) {
            throw new NoSuchRun(folder + " holds no manifest.json, so it is no result of a run");
        }
        return new ResultsFolder(folder);
    }

    /** Every run below {@code results/}, by its path there; sorted. */
    public static List<String> list(Path results) throws IOException {
        TreeSet<String> runs = new TreeSet<>();
        if (!Files.isDirectory(results)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(results, 4)) {
            files.filter(f -> f.getFileName() != null
                            && f.getFileName().toString().equals("manifest.json"))
                    .forEach(f -> {
                        Path folder = f.getParent();
                        if (folder != null && !folder.toString().contains(".partial")) {
                            runs.add(results.relativize(folder).toString().replace('\\', '/'));
                        }
                    });
        }
        return List.copyOf(runs);
    }

    /** The run's trace. */
    public Trace trace() throws IOException {
        Path file = path.resolve("events.jsonl");
        if (!Files.isRegularFile(file)) {
            throw new NoSuchRun(path + " holds no events.jsonl; run it again: " + replay());
        }
        return TraceReader.read(file);
    }

    /** The resolved scenario, or {@code ""}. */
    public String scenario() throws IOException {
        Path file = path.resolve("scenario.conf");
        return Files.isRegularFile(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    }

    /** The run's manifest. */
    public Manifest manifest() throws IOException {
        Path file = path.resolve("manifest.json");
        try {
            JsonNode json = new ObjectMapper().readTree(Files.readString(file, StandardCharsets.UTF_8));
            return Manifest.of(json);
        } catch (IOException | IllegalArgumentException e) {
            throw new NoSuchRun(file + " cannot be read: " + e.getMessage());
        }
    }

    private String replay() {
        try {
            return manifest().replay();
        } catch (IOException e) {
            return "quorate run FILE";
        }
    }

    /** A scenario's title or file name as part of a path: letters, digits and hyphens. */
    public static String slug(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? "scenario" : slug.substring(0, Math.min(60, slug.length()));
    }

    private static Path partial(Path target) {
        return target.resolveSibling(target.getFileName() + ".partial");
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException problem) throws IOException {
                if (problem != null) {
                    throw problem;
                }
                Files.delete(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The names of the files in the folder, sorted. */
    public List<String> files() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                names.add(String.valueOf(file.getFileName()));
            }
        }
        names.sort(null);
        return names;
    }
}
