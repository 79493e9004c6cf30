package dev.quorate.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.scheduler.Action;
import dev.quorate.model.pacemaker.scheduler.Playback;
import dev.quorate.model.pacemaker.scheduler.PolicyEngine;
import dev.quorate.model.pacemaker.scheduler.Transition;
import dev.quorate.time.SimTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What crm_simulate 2.1.5 decided for 57 CIBs of a three-master control plane, decided again. */
class CrmCasesTest {

    private static final Path CASES = Path.of("src/test/resources/crm_cases");
    /** Where a case sets no time: later than everything in it. */
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TestFactory
    List<DynamicTest> decidesAsCrmSimulate() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode wanted : new ObjectMapper()
                .readTree(CASES.resolve("decisions.json").toFile())
                .get("cases")) {
            tests.add(dynamicTest(wanted.get("id").asText(), () -> check(wanted)));
        }
        assertThat(tests).hasSize(57);
        return tests;
    }

    private static void check(JsonNode wanted) {
        CibXml read = CibXml.read(CASES.resolve(wanted.get("cib").asText()));
        assertThat(read.problems()).isEmpty();
        assertThat(read.unsupported()).isEmpty();
        Cib cib = read.cib().orElseThrow();
        JsonNode arguments = wanted.get("args");
        Instant instant =
                arguments.isEmpty() ? NOW : Instant.parse(arguments.get(1).asText());
        SimTime now = SimTime.ofSeconds(instant.getEpochSecond());

        Transition transition = PolicyEngine.decide(cib, now);
        Playback playback = Playback.of(cib, transition, now);

        assertThat(only(transition.initial(), wanted.get("initial"))).isEqualTo(places(wanted.get("initial")));
        assertThat(only(transition.placement(), wanted.get("final"))).isEqualTo(places(wanted.get("final")));
        assertThat(only(PolicyEngine.running(playback.after(), now), wanted.get("final")))
                .isEqualTo(places(wanted.get("final")));
        assertThat(transition.summary().stream().filter(line -> line.startsWith("* Fence")))
                .containsExactlyInAnyOrderElementsOf(texts(wanted.get("fence")));
        assertThat(transition.summary()).containsAll(texts(wanted.get("summary")));
        assertThat(transition.fence()).hasSize(wanted.get("fence").size());
        assertThat(executed(playback))
                .containsExactlyInAnyOrderElementsOf(texts(wanted.get("sequence")).stream()
                        .map(Verdict::withoutNumber)
                        .toList());
        assertThat(Verdict.orders(transition)).containsExactlyInAnyOrderElementsOf(edges(wanted.get("order_edges")));
    }

    private static List<String> executed(Playback playback) {
        List<String> executed = new ArrayList<>();
        for (Action action : playback.done()) {
            executed.add(
                    switch (action.kind()) {
                        case PSEUDO -> "pseudo_action " + Verdict.withoutNumber(action.key());
                        case FENCE -> "fencing_action " + action.operation();
                        case CLUSTER -> "cluster_action " + action.task() + " " + action.node();
                        case RESOURCE ->
                            "rsc_action " + action.lrmResource() + " " + action.node()
                                    + (action.intervalMillis() > 0 ? " " + action.intervalMillis() : "") + " "
                                    + action.task();
                    });
        }
        return executed;
    }

    private static List<String> edges(JsonNode edges) {
        List<String> texts = new ArrayList<>();
        for (JsonNode edge : edges) {
            texts.add(Verdict.withoutNumber(
                    edge.get(0).asText() + " -> " + edge.get(1).asText()));
        }
        return texts;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static Map<String, List<String>> places(JsonNode places) {
        Map<String, List<String>> map = new TreeMap<>();
        places.fieldNames().forEachRemaining(name -> map.put(name, texts(places.get(name))));
        return map;
    }

    /** The resources that the case speaks of. */
    private static Map<String, List<String>> only(Map<String, List<String>> all, JsonNode wanted) {
        Map<String, List<String>> some = new TreeMap<>(all);
        some.keySet().removeIf(name -> !wanted.has(name));
        return some;
    }
}
