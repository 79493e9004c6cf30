package dev.quorate.scenario.parse;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects problems, and finds the line and column of what they are about. */
final class Problems {

    private static final int MAX = 100;
    private static final Pattern LINE = Pattern.compile("^(.*): (\\d+)(?:-\\d+)?$");

    private final List<ScenarioProblem> found = new ArrayList<>();
    private final Map<String, SourceFile> sources = new TreeMap<>();

    /** Where a value stands. */
    record Place(String file, int line) {}

    void know(SourceFile source) {
        sources.put(source.name(), source);
    }

    void add(ScenarioProblem problem) {
        if (found.size() < MAX) {
            found.add(problem);
        }
    }

    /** A problem at a value or key; {@code token} is looked for in the origin's line to find the column. */
    void add(ConfigOrigin origin, String token, String message, String suggestion) {
        Place place = place(origin);
        SourceFile source = sources.get(place.file());
        String line = source == null ? "" : source.line(place.line());
        int column = columnOf(line, token);
        add(new ScenarioProblem(
                place.file(),
                line.isEmpty() ? 0 : place.line(),
                column,
                message,
                line,
                Math.max(1, token.length()),
                suggestion));
    }

    void add(ConfigOrigin origin, String token, String message) {
        add(origin, token, message, "");
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    void throwIfAny() throws ScenarioException {
        if (!found.isEmpty()) {
            throw new ScenarioException(found);
        }
    }

    /** The file and line of an origin; of the first when several were merged. */
    static Place place(ConfigOrigin origin) {
        String description = origin.description();
        if (description.startsWith("merge of ")) {
            description = description.substring("merge of ".length()).split(",", 2)[0];
        }
        Matcher matcher = LINE.matcher(description);
        return matcher.matches()
                ? new Place(matcher.group(1), Integer.parseInt(matcher.group(2)))
                : new Place(description, Math.max(0, origin.lineNumber()));
    }

    /** From 1: where the token stands by itself, else where it occurs at all, else where the line's text begins. */
    static int columnOf(String line, String token) {
        if (line.isEmpty()) {
            return 0;
        }
        if (!token.isEmpty()) {
            Matcher matcher = Pattern.compile("(?<![\\w-])" + Pattern.quote(token) + "(?![\\w-])")
                    .matcher(line);
            if (matcher.find()) {
                return matcher.start() + 1;
            }
            int at = line.indexOf(token);
            if (at >= 0) {
                return at + 1;
            }
        }
        int first = 0;
        while (first < line.length() - 1 && Character.isWhitespace(line.charAt(first))) {
            first++;
        }
        return first + 1;
    }
}
