package dev.quorate.model.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.ProcessSpec;
import dev.quorate.model.kubernetes.api.ApiObject;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.BootstrapToken;
import dev.quorate.model.kubernetes.api.CertificateSigningRequest;
import dev.quorate.model.kubernetes.api.ConfigMap;
import dev.quorate.model.kubernetes.api.Deployment;
import dev.quorate.model.kubernetes.api.Namespace;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.Patch;
import dev.quorate.model.kubernetes.api.Pod;
import dev.quorate.model.kubernetes.api.ReplicaSet;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.api.ResourceQuota;
import dev.quorate.model.kubernetes.api.Secret;
import dev.quorate.model.kubernetes.api.ServiceAccount;
import dev.quorate.model.kubernetes.kubelet.Kubelet;
import dev.quorate.time.SimTime;
import dev.quorate.trace.KubernetesEvent.ObjectChanged;
import dev.quorate.trace.KubernetesEvent.PodCreated;
import dev.quorate.trace.KubernetesEvent.WriteRefused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each controller does its job on the API, and what two of them at once come to (facts, section 3: damage classes). */
class ControllersTest {

    private static final String[] HOW_TO = {
        "leader-elect=false",
        "controllers=*,bootstrapsigner,tokencleaner",
        "cluster-signing-cert-file=/etc/kubernetes/ssl/ca.pem",
        "cluster-signing-key-file=/etc/kubernetes/ssl/ca-key.pem",
        "service-account-private-key-file=/etc/kubernetes/ssl/sa.key",
        "root-ca-file=/etc/kubernetes/ssl/ca.pem",
        "insecure-experimental-approve-all-kubelet-csrs-for-group=system:bootstrappers",
    };

    private static ControlPlane active(long seed, int count, String... more) {
        ControlPlane plane = new ControlPlane(seed).apiserver().run(3);
        List<String> flags = new ArrayList<>(List.of(HOW_TO));
        flags.addAll(List.of(more));
        for (int i = 0; i < count; i++) {
            plane.controllerManager(ControlPlane.MASTERS.get(i), flags.toArray(String[]::new));
        }
        return plane.run(15);
    }

    private static void workers(ControlPlane plane, int count) {
        plane.scheduler(ControlPlane.MASTERS.get(0));
        for (int i = 1; i <= count; i++) {
            String name = "k8s-node0" + i;
            plane.lab.host(name, Map.of("service", "192.168.16." + i));
            plane.pki
                    .files(name, List.of())
                    .forEach((path, content) -> plane.lab.kernel(name).writeFile(path, content));
            plane.lab.start(name, "kubelet", () -> new Kubelet(ProcessSpec.of("kubelet"), KubeletSettings.defaults()));
        }
        plane.run(10);
    }

    private static ApiResponse create(ControlPlane plane, ApiCaller caller, ApiObject object) {
        return caller.ask(plane, id -> new ApiRequest.Create(id, object, Duration.ZERO));
    }

    private static <T extends ApiObject> List<T> all(
            ControlPlane plane, ApiCaller caller, Resource resource, Class<T> type) {
        return caller
                .ask(plane, id -> new ApiRequest.ListAll(id, resource, "", ApiRequest.MOST_RECENT, Duration.ZERO))
                .items()
                .stream()
                .map(type::cast)
                .toList();
    }

    @Test
    void aDeploymentHasOneReplicaSetEvenWithTwoControllers() {
        for (int active = 1; active <= 2; active++) {
            ControlPlane plane = active(active, active);
            ApiCaller caller = ApiCaller.on(plane);
            create(plane, caller, Deployment.of("default", "web", 4, 100));
            plane.run(30);
            List<ReplicaSet> sets = all(plane, caller, Resource.REPLICASETS, ReplicaSet.class);
            assertThat(sets).hasSize(1);
            assertThat(sets.get(0).replicas()).isEqualTo(4);
            assertThat(sets.get(0).metadata().name()).matches("web-[bcdf24-9]+");
            assertThat(all(plane, caller, Resource.PODS, Pod.class)).hasSize(4);
        }
    }

