package dev.quorate.stepping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorate.experiment.Replication;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.time.SimTime;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.TraceRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static final SimTime SOON = SimTime.ofSeconds(5);

    private static Scenario scenario;
    private static DrivenSystem system;

    @BeforeAll
    static void read() throws Exception {
        scenario = ScenarioParser.parse(Path.of("scenarios/leader-killed.conf").toAbsolutePath());
        system = DrivenSystem.create();
    }

    @AfterAll
    static void close() {
        system.close();
    }

    @Test
    void aStepGoesToTheNextEventOfNote() {
        try (Session session = new Session(scenario, system)) {
            session.to(SOON);
            List<TraceRecord> passed = session.next();
            assertThat(passed).isNotEmpty();
            assertThat(passed)
                    .anyMatch(record -> record.event() instanceof FaultInjected
                            && record.at().equals(session.now()));
            assertThat(session.now()).isEqualTo(SimTime.ofSeconds(20));
        }
    }

    @Test
    void goingBackShowsTheSameAgain() {
        try (Session session = new Session(scenario, system)) {
            session.to(SimTime.ofSeconds(25));
            List<TraceRecord> before = session.trace().records();
            session.back(SOON);
            assertThat(session.now()).isEqualTo(SOON);
            session.to(SimTime.ofSeconds(25));
            assertThat(session.trace().records()).isEqualTo(before);
        }
    }

    @Test
    void whatWasDoneByHandRunsAgainFromTheSavedFile() throws Exception {
        try (Session session = new Session(scenario, system)) {
            session.to(SOON);
            session.next();
            session.inject("{ partition = [[k8s-master01], [k8s-master02, k8s-master03]], for = 10s }");
            session.back(SOON);
            session.to(SimTime.of(scenario.duration()));
            assertThat(session.hasEnded()).isTrue();
            Scenario saved = ScenarioParser.parseText("saved", session.saved(), ParseOptions.NONE)
                    .scenario();
            List<TraceRecord> again = new ArrayList<>();
            Replication.of(Simulation.of(saved)).run(system, again::add);
            assertThat(again).isEqualTo(session.trace().records());
            assertThat(again)
                    .anyMatch(record -> record.event() instanceof FaultInjected fault
                            && fault.fault().equals("by-hand-1"));
        }
    }

    @Test
    void anItemThatIsNotValidChangesNothing() {
        try (Session session = new Session(scenario, system)) {
            session.to(SOON);
            assertThatThrownBy(() -> session.inject("partiton = [[a], [b]]"))
                    .isInstanceOf(ScenarioException.class)
                    .hasMessageContaining("did you mean 'partition'?");
            assertThat(session.scenario()).isEqualTo(scenario);
            assertThat(session.now()).isEqualTo(SOON);
        }
    }

    @Test
    void aFaultPutInByHandCanBeTakenOutAgain() throws Exception {
        try (Session session = new Session(scenario, system)) {
            session.to(SOON);
            session.inject("power-off = k8s-master02");
            assertThat(session.drop("by-hand-1")).isPresent();
            assertThat(session.drop("by-hand-1")).isEmpty();
            assertThat(session.scenario().timeline()).isEqualTo(scenario.timeline());
        }
    }
}
