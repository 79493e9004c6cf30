package dev.quorate.experiment.distributed;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;

/** The actor system's configuration of coordinator and workers. */
final class ClusterConfig {

    /** All members' actor systems have this name. */
    static final String SYSTEM = "quorate-cluster";

    static final String COORDINATOR = "coordinator";
    static final String WORKER = "worker";

    private ClusterConfig() {}

    /**
     * A member's configuration.
     *
     * @param own where it listens
     * @param role {@link #COORDINATOR} or {@link #WORKER}
     * @param seeds members that may let it in; its own address first to found a cluster
     */
    static Config of(Endpoint own, String role, List<Endpoint> seeds) {
        List<String> nodes =
                seeds.stream().map(e -> "pekko://" + SYSTEM + "@" + e).toList();
        return ConfigFactory.parseString("""
            pekko {
              loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
              logging-filter = "org.apache.pekko.event.slf4j.Slf4jLoggingFilter"
              loglevel = ERROR
              stdout-loglevel = OFF
              log-dead-letters = off
              log-dead-letters-during-shutdown = off
              actor {
                provider = cluster
                allow-java-serialization = off
                serialization-bindings {
                  "dev.quorate.experiment.distributed.Wire" = jackson-json
                }
              }
              remote.artery {
                transport = tcp
                advanced.maximum-frame-size = 1 MiB
                advanced.buffer-pool-size = 16
              }
              # the least that flows: with 2 the consumer asks for no more once it has confirmed the second message
              reliable-delivery.consumer-controller.flow-control-window = 4
              coordinated-shutdown.exit-jvm = off
              coordinated-shutdown.run-by-jvm-shutdown-hook = on
              cluster {
                jmx.enabled = off
                seed-node-timeout = 5s
                shutdown-after-unsuccessful-join-seed-nodes = off
                failure-detector.acceptable-heartbeat-pause = 5s
                downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider"
                # Whoever sees the coordinator goes on. The default, a majority of all members, makes a
                # coordinator with one frozen worker down itself.
                split-brain-resolver {
                  active-strategy = keep-majority
                  keep-majority.role = "coordinator"
                  stable-after = 5s
                  down-all-when-unstable = off
                }
              }
            }
            """)
                .withValue("pekko.remote.artery.canonical.hostname", ConfigValueFactory.fromAnyRef(own.host()))
                .withValue("pekko.remote.artery.canonical.port", ConfigValueFactory.fromAnyRef(own.port()))
                .withValue("pekko.cluster.roles", ConfigValueFactory.fromIterable(List.of(role)))
                .withValue("pekko.cluster.seed-nodes", ConfigValueFactory.fromIterable(nodes))
                .withFallback(ConfigFactory.defaultReference(ClusterConfig.class.getClassLoader()))
                .resolve();
    }
}