    @Test
    void anotherTemplateIsRolledOutWithoutLosingMoreThanAQuarter() {
        ControlPlane plane = active(3, 1);
        workers(plane, 3);
        ApiCaller caller = ApiCaller.on(plane);
        create(plane, caller, Deployment.of("default", "web", 8, 100));
        plane.run(20);
        caller.ask(
                plane,
                id -> new ApiRequest.PatchObject(
                        id,
                        new ObjectKey(Resource.DEPLOYMENTS, "default", "web"),
                        new Patch.PodTemplate(200),
                        Duration.ZERO));
        int least = 8;
        int most = 0;
        for (int i = 0; i < 400; i++) {
            plane.run(0.1);
            List<Pod> pods = plane.etcd.values("/registry/pods/").stream()
                    .map(Pod.class::cast)
                    .toList();
            least = Math.min(least, (int) pods.stream()
                    .filter(p -> p.ready() && !p.metadata().isDeleting())
                    .count());
            most = Math.max(most, (int)
                    pods.stream().filter(p -> !p.metadata().isDeleting()).count());
        }
        assertThat(least).as("maxUnavailable 25 %").isGreaterThanOrEqualTo(6);
        assertThat(most).as("maxSurge 25 %").isBetween(9, 10);
        assertThat(all(plane, caller, Resource.PODS, Pod.class)).hasSize(8).allMatch(p -> p.cpuMillis() == 200);
        assertThat(all(plane, caller, Resource.REPLICASETS, ReplicaSet.class))
                .extracting(ReplicaSet::replicas)
                .containsExactlyInAnyOrder(0, 8);
    }

    @Test
    void aQuotaIsNeverOvershotByTwoControllersAndIsReplenished() {
        ControlPlane plane = active(4, 2);
        ApiCaller caller = ApiCaller.on(plane);
        create(plane, caller, Namespace.of("team"));
        create(plane, caller, ResourceQuota.of("team", "pods", 5));
        plane.run(2);
        create(plane, caller, ReplicaSet.of("team", "web", 8, 100));
        plane.run(20);
        List<Pod> pods = all(plane, caller, Resource.PODS, Pod.class);
        assertThat(pods).hasSize(5);
        ResourceQuota quota = (ResourceQuota)
                plane.etcd.value("/registry/resourcequotas/team/pods").orElseThrow();
        assertThat(quota.usedPods()).isEqualTo(5);
        assertThat(plane.events(
                        WriteRefused.class, e -> e.reason().contains("exceeded quota: pods, requested: pods=1")))
                .isNotEmpty();
        int created = plane.events(PodCreated.class, e -> true).size();
        caller.ask(plane, id -> new ApiRequest.Delete(id, pods.get(0).key(), "", true, Duration.ZERO));
        plane.run(600); // the ReplicaSet's own retry backs off to minutes
        assertThat(plane.events(PodCreated.class, e -> true).size()).isGreaterThan(created);
        assertThat(all(plane, caller, Resource.PODS, Pod.class)).hasSize(5);
    }

    @Test
    void twoTokenControllersMakeSecretsTwiceAndTakeThemBack() {
        int doubled = 0;
        for (int active = 1; active <= 2; active++) {
            ControlPlane plane = active(5, active, "client-go=0.20");
            ApiCaller caller = ApiCaller.on(plane);
            for (int i = 0; i < 10; i++) {
                create(plane, caller, Namespace.of("team" + i));
            }
            plane.run(20);
            List<ServiceAccount> accounts = all(plane, caller, Resource.SERVICEACCOUNTS, ServiceAccount.class);
            List<Secret> secrets = all(plane, caller, Resource.SECRETS, Secret.class);
            assertThat(accounts)
                    .hasSizeGreaterThanOrEqualTo(10)
                    .allMatch(a -> a.secrets().size() == 1);
            assertThat(secrets).hasSameSizeAs(accounts);
            assertThat(secrets).allMatch(s -> s.metadata().name().matches("default-token-\\w{5}"));
            int made = plane.events(
                            ObjectChanged.class,
                            e -> e.object().startsWith("secrets/") && e.what().equals("created"))
                    .size();
            if (active == 1) {
                assertThat(made).isEqualTo(accounts.size());
            } else {
                doubled = made - accounts.size();
            }
        }
        assertThat(doubled).as("secrets made twice by two controllers").isPositive();
    }

    @Test
    void laterVersionsMakeNoTokensByThemselves() {
        ControlPlane plane = active(6, 1);
        ApiCaller caller = ApiCaller.on(plane);
        create(plane, caller, Namespace.of("team"));
        plane.run(10);
        assertThat(all(plane, caller, Resource.SERVICEACCOUNTS, ServiceAccount.class))
                .isNotEmpty();
        assertThat(all(plane, caller, Resource.SECRETS, Secret.class)).isEmpty();
    }

