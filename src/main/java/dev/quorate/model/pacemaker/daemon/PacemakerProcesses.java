package dev.quorate.model.pacemaker.daemon;

import dev.quorate.model.Machine;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.pacemaker.PacemakerSettings;
import dev.quorate.model.pacemaker.PcsCommands;
import dev.quorate.model.pacemaker.agents.AgentCatalog;
import dev.quorate.model.pacemaker.based.Based;
import dev.quorate.model.pacemaker.cib.Configuration;
import dev.quorate.model.pacemaker.cib.Node;
import dev.quorate.model.pacemaker.controller.Controld;
import dev.quorate.model.pacemaker.controller.ControllerSettings;
import dev.quorate.model.pacemaker.executor.Execd;
import dev.quorate.model.pacemaker.fencer.Bmc;
import dev.quorate.model.pacemaker.fencer.Fenced;
import dev.quorate.model.pacemaker.fencer.Sbd;
import dev.quorate.model.pacemaker.fencer.Watchdog;
import dev.quorate.model.pacemaker.tools.Pcs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How Pacemaker's processes are made, by kind.
 *
 * <p>Start {@code pacemakerd} on each master after {@code corosync}; it spawns {@code pacemaker-based}, {@code -fenced},
 * {@code -execd} and {@code -controld}, which must be registered too. Argument {@code warm -> true} of pacemakerd makes
 * the first election come at once in place of after dc-deadtime. {@code bmc} runs on a host of its own; {@code pcs} on
 * any master with an argument {@code command}.
 */
public final class PacemakerProcesses {

    private static final Duration WARM_DC_DEADTIME = Duration.ofMillis(2_500);

    private PacemakerProcesses() {}

    /**
     * Factories by kind of process.
     *
     * @param nodes names of the masters by their corosync node id
     * @param catalog the agents that are installed; the health check of the API server is added to it by who knows it
     */
    public static SortedMap<String, Function<ProcessSpec, Machine>> kinds(
            PacemakerSettings settings, SortedMap<Integer, String> nodes, AgentCatalog catalog) {
        List<Node> configured = nodes.entrySet().stream()
                .map(node -> Node.of(Integer.toString(node.getKey()), node.getValue()))
                .toList();
        Configuration initial = PcsCommands.initial(settings, configured);
        Map<String, List<List<String>>> topology = PcsCommands.topology(settings);
        SortedMap<String, Function<ProcessSpec, Machine>> kinds = new TreeMap<>();
        kinds.put("pacemakerd", spec -> new Pacemakerd(spec.arguments()));
        kinds.put("pacemaker-based", spec -> new Based(initial, settings.timings()));
        kinds.put(
                "pacemaker-fenced",
                spec -> new Fenced(topology, settings.stonithWatchdogTimeout(), settings.timings()));
        kinds.put("pacemaker-execd", spec -> new Execd(catalog, settings.timings()));
        kinds.put("pacemaker-controld", spec -> new Controld(controller(settings, spec)));
        kinds.put("bmc", Bmc::create);
        kinds.put("sbd", Sbd::create);
        kinds.put("watchdog", Watchdog::create);
        kinds.put("pcs", spec -> Pcs.create(spec, settings.timings()));
        return kinds;
    }

    private static ControllerSettings controller(PacemakerSettings settings, ProcessSpec spec) {
        boolean warm = spec.arguments().getOrDefault("warm", "false").equals("true");
        return warm ? new ControllerSettings(settings, WARM_DC_DEADTIME) : ControllerSettings.of(settings);
    }
}
