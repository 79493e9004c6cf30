package dev.quorate.model.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.ProcessSpec;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Namespace;
import dev.quorate.model.kubernetes.api.Node;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.Pod;
import dev.quorate.model.kubernetes.api.ReplicaSet;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.kubelet.Kubelet;
import dev.quorate.trace.KubernetesEvent.PodCreated;
import dev.quorate.trace.KubernetesEvent.PodDeleted;
import dev.quorate.trace.KubernetesEvent.PodRunning;
import dev.quorate.trace.KubernetesEvent.PodStopped;
import dev.quorate.trace.KubernetesEvent.TolerationExpired;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pods on workers, from a ReplicaSet to a running container and back. */
class WorkersTest {

    private static final String MASTER = ControlPlane.MASTERS.get(0);

    private static ControlPlane cluster(long seed, int workers, KubeletSettings kubelet) {
        ControlPlane plane = new ControlPlane(seed);
        plane.apiserverArguments = Map.of("default-unreachable-toleration-seconds", "30");
        plane.apiserver().run(3);
        plane.controllerManager(MASTER).scheduler(MASTER);
        for (int i = 1; i <= workers; i++) {
            String name = "k8s-node0" + i;
            plane.lab.host(name, Map.of("service", "192.168.16." + i));
            plane.pki
                    .files(name, List.of())
                    .forEach((path, content) -> plane.lab.kernel(name).writeFile(path, content));
            plane.lab.start(name, "kubelet", () -> new Kubelet(ProcessSpec.of("kubelet"), kubelet));
        }
        return plane.run(10);
    }

    private static ApiCaller web(ControlPlane plane, int replicas) {
        ApiCaller caller = ApiCaller.on(plane);
        caller.ask(
                plane, id -> new ApiRequest.Create(id, ReplicaSet.of("default", "web", replicas, 100), Duration.ZERO));
        return caller;
    }

    private static List<Pod> pods(ControlPlane plane, ApiCaller caller) {
        return caller
                .ask(plane, id -> new ApiRequest.ListAll(id, Resource.PODS, "", ApiRequest.MOST_RECENT, Duration.ZERO))
                .items()
                .stream()
                .map(Pod.class::cast)
                .toList();
    }

    @Test
    void aReplicaSetsPodsAreCreatedBoundAndRun() {
        ControlPlane plane = cluster(1, 3, KubeletSettings.defaults());
        ApiCaller caller = web(plane, 6);
        plane.run(10);
        assertThat(plane.events(PodRunning.class, e -> true)).hasSize(6);
        assertThat(pods(plane, caller)).hasSize(6).allMatch(Pod::ready);
        for (int i = 1; i <= 3; i++) {
            String node = "k8s-node0" + i;
            assertThat(pods(plane, caller).stream().filter(p -> p.nodeName().equals(node)))
                    .hasSize(2);
        }
        ReplicaSet set = (ReplicaSet)
                plane.etcd.value("/registry/replicasets/default/web").orElseThrow();
        assertThat(set.readyReplicas()).isEqualTo(6);
    }

    @Test
    void aDeletedPodIsStoppedThenRemovedAndReplaced() {
        ControlPlane plane = cluster(2, 2, KubeletSettings.defaults());
        ApiCaller caller = web(plane, 2);
        plane.run(10);
        Pod pod = pods(plane, caller).get(0);
        caller.ask(
                plane, id -> new ApiRequest.Delete(id, pod.key(), pod.metadata().uid(), false, Duration.ZERO));
        plane.run(10);
        TraceRecord stopped = plane.events(PodStopped.class, e -> true).get(0);
        TraceRecord removed =
                plane.events(PodDeleted.class, PodDeleted::removed).get(0);
        assertThat(stopped.at()).isLessThan(removed.at());
        assertThat(pods(plane, caller)).hasSize(2).allMatch(Pod::ready);
        assertThat(plane.events(PodCreated.class, e -> true)).hasSize(3);
    }

    @Test
    void aDeadNodesPodsAreReplacedAfterGraceAndTolerationAndStayTerminatingUntilItIsBack() {
        ControlPlane plane = cluster(3, 3, KubeletSettings.defaults());
        ApiCaller caller = web(plane, 6);
        plane.run(10);
        double dead = plane.lab.now().toSeconds();
        plane.lab.powerOff("k8s-node01");
        plane.run(120);
        List<TraceRecord> expired = plane.events(TolerationExpired.class, e -> true);
        assertThat(expired).hasSize(2);
        // 50 s grace less the age of the renewal, a pass of 5 s to Unknown and one to the taint, 30 s toleration
        assertThat(expired.get(0).at().toSeconds() - dead).isBetween(70.0, 91.0);
        assertThat(pods(plane, caller).stream().filter(p -> p.metadata().isDeleting()))
                .hasSize(2);
        assertThat(pods(plane, caller).stream().filter(Pod::ready)).hasSize(6);

        plane.lab.start(
                "k8s-node01",
                "kubelet-again",
                () -> new Kubelet(ProcessSpec.of("kubelet"), KubeletSettings.defaults()));
        plane.run(30);
        assertThat(pods(plane, caller)).hasSize(6).allMatch(Pod::ready);
        Node node = (Node) plane.etcd.value("/registry/minions/k8s-node01").orElseThrow();
        assertThat(node.ready()).isEqualTo(Node.Ready.TRUE);
        assertThat(node.taints()).isEmpty();
    }

    @Test
    void aTerminatingNamespaceIsEmptiedAndRemoved() {
        ControlPlane plane = cluster(4, 2, KubeletSettings.defaults());
        ApiCaller caller = ApiCaller.on(plane);
        caller.ask(plane, id -> new ApiRequest.Create(id, Namespace.of("shop"), Duration.ZERO));
        plane.run(1);
        caller.ask(plane, id -> new ApiRequest.Create(id, ReplicaSet.of("shop", "web", 4, 100), Duration.ZERO));
        plane.run(10);
        assertThat(pods(plane, caller)).hasSize(4);
        caller.ask(
                plane,
                id -> new ApiRequest.Delete(
                        id, ObjectKey.of(Resource.NAMESPACES, "", "shop"), "", false, Duration.ZERO));
        plane.run(40);
        assertThat(plane.etcd.value("/registry/namespaces/shop")).isEmpty();
        assertThat(pods(plane, caller)).isEmpty();
        assertThat(plane.events(PodStopped.class, e -> true)).hasSize(4);
    }

    @Test
    void podsOfANodeThatWasDeletedAreCollected() {
        ControlPlane plane = cluster(5, 2, KubeletSettings.defaults());
        ApiCaller caller = web(plane, 4);
        plane.run(10);
        plane.lab.powerOff("k8s-node02");
        caller.ask(plane, id -> new ApiRequest.Delete(id, ObjectKey.node("k8s-node02"), "", false, Duration.ZERO));
        plane.run(90);
        assertThat(pods(plane, caller)).hasSize(4).allMatch(p -> p.nodeName().equals("k8s-node01"));
    }

    @Test
    void anIdleKubeletWritesItsLeaseOnceInTenSeconds() {
        ControlPlane plane = cluster(6, 1, KubeletSettings.defaults());
        plane.run(30);
        String lease = "/registry/leases/kube-node-lease/k8s-node01";
        long leaseBefore = plane.etcd.version(lease);
        long nodeBefore = plane.etcd.version("/registry/minions/k8s-node01");
        plane.run(200);
        assertThat(plane.etcd.version(lease) - leaseBefore).isBetween(19L, 20L);
        assertThat(plane.etcd.version("/registry/minions/k8s-node01")).isEqualTo(nodeBefore);
    }
}
