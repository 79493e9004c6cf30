package dev.quorate.model.kubernetes.calibration;

import dev.quorate.model.Effects;
import dev.quorate.model.Lab;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.etcd.EtcdPeer;
import dev.quorate.model.etcd.EtcdSettings;
import dev.quorate.model.etcd.server.EtcdMachine;
import dev.quorate.model.kubernetes.KubeApiserverSettings;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ConfigMap;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.ObjectMeta;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.apiserver.KubeApiserver;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.ComponentMachine;
import dev.quorate.model.kubernetes.client.KubeconfigFile;
import dev.quorate.model.kubernetes.pki.ClusterPki;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A real apiserver over three real etcd members of which two have died: what each request comes to, and when. */
final class ApiserverWithoutQuorum {

    private static final int SEEDS = 200;

    /**
     * What the measurement's own client adds: a process started for each request, its TLS handshake and its end. Taken from
     * the row of {@code /version} (kube-263, median), where the server has nothing to do; so that row predicts nothing, and
     * the others do.
     */
    private static final double CLIENT_SECONDS = 0.041;

    private static final Map<String, List<Double>> ANSWERS = new LinkedHashMap<>();

    private ApiserverWithoutQuorum() {}

    /** Asks the caller to send a request under a name. */
    private record Ask(String name, LongFunction<ApiRequest> request) implements Message {}

    /** Sends what it is told to and notes the time and status of the answer. */
    private static final class Caller extends ComponentMachine {
        private @Nullable ApiClient client;

        @Override
        public void onStart(Effects effects) {
            client = add(new ApiClient(
                    "api",
                    KubeconfigFile.read(ClusterPki.ADMIN, effects, m -> {
                                throw new IllegalStateException(m);
                            })
                            .orElseThrow(),
                    true));
        }

        @Override
        public void onLocal(String from, Message message, Effects effects) {
            Ask ask = (Ask) message;
            SimTime begin = effects.monotonic();
            ApiClient open = client;
            if (open == null) {
                throw new IllegalStateException("not started");
            }
            open.call(
                    ask.request,
                    Duration.ZERO,
                    (response, later) -> ANSWERS.computeIfAbsent(
                                    ask.name + " -> " + response.status(), n -> new ArrayList<>())
                            .add(CLIENT_SECONDS + later.monotonic().since(begin).toNanos() / 1e9),
                    effects);
        }
    }

    /** Times of the answers {@code "create -> 500"}; empty when none ended so. */
    static double[] answers(String name) {
        if (ANSWERS.isEmpty()) {
            for (long seed = 0; seed < SEEDS; seed++) {
                trial(seed);
            }
        }
        return ANSWERS.getOrDefault(name, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static void trial(long seed) {
        Lab lab = new Lab(seed);
        List<EtcdPeer> peers = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            peers.add(new EtcdPeer("m" + i, "10.0.0." + i));
            lab.host("m" + i, Map.of("cluster", "10.0.0." + i));
        }
        EtcdSettings etcd = Settings.defaults(EtcdSettings.class).with(Map.of("version", "3.4.23"));
        for (EtcdPeer peer : peers) {
            lab.start(peer.name(), "etcd", () -> new EtcdMachine(etcd, peers, ProcessSpec.of("etcd")));
        }
        ClusterPki pki = new ClusterPki("https://10.0.0.1:6443", List.of(), Duration.ofDays(365));
        pki.files("m1", List.of("10.0.0.1"))
                .forEach((path, content) -> lab.kernel("m1").writeFile(path, content));
        lab.start(
                "m1",
                "kube-apiserver",
                () -> new KubeApiserver(ProcessSpec.of("kube-apiserver"), KubeApiserverSettings.defaults()));
        lab.runFor(Duration.ofSeconds(6));
        lab.start("m1", "caller", Caller::new);
        Lease lease = new Lease(ObjectMeta.of("kube-system", "probe"), "somebody", 15, null, null, 0);
        lab.tell("m1", "test", "caller", new Ask("setup", id -> new ApiRequest.Create(id, lease, Duration.ZERO)));
        lab.runFor(Duration.ofSeconds(2));
        lab.signal("m2", "etcd", Signal.KILL);
        lab.signal("m3", "etcd", Signal.KILL);
        lab.runFor(Duration.ofSeconds(5));
        requests().forEach((name, request) -> lab.tell("m1", "test", "caller", new Ask(name, request)));
        lab.runFor(Duration.ofSeconds(30));
    }

    private static Map<String, LongFunction<ApiRequest>> requests() {
        Map<String, LongFunction<ApiRequest>> requests = new LinkedHashMap<>();
        ObjectKey system = new ObjectKey(Resource.NAMESPACES, "", "kube-system");
        Lease lease = new Lease(ObjectMeta.of("kube-system", "probe"), "somebody else", 15, null, null, 0);
        ConfigMap map = ConfigMap.of("default", "probe", Collections.emptySortedMap());
        requests.put("get_rv0", id -> new ApiRequest.Get(id, system, ApiRequest.ANY, Duration.ZERO));
        requests.put(
                "list_rv0", id -> new ApiRequest.ListAll(id, Resource.NAMESPACES, "", ApiRequest.ANY, Duration.ZERO));
        requests.put("get_quorum", id -> new ApiRequest.Get(id, system, ApiRequest.MOST_RECENT, Duration.ZERO));
        requests.put(
                "list_quorum",
                id -> new ApiRequest.ListAll(id, Resource.NAMESPACES, "", ApiRequest.MOST_RECENT, Duration.ZERO));
        requests.put("create", id -> new ApiRequest.Create(id, map, Duration.ZERO));
        requests.put("lease_update_timeout5", id -> new ApiRequest.Update(id, lease, Duration.ofSeconds(5)));
        requests.put("version", id -> new ApiRequest.Probe(id, "/version", List.of(), Duration.ZERO));
        for (String path : List.of("healthz", "livez", "readyz")) {
            requests.put(path, id -> new ApiRequest.Probe(id, "/" + path, List.of(), Duration.ZERO));
            requests.put(path + "_5s", id -> new ApiRequest.Probe(id, "/" + path, List.of(), Duration.ofSeconds(5)));
        }
        return requests;
    }
}
