package dev.quorate.scenario.fault;

import dev.quorate.scenario.Topology;
import java.time.Duration;
import java.util.List;

/** A network that carries packets late, twice, out of order, or not all of them. */
public sealed interface LineFault extends NetworkFault {

    /** Packets take longer. */
    @FaultKind(
            keyword = "latency",
            doc = "packets take longer, to and from a host or on a whole network",
            example = "{ at = 20s, latency = 200ms, jitter = 50ms, host = k8s-master01, for = 1m }")
    record Latency(
            @Parameter(main = true, doc = "what is added each way")
            Duration latency,

            @Parameter(value = "0s", doc = "a uniform draw up to this is added as well")
            Duration jitter,

            @Parameter(value = "", doc = "the host; the whole network when left out")
            List<Target> host,

            @Parameter(value = "both", doc = "cluster, service or both")
            Network network)
            implements LineFault {
        public Latency {
            host = List.copyOf(host);
            Checks.require(!latency.isNegative() && !jitter.isNegative(), "latency and jitter must not be negative");
        }

        @Override
        public List<NetworkRule> rules(Topology topology) {
            return Links.around(
                    topology, host, network, (net, from, to) -> NetworkRule.delay(net, from, to, latency, jitter));
        }

        @Override
        public String describe() {
            return "latency of " + Spread.words(latency) + " more"
                    + (jitter.isZero() ? "" : " and jitter of " + Spread.words(jitter)) + Links.where(host, network);
        }
    }

    /** Packets are lost at random. */
    @FaultKind(
            keyword = "packet-loss",
            doc = "a share of packets is lost, to and from a host or on a whole network",
            example = "{ at = 20s, packet-loss = 10%, network = cluster, for = 1m }")
    record PacketLoss(
            @Parameter(main = true, doc = "the share, 0% to 100%")
            Share share,

            @Parameter(value = "", doc = "the host; the whole network when left out")
            List<Target> host,

            @Parameter(value = "both", doc = "cluster, service or both")
            Network network)
            implements LineFault {
        public PacketLoss {
            host = List.copyOf(host);
        }

        @Override
        public List<NetworkRule> rules(Topology topology) {
            return Links.around(
                    topology, host, network, (net, from, to) -> NetworkRule.loss(net, from, to, share.ratio()));
        }

        @Override
        public String describe() {
            return "loss of " + share.words() + " of packets" + Links.where(host, network);
        }
    }

    /** Datagrams come twice or out of order. */
    @FaultKind(
            keyword = "packet-disorder",
            doc = "a share of datagrams overtake each other or come twice",
            example = "{ at = 20s, packet-disorder = 10%, duplicated = 5%, network = cluster, for = 1m }")
    record PacketDisorder(
            @Parameter(main = true, doc = "the share that is overtaken, 0% to 100%")
            Share reordered,

            @Parameter(value = "0%", doc = "the share that comes twice, 0% to 100%")
            Share duplicated,

            @Parameter(value = "", doc = "the host; the whole network when left out")
            List<Target> host,

            @Parameter(value = "both", doc = "cluster, service or both")
            Network network)
            implements LineFault {
        public PacketDisorder {
            host = List.copyOf(host);
        }

        @Override
        public List<NetworkRule> rules(Topology topology) {
            return Links.around(
                    topology,
                    host,
                    network,
                    (net, from, to) -> NetworkRule.disorder(net, from, to, duplicated.ratio(), reordered.ratio()));
        }

        @Override
        public String describe() {
            return "disorder of " + reordered.words() + " of datagrams" + Links.where(host, network);
        }
    }
}
