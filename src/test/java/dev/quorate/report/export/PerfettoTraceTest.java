package dev.quorate.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.report.ExportSamples;
import dev.quorate.report.RunReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Checks the rules of Google's "Trace Event Format" that a viewer relies on. */
class PerfettoTraceTest {

    private static final Set<String> PHASES = Set.of("M", "i", "X", "b", "e", "s", "f");

    @Test
    void theFormatsRulesAreKept() throws Exception {
        List<JsonNode> events = events(ExportSamples.splitBrain());
        assertThat(events).hasSizeGreaterThan(1_000);
        check(events);
        assertThat(phases(events)).isEqualTo(PHASES);
    }

    @Test
    void theFormatsRulesAreKeptWhateverTheTextHolds() throws Exception {
        String nasty = "</script>\"'\\\u0000\u0007\n\u2028{}[]";
        List<JsonNode> events = events(ExportSamples.nasty(nasty));
        check(events);
        assertThat(events.toString()).doesNotContain("\u0007").doesNotContain("\\u0000");
    }

    @Test
    void hostsAreProcessesAndComponentsAreThreads() throws Exception {
        Map<Integer, String> processes = new TreeMap<>();
        Map<String, TreeSet<String>> threads = new TreeMap<>();
        for (JsonNode event : events(ExportSamples.splitBrain())) {
            String name = event.path("args").path("name").asText();
            if (event.path("name").asText().equals("process_name")) {
                processes.put(event.path("pid").asInt(), name);
                threads.put(name, new TreeSet<>());
            } else if (event.path("name").asText().equals("thread_name")) {
                threads.get(processes.getOrDefault(event.path("pid").asInt(), name))
                        .add(name);
            }
        }
        assertThat(processes.values()).contains("k8s-master01", "k8s-master02", "k8s-master03", "the run");
        assertThat(threads.get("k8s-master01")).contains("etcd", "corosync", "kube-scheduler", "host");
    }

    @Test
    void leadersAndTheVipAreAsynchronousSlices() throws Exception {
        assertThat(events(ExportSamples.splitBrain()))
                .anyMatch(e -> e.path("ph").asText().equals("b")
                        && e.path("cat").asText().equals("leadership")
                        && e.path("name").asText().equals("kube-scheduler: acting"))
                .anyMatch(e -> e.path("ph").asText().equals("b")
                        && e.path("cat").asText().equals("vip"))
                .anyMatch(e -> e.path("ph").asText().equals("b")
                        && e.path("cat").asText().equals("finding")
                        && e.path("name").asText().startsWith("single-vip-holder"));
    }

    private static List<JsonNode> events(RunReport report) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        new ObjectMapper()
                .readTree(PerfettoTrace.of(report))
                .path("traceEvents")
                .forEach(events::add);
        return events;
    }

    private static Set<String> phases(List<JsonNode> events) {
        TreeSet<String> phases = new TreeSet<>();
        events.forEach(e -> phases.add(e.path("ph").asText()));
        return phases;
    }

    private static void check(List<JsonNode> events) {
        TreeSet<String> named = new TreeSet<>();
        long last = 0;
        for (JsonNode event : events) {
            must(PHASES.contains(event.path("ph").asText()), "a known phase", event);
            must(event.path("name").isTextual(), "a name", event);
            must(event.path("pid").isInt() && event.path("tid").isInt(), "pid and tid", event);
            if (event.path("ph").asText().equals("M")) {
                named.add(event.path("name").asText() + " " + event.path("pid") + " "
                        + (event.path("name").asText().equals("process_name") ? "" : event.path("tid")));
                continue;
            }
            must(event.path("cat").isTextual(), "a category", event);
            must(event.path("ts").isIntegralNumber(), "a time", event);
            must(event.path("ts").asLong() >= last, "time order", event);
            last = event.path("ts").asLong();
            must(named.contains("process_name " + event.path("pid") + " "), "a named process", event);
            must(named.contains("thread_name " + event.path("pid") + " " + event.path("tid")), "a named thread", event);
            if (event.path("ph").asText().equals("i")) {
                must(List.of("t", "g", "p").contains(event.path("s").asText()), "a scope", event);
            }
        }
        completeSlicesNest(events);
        asynchronousSlicesBeginAndEnd(events);
        flowsBindToSlices(events);
    }

    /** A plain check: AssertJ's is too slow for so many. */
    private static void must(boolean holds, String what, JsonNode event) {
        if (!holds) {
            throw new AssertionError("not so: " + what + " of " + event);
        }
    }

    private static void completeSlicesNest(List<JsonNode> events) {
        Map<String, Deque<Long>> ends = new TreeMap<>();
        for (JsonNode event : events) {
            if (event.path("ph").asText().equals("X")) {
                long from = event.path("ts").asLong();
                long to = from + event.path("dur").asLong();
                must(to > from, "a duration", event);
                Deque<Long> open = ends.computeIfAbsent(thread(event), t -> new ArrayDeque<>());
                while (!open.isEmpty() && open.peek() <= from) {
                    open.pop();
                }
                must(open.isEmpty() || to <= open.peek(), "an end within the slice around it", event);
                open.push(to);
            }
        }
    }

    private static void asynchronousSlicesBeginAndEnd(List<JsonNode> events) {
        Map<String, String> open = new LinkedHashMap<>();
        TreeSet<String> used = new TreeSet<>();
        for (JsonNode event : events) {
            String key = event.path("cat").asText() + " " + event.path("id").asText();
            String name = event.path("name").asText() + " " + thread(event);
            if (event.path("ph").asText().equals("b")) {
                must(event.path("id").isTextual() && used.add(key), "an id of its own", event);
                open.put(key, name);
            } else if (event.path("ph").asText().equals("e")) {
                must(name.equals(open.remove(key)), "the end of what began", event);
            }
        }
        assertThat(open).isEmpty();
    }

    private static void flowsBindToSlices(List<JsonNode> events) {
        TreeSet<String> slices = new TreeSet<>();
        for (JsonNode event : events) {
            if (event.path("ph").asText().equals("X")) {
                slices.add(thread(event) + " " + event.path("ts").asLong());
            }
        }
        TreeSet<String> started = new TreeSet<>();
        for (JsonNode event : events) {
            String phase = event.path("ph").asText();
            if (phase.equals("s") || phase.equals("f")) {
                must(slices.contains(thread(event) + " " + event.path("ts")), "a slice around it", event);
                String id = event.path("id").asText();
                must(phase.equals("s") ? started.add(id) : started.remove(id), "one start and one end", event);
                must(phase.equals("s") || event.path("bp").asText().equals("e"), "a binding point", event);
            }
        }
        assertThat(started).isEmpty();
    }

    private static String thread(JsonNode event) {
        return event.path("pid") + "/" + event.path("tid");
    }
}
