package dev.quorate.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.outcome.PreventionOutcome;
import dev.quorate.outcome.PreventionOutcome.Change;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ScenarioParser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterfactualTest {

    private static final int FEW = 2;
    private static final int MANY = 100;

    private static PreventionOutcome prevent(String scenario, String rule, int runs) throws Exception {
        Scenario parsed =
                ScenarioParser.parse(Path.of("scenarios", scenario + ".conf").toAbsolutePath());
        try (Counterfactual counterfactual = new Counterfactual(runs, 2, words -> {})) {
            return counterfactual.prevent(parsed, rule);
        }
    }

    private static void namesIt(String scenario, String rule, String how, int runs) throws Exception {
        PreventionOutcome outcome = prevent(scenario, rule, runs);
        assertThat(outcome.asItIs().violated().count()).isPositive();
        assertThat(outcome.preventing()).extracting(Change::how).contains(how);
        assertThat(outcome.preventing()).allSatisfy(change -> {
            assertThat(change.tally().violated().total()).isEqualTo(runs);
            assertThat(change.tally().violated().count()).isZero();
        });
    }

    /** The protection in which the paired scenario differs. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "vm-frozen, single-vip-holder, cluster.pacemaker.stonith-enabled = true",
                "scheduler-by-hand, single-acting-leader.kube-scheduler, timeline.by-hand.leader-elect = true",
            })
    void aPairsProtectionIsNamed(String scenario, String rule, String how) throws Exception {
        namesIt(scenario, rule, how, FEW);
    }

    @Tag("soak")
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "boot-into-split-goes-on, single-vip-holder, cluster.corosync.quorum.wait_for_all = 1",
                "corosync-gone-unfenced, single-vip-holder, cluster.pacemaker.stonith-enabled = true",
                "corosync-paused-unfenced, single-vip-holder, cluster.pacemaker.stonith-enabled = true",
                "primitives-unfenced, single-vip-holder, cluster.pacemaker.stonith-enabled = true",
                "split-freeze-unfenced, single-vip-holder, cluster.pacemaker.stonith-enabled = true",
                "split-ignore-unfenced, single-vip-holder, cluster.pacemaker.stonith-enabled = true",
                "split-stop-unfenced, single-vip-holder, cluster.pacemaker.stonith-enabled = true",
                "two-masters-unfenced, single-vip-holder, cluster.pacemaker.stonith-enabled = true",
                "vm-frozen, single-vip-holder, cluster.pacemaker.stonith-enabled = true",
                "two-node-left, single-quorate-partition, cluster.corosync.quorum.two_node = 0",
                "scheduler-by-hand, single-acting-leader.kube-scheduler, timeline.by-hand.leader-elect = true",
                "controller-manager-by-hand, single-acting-leader.kube-controller-manager, "
                        + "timeline.by-hand.leader-elect = true",
                "split-brain, single-vip-holder, without timeline.confirm",
                "fencing-disabled-by-hand, single-vip-holder, without timeline.disable",
                "fence-device-lies, single-vip-holder, without timeline.lies",
                "watchdog-fails, single-vip-holder, without timeline.broken",
            })
    void everyPairsProtectionIsNamedOverManySeeds(String scenario, String rule, String how) throws Exception {
        namesIt(scenario, rule, how, MANY);
    }

    @Test
    void whatWasNeverBrokenNeedsNoChange() throws Exception {
        PreventionOutcome outcome = prevent("leader-killed", "single-vip-holder", 1);
        assertThat(outcome.asItIs().violated().count()).isZero();
        assertThat(outcome.changes()).isEmpty();
    }

    @Test
    void theAnswerDoesNotDependOnThreads() throws Exception {
        Scenario scenario =
                ScenarioParser.parse(Path.of("scenarios/scheduler-by-hand.conf").toAbsolutePath());
        List<PreventionOutcome> outcomes = new java.util.ArrayList<>();
        for (int threads : new int[] {1, 3}) {
            try (Counterfactual counterfactual = new Counterfactual(1, threads, words -> {})) {
                outcomes.add(counterfactual.prevent(scenario, "single-acting-leader.kube-scheduler"));
            }
        }
        assertThat(outcomes.get(0)).isEqualTo(outcomes.get(1));
    }
}
