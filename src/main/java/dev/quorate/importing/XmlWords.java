package dev.quorate.importing;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What every part of the reader does: name problems with their line, and read lists of name-value pairs. */
final class XmlWords {

    private final String file;
    private final List<ImportProblem> problems;
    private final List<ImportProblem> unsupported;

    XmlWords(String file, List<ImportProblem> problems, List<ImportProblem> unsupported) {
        this.file = file;
        this.problems = problems;
        this.unsupported = unsupported;
    }

    void problem(XmlElement at, String text) {
        problems.add(new ImportProblem(file, at.line(), text));
    }

    void unsupported(XmlElement at, String text) {
        unsupported.add(new ImportProblem(file, at.line(), "not modelled: " + text));
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    String required(XmlElement element, String attribute) {
        String value = element.value(attribute);
        if (value.isEmpty()) {
            problem(element, "<" + element.name() + "> has no " + attribute);
        }
        return value;
    }

    /** A whole number, or 0 and a problem; {@code otherwise} when there is none. */
    int number(XmlElement element, String attribute, int otherwise) {
        String value = element.value(attribute);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            problem(element, attribute + " '" + value + "' is not a whole number");
            return 0;
        }
    }

    long longNumber(XmlElement element, String attribute) {
        String value = element.value(attribute);
        if (value.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(value.trim());
        } catch (NumberFormatException e) {
            problem(element, attribute + " '" + value + "' is not a whole number");
            return 0;
        }
    }

    /** Name the children that are not among those that are read. */
    void onlyChildren(XmlElement element, String... known) {
        List<String> names = List.of(known);
        for (XmlElement child : element.children()) {
            if (!names.contains(child.name())) {
                unsupported(child, "<" + child.name() + "> in <" + element.name() + ">");
            }
        }
    }

    /** The pairs of every set of that name in an element; the first set wins, as in Pacemaker. */
    SortedMap<String, String> nvpairs(XmlElement parent, String setName) {
        SortedMap<String, String> pairs = new TreeMap<>();
        for (XmlElement set : parent.children(setName)) {
            if (!set.children("rule").isEmpty()) {
                unsupported(set, "a rule in <" + setName + ">; the set is left out");
                continue;
            }
            onlyChildren(set, "nvpair");
            for (XmlElement pair : set.children("nvpair")) {
                if (pair.has("id-ref")) {
                    unsupported(pair, "nvpair by reference (id-ref)");
                    continue;
                }
                String name = required(pair, "name");
                if (!name.isEmpty()) {
                    pairs.putIfAbsent(name, pair.value("value"));
                }
            }
        }
        return pairs;
    }

    /** Where a pair stands, or the element itself. */
    XmlElement nvpair(XmlElement parent, String name) {
        for (XmlElement set : parent.children()) {
            for (XmlElement pair : set.children("nvpair")) {
                if (pair.value("name").equals(name)) {
                    return pair;
                }
            }
        }
        return parent;
    }
}
