package dev.quorate.experiment;

import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import java.nio.file.Path;
import java.util.List;

/** The bundled clusters without workers and clients, whose runs cost the least. */
public final class SmallClusters {

    private SmallClusters() {}

    /** A cluster of {@code scenarios/clusters} with some settings changed, calm. */
    public static Scenario of(String name, String... overrides) {
        try {
            Path file = Path.of("scenarios/clusters/" + name + ".conf").toAbsolutePath();
            Scenario calm = ScenarioParser.parseCluster(file, ParseOptions.NONE.overrides(List.of(overrides)))
                    .scenario();
            Topology all = calm.topology();
            return calm.withTopology(
                    new Topology(all.masters(), List.of(), all.etcdHosts(), List.of(), all.vips(), all.fenceDevices()));
        } catch (ScenarioException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
