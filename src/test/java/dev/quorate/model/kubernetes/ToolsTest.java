package dev.quorate.model.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.model.kubernetes.api.Deployment;
import dev.quorate.model.kubernetes.tools.Kubectl;
import dev.quorate.model.kubernetes.tools.Prober;
import dev.quorate.trace.ClientEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolsTest {

    private static ControlPlane kubectl(ControlPlane plane, String command) {
        ProcessSpec spec = new ProcessSpec("kubectl", "kubectl", Map.of("command", command));
        return plane.start("client", "kubectl", new Kubectl(spec)).run(1);
    }

    private static List<String> errors(ControlPlane plane) {
        return plane.events(ClientEvent.ErrorSeen.class, e -> e.target().equals("kubectl")).stream()
                .map(r -> ((ClientEvent.ErrorSeen) r.event()).error())
                .toList();
    }

    @Test
    void kubectlCreatesAndScales() {
        ControlPlane plane = new ControlPlane(1).apiserver().run(3);
        kubectl(plane, "create deployment web --replicas=3 --cpu=100");
        kubectl(plane, "scale deployment web --replicas=5");
        Deployment web = (Deployment)
                plane.etcd.value("/registry/deployments/default/web").orElseThrow();
        assertThat(web.replicas()).isEqualTo(5);
        assertThat(errors(plane)).isEmpty();
        assertThat(plane.lab.isRunning("client", "kubectl")).isFalse();
    }

    @Test
    void kubectlSaysWhatIsWrong() {
        ControlPlane plane = new ControlPlane(1).apiserver().run(3);
        kubectl(plane, "delete lease kube-scheduler -n kube-system");
        kubectl(plane, "frobnicate nodes x");
        kubectl(plane, "get frobs");
        plane.kill(ControlPlane.MASTERS.get(0), "kube-apiserver");
        kubectl(plane, "get nodes");
        assertThat(errors(plane))
                .containsExactly(
                        "Error from server (NotFound): leases.coordination.k8s.io \"kube-scheduler\" not found",
                        "error: unknown command \"frobnicate\" for \"kubectl\"",
                        "error: the server doesn't have a resource type \"frobs\"",
                        "Unable to connect to the server: dial tcp 192.168.15.200:6443: connect: connection refused");
    }

    @Test
    void theProberNotesOutagesOnly() {
        ControlPlane plane = new ControlPlane(1).apiserver().run(3);
        plane.start("client", "prober", new Prober(ProcessSpec.of("prober"), ProberSettings.defaults()));
        plane.run(30);
        int quiet = plane.lab.trace(ClientEvent.class).size();
        assertThat(quiet).isEqualTo(3);
        plane.lab.signal(ControlPlane.MASTERS.get(0), "kube-apiserver", Signal.STOP);
        plane.run(10);
        plane.lab.signal(ControlPlane.MASTERS.get(0), "kube-apiserver", Signal.CONT);
        plane.run(5);
        List<String> changes = plane.events(ClientEvent.AvailabilityChanged.class, e -> true).stream()
                .skip(2)
                .map(r -> Math.round(r.at().toSeconds()) + " " + r.event().describe())
                .toList();
        assertThat(changes).hasSize(4);
        assertThat(plane.events(ClientEvent.WriteSucceeded.class, e -> true)).hasSize(2);
    }
}
