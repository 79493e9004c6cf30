package dev.quorate.importing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real crm_simulate of Pacemaker, where it is installed. */
final class CrmSimulate {

    private static final Pattern EDGE = Pattern.compile("^\"(.*)\" -> \"(.*)\" \\[ style = bold");

    private CrmSimulate() {}

    static Optional<Path> find() {
        for (String folder : List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/sbin")) {
            Path path = Path.of(folder, "crm_simulate");
            if (Files.isExecutable(path)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    /** What it decides for a CIB at an instant written as crm_simulate takes it. */
    static Verdict decide(Path program, Path cib, String dateTime) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("crm_simulate", ".err");
        Path graph = Files.createTempFile("crm_simulate", ".dot");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "-S",
                        "--output-as=xml",
                        "-D",
                        graph.toString(),
                        "-t",
                        dateTime,
                        "-x",
                        cib.toString())
                .redirectError(errors.toFile())
                .start();
        byte[] output = process.getInputStream().readAllBytes();
        process.waitFor();
        String said = Files.readString(errors, StandardCharsets.UTF_8);
        Files.delete(errors);
        List<String> orders = orders(graph);
        Files.delete(graph);
        List<ImportProblem> problems = new ArrayList<>();
        XmlElement root = SafeXml.read("crm_simulate", new ByteArrayInputStream(output), problems)
                .orElseThrow(() -> new IOException("crm_simulate " + cib + ": " + problems + "\n" + said
                        + new String(output, StandardCharsets.UTF_8)));
        if (root.child("actions").isEmpty()
                && root.child("revised_cluster_status").isEmpty()) {
            throw new IOException("crm_simulate did not decide " + cib + ": " + said);
        }
        return verdict(root, orders);
    }

    /** Which action waits for which in its graph: {@code a -> b}. */
    private static List<String> orders(Path graph) throws IOException {
        List<String> orders = new ArrayList<>();
        for (String line : Files.readAllLines(graph, StandardCharsets.UTF_8)) {
            Matcher edge = EDGE.matcher(line);
            if (edge.find()) {
                orders.add(Verdict.withoutNumber(edge.group(1) + " -> " + edge.group(2)));
            }
        }
        return orders;
    }

    private static Verdict verdict(XmlElement root, List<String> orders) {
        List<String> summary = new ArrayList<>();
        root.child("actions").ifPresent(list -> list.children().forEach(action -> summary.add(summary(action))));
        List<String> actions = new ArrayList<>();
        root.child("transition").ifPresent(list -> list.children().forEach(action -> actions.add(action(action))));
        TreeMap<String, TreeSet<String>> placement = new TreeMap<>();
        List<String> online = new ArrayList<>();
        root.child("revised_cluster_status")
                .or(() -> root.child("cluster_status"))
                .ifPresent(status -> {
                    status.child("resources").ifPresent(resources -> place(resources, placement));
                    status.child("nodes")
                            .ifPresent(nodes -> nodes.children("node").stream()
                                    .filter(node -> node.value("online").equals("true")
                                            && !node.value("pending").equals("true"))
                                    .forEach(node -> online.add(node.value("name"))));
                });
        TreeMap<String, List<String>> places = new TreeMap<>();
        placement.forEach((resource, nodes) -> places.put(resource, List.copyOf(nodes)));
        return new Verdict(summary, actions, Verdict.only(online, places), orders);
    }

    private static void place(XmlElement element, TreeMap<String, TreeSet<String>> placement) {
        if (element.name().equals("resource")) {
            TreeSet<String> nodes =
                    placement.computeIfAbsent(Verdict.withoutNumber(element.value("id")), id -> new TreeSet<>());
            element.children("node").forEach(node -> nodes.add(node.value("name")));
            return;
        }
        element.children().forEach(child -> place(child, placement));
    }

    private static String summary(XmlElement action) {
        if (action.name().equals("node_action")) {
            return "* " + action.value("task") + " " + action.value("node")
                    + (action.has("reason") ? " '" + action.value("reason") + "'" : "");
        }
        String where;
        if (action.has("node")) {
            where = action.value("node");
        } else if (action.has("dest")) {
            where = action.has("role")
                    ? action.value("role") + " " + action.value("source") + " -> " + action.value("next-role") + " "
                            + action.value("dest")
                    : action.value("source") + " -> " + action.value("dest");
        } else {
            where = action.has("role")
                    ? action.value("role") + " -> " + action.value("next-role") + " " + action.value("source")
                    : action.value("source");
        }
        boolean blocked = action.value("blocked").equals("true");
        String why = "";
        if (action.has("reason")) {
            why = " due to " + action.value("reason") + (blocked ? " (blocked)" : "");
        } else if (blocked) {
            why = " blocked";
        }
        String change = action.value("action");
        return "* " + change.substring(0, 1).toUpperCase(Locale.ROOT) + change.substring(1) + " "
                + action.value("resource") + " ( " + where + " )" + why;
    }

    private static String action(XmlElement action) {
        return switch (action.name()) {
            case "pseudo_action" -> "pseudo " + Verdict.withoutNumber(action.value("task"));
            case "fencing_action" -> "fence " + action.value("target") + " " + action.value("op");
            case "cluster_action" -> "cluster " + action.value("task") + " " + action.value("node");
            default ->
                "resource " + Verdict.withoutNumber(action.value("resource")) + " " + action.value("op") + " "
                        + action.value("node")
                        + (action.has("interval") ? " " + action.value("interval") : "");
        };
    }
}