    @Test
    void requestsOfTheHowTosGroupAreApprovedAndSignedOnce() {
        ControlPlane plane = active(7, 2);
        ApiCaller caller = ApiCaller.on(plane);
        create(plane, caller, CertificateSigningRequest.of("a", "system:bootstrap:a", List.of("system:bootstrappers")));
        create(plane, caller, CertificateSigningRequest.of("b", "mallory", List.of("system:authenticated")));
        plane.run(10);
        CertificateSigningRequest approved = (CertificateSigningRequest)
                plane.etcd.value("/registry/certificatesigningrequests/a").orElseThrow();
        CertificateSigningRequest other = (CertificateSigningRequest)
                plane.etcd.value("/registry/certificatesigningrequests/b").orElseThrow();
        assertThat(approved.approved() && approved.issued()).isTrue();
        assertThat(other.approved() || other.issued()).isFalse();
        for (String what : List.of("approved", "issued")) {
            assertThat(plane.events(ObjectChanged.class, e -> e.what().equals(what)))
                    .hasSize(1);
        }
    }

    @Test
    void clusterInfoIsSignedByTokensThatMayAndExpiredOnesAreDeleted() {
        ControlPlane plane = active(8, 2);
        ApiCaller caller = ApiCaller.on(plane);
        SimTime soon = plane.lab.now().plus(Duration.ofSeconds(30));
        create(plane, caller, new BootstrapToken("aaaaaa", "key", Optional.empty(), true).toSecret());
        create(plane, caller, new BootstrapToken("bbbbbb", "key", Optional.of(soon), true).toSecret());
        create(plane, caller, new BootstrapToken("cccccc", "key", Optional.empty(), false).toSecret());
        create(plane, caller, ConfigMap.of("kube-public", "cluster-info", Map.of("kubeconfig", "server")));
        plane.run(5);
        assertThat(info(plane).data()).containsOnlyKeys("kubeconfig", "jws-kubeconfig-aaaaaa", "jws-kubeconfig-bbbbbb");
        assertThat(info(plane).data().get("jws-kubeconfig-aaaaaa")).startsWith("aaaaaa..");
        plane.run(40);
        assertThat(all(plane, caller, Resource.SECRETS, Secret.class))
                .extracting(s -> s.metadata().name())
                .containsExactly("bootstrap-token-aaaaaa", "bootstrap-token-cccccc");
        assertThat(info(plane).data()).containsOnlyKeys("kubeconfig", "jws-kubeconfig-aaaaaa");
    }

    private static ConfigMap info(ControlPlane plane) {
        return (ConfigMap) plane.etcd
                .value("/registry/configmaps/kube-public/cluster-info")
                .orElseThrow();
    }

    @Test
    void withoutTheirNamesBootstrapControllersDoNotRun() {
        ControlPlane plane = active(9, 1, "controllers=*");
        ApiCaller caller = ApiCaller.on(plane);
        create(plane, caller, new BootstrapToken("bbbbbb", "key", Optional.of(SimTime.ZERO), true).toSecret());
        create(plane, caller, ConfigMap.of("kube-public", "cluster-info", Map.of("kubeconfig", "server")));
        plane.run(60);
        assertThat(info(plane).data()).containsOnlyKeys("kubeconfig");
        assertThat(all(plane, caller, Resource.SECRETS, Secret.class)).hasSize(1);
    }

    @Test
    void aReplicaSetsPodsAreSpreadEvenWhereOthersTakeMoreCpu() {
        ControlPlane plane = active(10, 1);
        workers(plane, 3);
        ApiCaller caller = ApiCaller.on(plane);
        create(plane, caller, Pod.of("default", "big", 1_500));
        plane.run(5);
        create(plane, caller, ReplicaSet.of("default", "web", 6, 100));
        plane.run(15);
        Map<String, Integer> spread = new TreeMap<>();
        for (Pod pod : all(plane, caller, Resource.PODS, Pod.class)) {
            if (pod.metadata().owner().isPresent()) {
                spread.merge(pod.nodeName(), 1, Integer::sum);
            }
        }
        assertThat(spread).hasSize(3);
        assertThat(new TreeSet<>(spread.values())).containsExactly(2);
    }
}
