package dev.quorate.scenario.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file and what it includes, within bounds, and says file and line of an include that fails.
 *
 * <p>HOCON ignores a missing include silently, and its own message for a required one names no line: so one of these
 * goes with each file that is read.
 */
final class Includes implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

    /** Files that one scenario may be made of. */
    static final int MAX_FILES = 32;

    /** What all files of one scenario share. */
    static final class Reading {
        final Problems problems;
        final @Nullable Path clusterFile;
        final List<String> files = new ArrayList<>();
        boolean clusterReplaced;

        Reading(Problems problems, @Nullable Path clusterFile) {
            this.problems = problems;
            this.clusterFile = clusterFile;
        }
    }

    private final Reading reading;
    private final SourceFile source;
    private final Path path;
    private final List<Path> chain;
    private final TreeMap<String, Integer> seen = new TreeMap<>();

    private Includes(Reading reading, SourceFile source, Path path, List<Path> chain) {
        this.reading = reading;
        this.source = source;
        this.path = path;
        this.chain = chain;
    }

    /** Read a file with its includes; empty when there is nothing to go on with. */
    static Optional<Config> read(String name, Path path, Reading reading) {
        return read(name, path, List.of(), reading);
    }

    private static Optional<Config> read(String name, Path path, List<Path> chain, Reading reading) {
        Optional<SourceFile> source = SourceFile.read(name, path, reading.problems);
        if (source.isEmpty()) {
            return Optional.empty();
        }
        reading.problems.know(source.get());
        reading.files.add(name);
        List<Path> longer = new ArrayList<>(chain);
        longer.add(path.toAbsolutePath().normalize());
        return parse(source.get(), new Includes(reading, source.get(), path, longer), reading.problems);
    }

    /** Parse a text that includes nothing: an override, a test. */
    static Optional<Config> parse(SourceFile source, Problems problems) {
        problems.know(source);
        return parse(source, null, problems);
    }

    private static Optional<Config> parse(SourceFile source, @Nullable Includes includer, Problems problems) {
        ConfigParseOptions options =
                ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setOriginDescription(source.name());
        if (includer != null) {
            options = options.setIncluder(includer);
        }
        try {
            return Optional.of(ConfigFactory.parseString(source.text(), options));
        } catch (ConfigException e) {
            syntaxError(source, e, problems);
            return Optional.empty();
        }
    }

    private static void syntaxError(SourceFile source, ConfigException e, Problems problems) {
        String message = String.valueOf(e.getMessage());
        int line = 0;
        String prefix = source.name() + ": ";
        if (message.startsWith(prefix)) {
            message = message.substring(prefix.length());
            int colon = message.indexOf(": ");
            if (colon > 0 && message.substring(0, colon).matches("\\d+(-\\d+)?")) {
                line = Integer.parseInt(message.substring(0, colon).replaceAll("-.*", ""));
                message = message.substring(colon + 2);
            }
        }
        // HOCON's advice about quoting is longer than the problem
        message = message.replaceAll("\\s+", " ")
                .replaceAll("\\s*\\((if you intended|you can enable).*", "")
                .trim();
        String excerpt = source.line(line);
        if (message.contains("close parentheses") && !excerpt.contains("(")) {
            message = "a '}' is missing before this";
        }
        problems.add(new ScenarioProblem(
                source.name(),
                line,
                Problems.columnOf(excerpt, ""),
                "not valid HOCON: " + message,
                excerpt,
                excerpt.strip().length(),
                ""));
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        return includeFile(context, what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return includeFile(context, what.getPath());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        return refuse(what.toString(), "a scenario includes files only, not URLs");
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        return refuse(what, "a scenario includes files only, not resources of the class path");
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    private ConfigObject includeFile(ConfigIncludeContext context, String what) {
        if (reading.files.size() >= MAX_FILES) {
            return refuse(what, "more than " + MAX_FILES + " files are included");
        }
        Path folder = path.toAbsolutePath().getParent();
        Path target = folder == null ? Path.of(what) : folder.resolve(what).normalize();
        if (chain.contains(target)) {
            return refuse(what, "includes itself: " + cycle(target));
        }
        if (context.parseOptions().getAllowMissing()) {
            complain(what, "write include required(\"" + what + "\"): a plain include of a missing file is ignored");
        } else if (!target.toFile().isFile()) {
            return refuse(what, "included file '" + what + "' does not exist; looked for " + nameOf(what));
        }
        Optional<Config> included =
                target.toFile().isFile() ? read(nameOf(what), target, chain, reading) : Optional.empty();
        if (included.isEmpty()) {
            return ConfigFactory.empty().root();
        }
        Path replacement = reading.clusterFile;
        if (replacement != null && chain.size() == 1 && included.get().hasPath("cluster.masters")) {
            reading.clusterReplaced = true;
            return read(replacement.toString(), replacement, chain, reading)
                    .orElse(ConfigFactory.empty())
                    .root();
        }
        return included.get().root();
    }

    /** The included file's name as seen from where the person stands. */
    private String nameOf(String what) {
        Path parent = Path.of(source.name()).getParent();
        return (parent == null ? Path.of(what) : parent.resolve(what))
                .normalize()
                .toString();
    }

    private String cycle(Path target) {
        StringBuilder words = new StringBuilder();
        for (Path step : chain.subList(chain.indexOf(target), chain.size())) {
            words.append(step.getFileName()).append(" -> ");
        }
        return words.append(target.getFileName()).toString();
    }

    private ConfigObject refuse(String what, String message) {
        complain(what, message);
        return ConfigFactory.empty().root();
    }

    private void complain(String what, String message) {
        int line = lineOf(what);
        String excerpt = source.line(line);
        int column = excerpt.indexOf(what);
        reading.problems.add(new ScenarioProblem(
                source.name(), line, column < 0 ? 1 : column + 1, message, excerpt, what.length(), ""));
    }

    /** The line of the next include of that name; HOCON does not tell it. */
    private int lineOf(String what) {
        Pattern include = Pattern.compile("^\\s*include\\b[^#]*" + Pattern.quote(what));
        int from = seen.getOrDefault(what, 0);
        for (int n = from + 1; n <= source.lines().size(); n++) {
            if (include.matcher(source.line(n)).find()) {
                seen.put(what, n);
                return n;
            }
        }
        return from;
    }
}
