package dev.quorate.testkit;

import static dev.quorate.testkit.QuorateAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quorate.outcome.RuleClass;
import dev.quorate.verdict.Verdicts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class RunAssertTest {

    private static final SimulatedCluster UNFENCED = SimulatedCluster.threeMasters()
            .withoutWorkers()
            .set("cluster.pacemaker.stonith-enabled", "false")
            .set("cluster.pacemaker.no-quorum-policy", "ignore");

    private static Run split;

    @BeforeAll
    static void splitAClusterThatIgnoresQuorum() {
        split = UNFENCED.with(FaultPlan.of("{ id = cut, at = 5s, isolate = vip holder, for = 30s }"))
                .seed(7)
                .run();
    }

    @Test
    void whatHoldsPassesAndWhatDoesNotFailsWithScenarioSeedAndPlan() {
        assertThat(split)
                .hasAtMostOneLeaseHolder()
                .keepsRaftSafe()
                .agreesOnRings()
                .breaks("single-vip-holder")
                .showed("vip-moved");
        assertThatThrownBy(() -> assertThat(split).hasAtMostOneVipHolder())
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("single-vip-holder is violated: 2 holders, ")
                .hasMessageContaining("seed 7")
                .hasMessageContaining("{ id = cut, at = 5s, isolate = vip holder, for = 30s }");
        assertThatThrownBy(() -> assertThat(split).holdsEverySafetyRule()).isInstanceOf(RunFailure.class);
        assertThatThrownBy(() -> assertThat(split).showed("pod-evicted")).isInstanceOf(RunFailure.class);
        assertThatThrownBy(() -> assertThat(split).breaks("single-lease-holder"))
                .isInstanceOf(RunFailure.class);
    }

    @Test
    void metricsAreBoundedByTheirOwnNames() {
        assertThat(split)
                .measuresAtLeast("duplicate-vip-time", Duration.ofSeconds(5))
                .measuresAtMost("duplicate-vip-time", Duration.ofSeconds(60))
                .countsAtLeast("vip-moves", 1);
        assertThatThrownBy(() -> assertThat(split).measuresAtMost("duplicate-vip-time", Duration.ofSeconds(1)))
                .hasMessageContaining("duplicate-vip-time is ");
        assertThatThrownBy(() -> assertThat(split).countsAtMost("duplicate-vip-time", 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> assertThat(split).holds("no-such-rule"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("known: ");
    }

    @Test
    void everySafetyAndLivenessRuleHasItsAssertion() {
        Assertions.assertThat(Verdicts.all())
                .filteredOn(verdict -> verdict.ruleClass() != RuleClass.SOMETIMES)
                .allSatisfy(verdict -> {
                    boolean broken = split.outcome().broken().stream()
                            .anyMatch(result -> result.name().equals(verdict.name()));
                    Throwable problem = catchThrowable(() -> assertThat(split).holds(verdict.name()));
                    Assertions.assertThat(problem instanceof RunFailure).isEqualTo(broken);
                });
    }

    @Test
    void aFailureThatIsSavedShowsTheLanesAndCanBeReadAgain(@TempDir Path folder) {
        Path file = folder.resolve("split.conf");
        assertThatThrownBy(() -> assertThat(split).hasAtMostOneVipHolder()).satisfies(problem -> {
            RunFailure saved = ((RunFailure) problem).saved(file);
            Assertions.assertThat(saved)
                    .hasMessageContaining("VIP 192.168.15.200")
                    .hasMessageContaining("again:  quorate run " + file);
        });
        Assertions.assertThat(FaultPlan.read(file)).isEqualTo(split.plan());
        Run again = SimulatedCluster.of(file)
                .with(FaultPlan.read(file))
                .seed(7)
                .lasting(split.scenario().duration())
                .run();
        Assertions.assertThat(again.outcome().verdicts())
                .isEqualTo(split.outcome().verdicts());
    }

    @Test
    void aPlanThatCannotBeReadSaysWhy() {
        assertThatThrownBy(() -> FaultPlan.of("{ at = 5s, isolate = nobody }")).hasMessageContaining("'nobody'");
        assertThatThrownBy(() -> UNFENCED.set("cluster.corosync.totem.tokn", "1s"))
                .hasMessageContaining("did you mean");
    }

    @TestFactory
    Stream<DynamicTest> aFolderOfScenariosIsAFolderOfTests() {
        return ScenarioTests.in(Path.of("src/test/resources/scenarios/testkit"));
    }
}
