package dev.quorate.experiment;

import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.fault.DeviceFault;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.UnitFault.StartByHand;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.scenario.parse.ScenarioWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What could protect a scenario's cluster, one change at a time: a setting, a device that works, a mistake not made.
 *
 * <p>Faults of fate stay: nobody can decide that a link is not cut.
 */
final class Protections {

    /** A scenario with one thing changed. */
    record Protection(String name, String how, Scenario scenario) {}

    /** A change of settings; every one of them is made. */
    private record Setting(String name, List<String> values) {}

    private static final List<Setting> SETTINGS = List.of(
            new Setting("fencing", List.of("cluster.pacemaker.stonith-enabled=true")),
            new Setting("no-quorum-policy = stop", List.of("cluster.pacemaker.no-quorum-policy=stop")),
            new Setting("no-quorum-policy = freeze", List.of("cluster.pacemaker.no-quorum-policy=freeze")),
            new Setting("no-quorum-policy = suicide", List.of("cluster.pacemaker.no-quorum-policy=suicide")),
            new Setting(
                    "leader election",
                    List.of(
                            "cluster.kube-scheduler.leader-elect=true",
                            "cluster.kube-controller-manager.leader-elect=true")),
            new Setting("wait_for_all", List.of("cluster.corosync.quorum.wait_for_all=1")),
            new Setting("no two_node", List.of("cluster.corosync.quorum.two_node=0")),
            new Setting("a watchdog", List.of("cluster.pacemaker.stonith-watchdog-timeout=10s")),
            new Setting(
                    "a shorter renew deadline",
                    List.of(
                            "cluster.kube-scheduler.leader-elect-renew-deadline=5s",
                            "cluster.kube-controller-manager.leader-elect-renew-deadline=5s")),
            new Setting(
                    "a longer lease",
                    List.of(
                            "cluster.kube-scheduler.leader-elect-lease-duration=30s",
                            "cluster.kube-controller-manager.leader-elect-lease-duration=30s")),
            new Setting("a shorter token timeout", List.of("cluster.corosync.totem.token=1s")),
            new Setting("a longer token timeout", List.of("cluster.corosync.totem.token=10s")));

    private Protections() {}

    /** Every change that this scenario allows and that is one. */
    static List<Protection> of(Scenario scenario) {
        List<Protection> all = new ArrayList<>();
        for (Setting setting : SETTINGS) {
            with(scenario, setting.values())
                    .filter(changed -> !changed.settings().equals(scenario.settings()))
                    .ifPresent(changed -> all.add(
                            new Protection(setting.name(), String.join(", ", words(setting.values())), changed)));
        }
        checkedOften(scenario).ifPresent(all::add);
        for (ScheduledFault fault : scenario.timeline()) {
            if (fault.fault() instanceof StartByHand byHand && !byHand.leaderElect()) {
                StartByHand elected = new StartByHand(byHand.process(), byHand.node(), true);
                all.add(new Protection(
                        "leader election of what is started by hand",
                        "timeline." + fault.id() + ".leader-elect = true",
                        scenario.withTimeline(scenario.timeline().stream()
                                .map(each -> each.equals(fault) ? each.with(elected) : each)
                                .toList())));
            }
        }
        without(scenario, "the mistake not made", "every mistake not made", ScheduledFault::mistake, all);
        without(
                scenario,
                "a device that works",
                "every device working",
                fault -> fault.fault() instanceof DeviceFault,
                all);
        return all;
    }

    private static List<String> words(List<String> values) {
        return values.stream().map(value -> value.replace("=", " = ")).toList();
    }

    /** Each such fault left out, and all of them when there are several. */
    private static void without(
            Scenario scenario, String one, String every, Predicate<ScheduledFault> such, List<Protection> all) {
        List<ScheduledFault> found = scenario.timeline().stream().filter(such).toList();
        for (ScheduledFault fault : found) {
            all.add(new Protection(
                    one + ": " + fault.fault().describe(),
                    "without timeline." + fault.id(),
                    leave(scenario, each -> each.equals(fault))));
        }
        if (found.size() > 1) {
            all.add(new Protection(
                    every,
                    "without "
                            + String.join(
                                    ", ",
                                    found.stream()
                                            .map(f -> "timeline." + f.id())
                                            .toList()),
                    leave(scenario, such)));
        }
    }

    private static Scenario leave(Scenario scenario, Predicate<ScheduledFault> out) {
        return scenario.withTimeline(
                scenario.timeline().stream().filter(out.negate()).toList());
    }

    /** Pacemaker's resources checked every second. */
    private static Optional<Protection> checkedOften(Scenario scenario) {
        String text = ScenarioWriter.write(scenario);
        String often = text.replaceAll("op monitor interval=[0-9]+s", "op monitor interval=1s");
        return often.equals(text)
                ? Optional.empty()
                : parse(often, List.of())
                        .map(changed -> new Protection(
                                "health checks of resources every second", "op monitor interval=1s", changed));
    }

    private static Optional<Scenario> with(Scenario scenario, List<String> values) {
        return parse(ScenarioWriter.write(scenario), values);
    }

    /** Nothing when the change is not valid here, as two_node with three masters. */
    private static Optional<Scenario> parse(String text, List<String> values) {
        try {
            return Optional.of(ScenarioParser.parseText("what if", text, ParseOptions.NONE.overrides(values))
                    .scenario());
        } catch (ScenarioException e) {
            return Optional.empty();
        }
    }
}
