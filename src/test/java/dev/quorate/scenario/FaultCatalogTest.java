package dev.quorate.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.scenario.fault.FaultCatalog;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.scenario.parse.ScenarioWriter;
import java.time.Duration;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every kind of fault is documented by an example that works. */
class FaultCatalogTest {

    @Test
    void theExampleOfEveryKindIsAnItemOfThatKind() {
        String cluster = ScenarioWriter.write(
                Scenario.calm("t", Duration.ofMinutes(10), 1).withTopology(Topology.of(5, 1)));
        for (FaultCatalog.Kind kind : FaultCatalog.kinds()) {
            try {
                String text = cluster + "timeline = [" + kind.example() + "]";
                Scenario scenario =
                        ScenarioParser.parseText("t", text, ParseOptions.NONE).scenario();
                assertThat(scenario.timeline().get(0).fault()).isInstanceOf(kind.type());
            } catch (ScenarioException e) {
                throw new AssertionError("example of " + kind.keyword() + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void keywordsAreDistinctAndDocumented() {
        TreeSet<String> keywords = new TreeSet<>();
        for (FaultCatalog.Kind kind : FaultCatalog.kinds()) {
            assertThat(keywords.add(kind.keyword())).as(kind.keyword()).isTrue();
            assertThat(kind.doc()).isNotBlank();
            assertThat(kind.main().isPresent()).as(kind.keyword()).isEqualTo(!kind.operator());
        }
        assertThat(Stream.of("power-off", "partition", "confirm-fenced")).allMatch(keywords::contains);
    }
}
