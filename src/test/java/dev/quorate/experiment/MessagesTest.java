package dev.quorate.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorate.outcome.RunOutcome;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.trace.EventId;
import dev.quorate.trace.MessageFile;
import dev.quorate.trace.MessageRecord;
import dev.quorate.trace.TraceFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages are recorded beside a run, which knows nothing of it. */
class MessagesTest {

    private static final List<MessageRecord> MESSAGES = new ArrayList<>();
    private static final TreeSet<EventId> EVENTS = new TreeSet<>();
    private static RunOutcome without;
    private static RunOutcome with;

    @BeforeAll
    static void runTwice() throws Exception {
        Scenario scenario =
                ScenarioParser.parse(Path.of("scenarios/split-brain.conf").toAbsolutePath());
        try (DrivenSystem system = DrivenSystem.create()) {
            without = Replication.of(Simulation.of(scenario)).run(system);
            with = Replication.of(Simulation.of(scenario).messages(MESSAGES::add))
                    .run(system, record -> EVENTS.add(record.id()));
        }
    }

    @Test
    void aRunIsTheSameWithMessagesAndWithout() {
        assertThat(with).isEqualTo(without);
    }

    @Test
    void messagesSayWhoToldWhomWhatAndWhatBecameOfIt() {
        assertThat(MESSAGES).hasSizeGreaterThan(10_000);
        assertThat(MESSAGES)
                .anyMatch(m -> m.fromComponent().equals("kube-scheduler")
                        && m.toComponent().equals("kube-apiserver")
                        && m.what().startsWith("update")
                        && m.arrived());
        assertThat(MESSAGES)
                .as("datagrams that a partition swallows")
                .anyMatch(
                        m -> m.fromComponent().equals("corosync") && m.toHost().equals("k8s-master02") && !m.arrived());
        assertThat(MESSAGES)
                .as("messages that were sent into a connection cut for good")
                .anyMatch(m -> m.fromComponent().equals("etcd") && m.lost().startsWith("the connection ended"));
    }

    @Test
    void messagesNameRecordedEventsAsTheirCauses() {
        assertThat(MESSAGES).filteredOn(m -> !m.causes().isEmpty()).hasSizeGreaterThan(MESSAGES.size() / 2);
        assertThat(MESSAGES).allSatisfy(m -> assertThat(EVENTS).containsAll(m.causes()));
    }

    @Test
    void messagesAreReadBackAsTheyWereWritten(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("messages.jsonl");
        MessageFile.write(file, MESSAGES);
        assertThat(MessageFile.read(file)).isEqualTo(MESSAGES);
        Files.writeString(file, "{\"schema\":\"" + MessageFile.SCHEMA + "\"}\n{\"sent\":5,\"ended\":3}\n");
        assertThatThrownBy(() -> MessageFile.read(file))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageContaining(":2: is no message");
    }
}
