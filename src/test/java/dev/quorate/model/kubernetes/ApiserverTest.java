package dev.quorate.model.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.Signal;
import dev.quorate.model.kubernetes.api.ApiAnswer.Change;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.ConfigMap;
import dev.quorate.model.kubernetes.api.Endpoints;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.model.kubernetes.api.Node;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.Patch;
import dev.quorate.model.kubernetes.api.Pod;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.time.SimTime;
import dev.quorate.trace.KubernetesEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiserverTest {

    private static final Duration NONE = Duration.ZERO;
    private final ControlPlane plane = new ControlPlane(7).apiserver().run(3);
    private final ApiCaller caller = ApiCaller.on(plane);

    private ApiResponse get(ObjectKey key) {
        return caller.ask(plane, id -> new ApiRequest.Get(id, key, ApiRequest.MOST_RECENT, NONE));
    }

    private ApiResponse create(dev.quorate.model.kubernetes.api.ApiObject object) {
        return caller.ask(plane, id -> new ApiRequest.Create(id, object, NONE));
    }

    private ApiResponse update(dev.quorate.model.kubernetes.api.ApiObject object) {
        return caller.ask(plane, id -> new ApiRequest.Update(id, object, NONE));
    }

    private ApiResponse patch(ObjectKey key, Patch patch) {
        return caller.ask(plane, id -> new ApiRequest.PatchObject(id, key, patch, NONE));
    }

    private ApiResponse delete(ObjectKey key) {
        return caller.ask(plane, id -> new ApiRequest.Delete(id, key, "", false, NONE));
    }

    private ApiResponse bind(Pod pod, String node) {
        return caller.ask(
                plane, id -> new ApiRequest.Bind(id, pod.key(), pod.metadata().uid(), node, NONE));
    }

    private static Lease lease(String holder) {
        return new Lease(Lease.empty("kube-system", "x").metadata(), holder, 15, SimTime.ZERO, SimTime.ZERO, 0);
    }

    @Test
    void whatIsThereIsNotCreatedAgain() {
        assertThat(create(lease("a")).status()).isEqualTo(201);
        ApiResponse second = create(lease("b"));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.message()).isEqualTo("leases.coordination.k8s.io \"x\" already exists");
    }

    @Test
    void aStaleResourceVersionIsAConflict() {
        Lease first = create(lease("a")).as(Lease.class);
        Lease second = update(first.withHolderIdentity("b")).as(Lease.class);
        assertThat(second.metadata().resourceVersion())
                .isGreaterThan(first.metadata().resourceVersion());
        ApiResponse stale = update(first.withHolderIdentity("c"));
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.message())
                .isEqualTo("Operation cannot be fulfilled on leases.coordination.k8s.io \"x\": the object has been"
                        + " modified; please apply your changes to the latest version and try again");
        assertThat(plane.events(KubernetesEvent.WriteRefused.class, e -> e.status() == 409))
                .hasSize(1);
    }

    @Test
    void aDeletedLeaseIsAConflictOfUids() {
        Lease first = create(lease("a")).as(Lease.class);
        assertThat(delete(first.key()).status()).isEqualTo(200);
        assertThat(get(first.key()).message()).isEqualTo("leases.coordination.k8s.io \"x\" not found");
        ApiResponse gone = update(first.withHolderIdentity("b"));
        assertThat(gone.status()).isEqualTo(409);
        assertThat(gone.message())
                .contains("Precondition failed: UID in precondition: "
                        + first.metadata().uid());
        create(lease("b"));
        assertThat(update(first.withHolderIdentity("a")).message()).contains("Precondition failed");
    }

    @Test
    void aPodIsBoundOnceOnly() {
        Pod pod = create(Pod.of("default", "p-", 100)).as(Pod.class);
        assertThat(pod.metadata().name()).matches("p-[a-z0-9]{5}");
        assertThat(bind(pod, "n1").status()).isEqualTo(201);
        ApiResponse again = bind(pod, "n2");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.message()).endsWith("is already assigned to node \"n1\"");
        assertThat(plane.events(KubernetesEvent.PodBound.class, e -> true)).hasSize(1);
    }

    @Test
    void admissionGivesPodsTheirTolerations() {
        Pod pod = create(Pod.of("default", "p", 100)).as(Pod.class);
        assertThat(pod.tolerations())
                .extracting(Pod.Toleration::tolerationSeconds)
                .containsExactly(300, 300);
    }

    @Test
    void aNodesPodCidrNeverChanges() {
        create(Node.of("n1", 1_000, 110));
        assertThat(patch(ObjectKey.node("n1"), new Patch.PodCidr("10.244.0.0/24"))
                        .status())
                .isEqualTo(200);
        ApiResponse second = patch(ObjectKey.node("n1"), new Patch.PodCidr("10.244.1.0/24"));
        assertThat(second.status()).isEqualTo(422);
        assertThat(second.message())
                .contains("Forbidden: node updates may not change podCIDR except from \"\" to valid");
        assertThat(plane.events(KubernetesEvent.PodCidrAssigned.class, e -> true))
                .hasSize(1);
    }

    @Test
    void aBoundPodIsMarkedAndRemovedByForceOnly() {
        Pod pod = create(Pod.of("default", "p", 100)).as(Pod.class);
        bind(pod, "n1");
        assertThat(delete(pod.key()).as(Pod.class).metadata().isDeleting()).isTrue();
        assertThat(get(pod.key()).status()).isEqualTo(200);
        caller.ask(plane, id -> new ApiRequest.Delete(id, pod.key(), "", true, NONE));
        assertThat(get(pod.key()).status()).isEqualTo(404);
        assertThat(bind(pod, "n2").status()).isEqualTo(404);
    }

    @Test
    void anUnboundPodIsRemovedAtOnce() {
        Pod pod = create(Pod.of("default", "p", 100)).as(Pod.class);
        delete(pod.key());
        assertThat(get(pod.key()).status()).isEqualTo(404);
    }

    @Test
    void objectsNeedTheirNamespace() {
        assertThat(create(Pod.of("nowhere", "p", 1)).message()).isEqualTo("namespaces \"nowhere\" not found");
    }

    @Test
    void aWatchTellsWhatHappensFromItsResourceVersionOn() {
        ApiResponse list =
                caller.ask(plane, id -> new ApiRequest.ListAll(id, Resource.PODS, "", ApiRequest.MOST_RECENT, NONE));
        Pod pod = create(Pod.of("default", "p", 100)).as(Pod.class);
        caller.watch(plane, id -> new ApiRequest.Watch(id, Resource.PODS, "", list.resourceVersion()));
        bind(pod, "n1");
        caller.ask(plane, id -> new ApiRequest.Delete(id, pod.key(), "", true, NONE));
        plane.run(0.1);
        assertThat(caller.events)
                .extracting(e -> e.change())
                .containsExactly(Change.ADDED, Change.MODIFIED, Change.DELETED);
    }

    @Test
    void aWatchFromBeforeTheHistoryIsGone() {
        caller.watch(plane, id -> new ApiRequest.Watch(id, Resource.PODS, "", 1));
        for (int i = 0; i < 1_100; i++) {
            String name = "m" + i;
            create(ConfigMap.of("default", name, Collections.emptySortedMap()));
        }
        int before = caller.answers.size();
        caller.watch(plane, id -> new ApiRequest.Watch(id, Resource.PODS, "", 2));
        plane.run(0.1);
        assertThat(caller.answers.get(before).status()).isEqualTo(410);
    }

    @Test
    void withoutAQuorumOnlyTheCacheAnswers() {
        plane.etcd.quorum = false;
        ObjectKey system = new ObjectKey(Resource.NAMESPACES, "", "kube-system");
        assertThat(caller.ask(plane, id -> new ApiRequest.Get(id, system, ApiRequest.ANY, NONE))
                        .status())
                .isEqualTo(200);
        ApiResponse write = create(lease("a"));
        assertThat(write.status()).isEqualTo(500);
        assertThat(write.message()).isEqualTo("etcdserver: request timed out");
        ApiResponse short5 = caller.ask(plane, id -> new ApiRequest.Create(id, lease("a"), Duration.ofSeconds(5)));
        assertThat(short5.status()).isEqualTo(504);
        assertThat(caller.ask(plane, id -> new ApiRequest.Probe(id, "/livez", List.of(), NONE))
                        .status())
                .isEqualTo(500);
        assertThat(caller.ask(plane, id -> new ApiRequest.Probe(id, "/livez", List.of("etcd"), NONE))
                        .status())
                .isEqualTo(200);
        plane.etcd.quorum = true;
        assertThat(create(lease("a")).status()).isEqualTo(201);
    }

    @Test
    void aDeadApiserverLeavesTheEndpointsAfterFifteenSeconds() {
        ControlPlane two = new ControlPlane(8)
                .apiserver()
                .apiserver(ControlPlane.MASTERS.get(1))
                .run(16);
        assertThat(endpoints(two).addresses()).containsExactly("192.168.15.201", "192.168.15.202");
        two.kill(ControlPlane.MASTERS.get(1), "kube-apiserver").run(3);
        assertThat(endpoints(two).addresses()).hasSize(2);
        two.run(24);
        assertThat(endpoints(two).addresses()).containsExactly("192.168.15.201");
    }

    private static Endpoints endpoints(ControlPlane plane) {
        return (Endpoints) plane.etcd
                .value("/registry/services/endpoints/default/kubernetes")
                .orElseThrow();
    }

    @Test
    void aTerminatedApiserverTakesItselfOutAndClosesItsConnections() {
        ControlPlane two = new ControlPlane(8)
                .apiserver()
                .apiserver(ControlPlane.MASTERS.get(1))
                .run(16);
        two.lab.signal(ControlPlane.MASTERS.get(1), "kube-apiserver", Signal.TERM);
        two.run(11);
        assertThat(two.lab.isRunning(ControlPlane.MASTERS.get(1), "kube-apiserver"))
                .isFalse();
        assertThat(endpoints(two).addresses()).containsExactly("192.168.15.201");
    }

    @Test
    void aKubeletMayNotTouchTheSchedulersLease() {
        ApiCaller kubelet = ApiCaller.on(plane, ControlPlane.MASTERS.get(1), "/etc/kubernetes/kubelet.conf");
        ApiResponse forbidden =
                kubelet.ask(plane, ControlPlane.MASTERS.get(1), id -> new ApiRequest.Create(id, lease("me"), NONE));
        assertThat(forbidden.status()).isEqualTo(403);
        assertThat(forbidden.message())
                .startsWith("leases.coordination.k8s.io \"x\" is forbidden: User \"system:node:");
    }
}
