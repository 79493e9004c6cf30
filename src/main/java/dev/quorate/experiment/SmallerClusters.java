package dev.quorate.experiment;

import dev.quorate.model.Settings;
import dev.quorate.model.pacemaker.PacemakerSettings;
import dev.quorate.scenario.ClusterSettings;
import dev.quorate.scenario.Node;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.fault.Condition;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.fault.Trigger;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.scenario.parse.ScenarioWriter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The same scenario on fewer hosts, as far as nothing names those that are left out. */
final class SmallerClusters {

    private SmallerClusters() {}

    /** Without workers and clients, without workers, without clients: those that fit, smallest first. */
    static List<Scenario> withoutWorkers(Scenario scenario) {
        Topology all = scenario.topology();
        List<Scenario> smaller = new ArrayList<>();
        for (Topology each : List.of(without(all, true, true), without(all, true, false), without(all, false, true))) {
            if (!each.equals(all) && fits(scenario.timeline(), each)) {
                smaller.add(scenario.withTopology(each));
            }
        }
        return smaller;
    }

    private static Topology without(Topology all, boolean workers, boolean clients) {
        return new Topology(
                all.masters(),
                workers ? List.of() : all.workers(),
                all.etcdHosts(),
                clients ? List.of() : all.clients(),
                all.vips(),
                all.fenceDevices());
    }

    private static boolean fits(List<ScheduledFault> plan, Topology topology) {
        return plan.stream()
                .flatMap(fault -> fault.fault().targets().stream())
                .allMatch(target ->
                        target.isSymbolic() || topology.node(target.name()).isPresent());
    }

    /** Without one of the masters, the last first; its fence device and the settings that name it go with it. */
    static List<Scenario> withoutOneMaster(Scenario scenario) {
        List<Scenario> smaller = new ArrayList<>();
        List<Node> masters = scenario.topology().masters();
        for (int i = masters.size() - 1; i >= 0 && masters.size() > 1; i--) {
            without(scenario, masters.get(i)).ifPresent(smaller::add);
        }
        return smaller;
    }

    private static Optional<Scenario> without(Scenario scenario, Node gone) {
        Topology all = scenario.topology();
        Topology fewer = new Topology(
                all.masters().stream().filter(node -> !node.equals(gone)).toList(),
                all.workers(),
                all.etcdHosts(),
                all.clients(),
                all.vips(),
                all.fenceDevices().stream()
                        .filter(device -> !device.node().equals(gone.name()))
                        .toList());
        if (!fits(scenario.timeline(), fewer)
                || scenario.initial().places().containsValue(gone.name())
                || scenario.timeline().stream().anyMatch(fault -> waitsFor(fault, gone.name()))) {
            return Optional.empty();
        }
        Scenario small = scenario.withTopology(fewer).withSettings(without(scenario.settings(), gone.name()));
        return small.timeline().stream()
                        .allMatch(fault -> fault.fault().complaints(fewer).isEmpty())
                ? readAgain(small)
                : Optional.empty();
    }

    private static boolean waitsFor(ScheduledFault fault, String host) {
        return fault.trigger() instanceof Trigger.When when && names(when.condition(), host);
    }

    private static boolean names(Condition condition, String host) {
        return (condition instanceof Condition.VipOn on && on.host().equals(host))
                || (condition instanceof Condition.LeaderOn leader
                        && leader.host().equals(host))
                || (condition instanceof Condition.EventSeen seen
                        && seen.fields().containsValue(host));
    }

    private static ClusterSettings without(ClusterSettings settings, String host) {
        TreeMap<String, SortedMap<String, Record>> perHost = new TreeMap<>(settings.perHost());
        perHost.remove(host);
        return new ClusterSettings(settings.shared(), perHost)
                .with(withoutLines(settings.of(PacemakerSettings.class), host));
    }

    /** Pacemaker's lines that name the host: its fence device, where that may run. */
    private static PacemakerSettings withoutLines(PacemakerSettings settings, String host) {
        RecordComponent[] components = PacemakerSettings.class.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            Object value = valueOf(components[i], settings);
            values[i] = value instanceof List<?> lines
                    ? lines.stream()
                            .filter(line -> !line.toString().contains(host))
                            .toList()
                    : value;
        }
        return Settings.create(PacemakerSettings.class, values);
    }

    private static Object valueOf(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    /** As a file would be read: what is saved must be valid. */
    private static Optional<Scenario> readAgain(Scenario scenario) {
        try {
            return Optional.of(ScenarioParser.parseText("smaller", ScenarioWriter.write(scenario), ParseOptions.NONE)
                    .scenario());
        } catch (ScenarioException e) {
            // something still names the host
            return Optional.empty();
        }
    }
}
