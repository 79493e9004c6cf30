package dev.quorate.model.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.golden.Golden;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.pki.Certificate;
import dev.quorate.model.kubernetes.pki.ClusterPki;
import dev.quorate.model.kubernetes.pki.Kubeconfig;
import dev.quorate.model.kubernetes.pki.PrivateKey;
import dev.quorate.model.kubernetes.tools.Kubectl;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClientEvent;
import dev.quorate.trace.KubernetesEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Certificates and kubeconfigs, made wrong in every way that the how-to's reader can. */
class TlsTest {

    private static final String MASTER = ControlPlane.MASTERS.get(0);
    private static final String SCHEDULER_CONF = ClusterPki.SCHEDULER;

    @Test
    void aVipThatIsNotInTheCertificateStopsEveryClientThatUsesIt() {
        ControlPlane plane = new ControlPlane(
                1, new ClusterPki("https://" + ControlPlane.VIP + ":6443", List.of(), Duration.ofDays(365)));
        plane.apiserver().run(3).scheduler(MASTER).run(5);
        List<String> errors = errors(plane);
        assertThat(errors)
                .containsExactly(
                        "x509: certificate is valid for 127.0.0.1, 10.96.0.1, 192.168.15.201, not" + " 192.168.15.200");
        assertThat(plane.lab.isRunning(MASTER, "kube-scheduler")).isTrue();
        ProcessSpec spec =
                new ProcessSpec("kubectl", "kubectl", Map.of("command", "get nodes", "server", "192.168.15.201"));
        plane.start("client", "kubectl", new Kubectl(spec)).run(1);
        assertThat(errors(plane)).hasSize(1);
    }

    @Test
    void certificatesAreJudgedInGosWords() {
        Golden.check("x509.txt", TlsTest::judge);
    }

    private static String judge(String command) {
        Map<String, String> given = new TreeMap<>();
        for (String word : command.split("\\s+")) {
            given.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        ClusterPki pki = ClusterPki.of(ControlPlane.VIP);
        List<String> names = given.getOrDefault("names", "").isEmpty()
                ? List.of()
                : List.of(given.getOrDefault("names", "").split(","));
        Certificate certificate = new Certificate(
                "kube-apiserver",
                List.of(),
                names,
                SimTime.ofSeconds(-3_600),
                SimTime.ofSeconds(3_600),
                "k",
                given.getOrDefault("issuer", "ca"));
        return certificate
                .verifyServer(
                        pki.certificateAuthority(),
                        given.getOrDefault("target", "192.168.15.200"),
                        SimTime.ofSeconds(Long.parseLong(given.getOrDefault("at", "0"))))
                .orElse("good");
    }

    @Test
    void aMissingKubeconfigEndsTheProcess() {
        ControlPlane plane = new ControlPlane(1).apiserver().run(3);
        plane.lab.kernel(MASTER).deleteFile(SCHEDULER_CONF);
        plane.scheduler(MASTER).run(1);
        assertThat(fatal(plane)).containsExactly("stat /etc/kubernetes/scheduler.conf: no such file or directory");
        assertThat(plane.lab.isRunning(MASTER, "kube-scheduler")).isFalse();
    }

    @Test
    void aContextThatCannotBeRightEndsTheProcess() {
        ControlPlane plane = new ControlPlane(1).apiserver().run(3);
        Kubeconfig right = plane.pki.kubeconfig("system:kube-scheduler");
        plane.lab.kernel(MASTER).writeFile(SCHEDULER_CONF, right.withCurrentContext("system:kube-scheduler"));
        plane.scheduler(MASTER).run(1);
        assertThat(fatal(plane))
                .containsExactly("invalid configuration: [context was not found for specified context:"
                        + " system:kube-scheduler, cluster has no server defined]");
    }

    @Test
    void anotherUsersKeyDoesNotFit() {
        ControlPlane plane = new ControlPlane(1).apiserver().run(3);
        Kubeconfig wrong = Kubeconfig.of(
                "system:kube-scheduler",
                plane.pki.server(),
                plane.pki.certificateAuthority(),
                plane.pki.client("system:kube-scheduler"),
                new PrivateKey("system:kube-controller-manager"));
        plane.lab.kernel(MASTER).writeFile(SCHEDULER_CONF, wrong);
        plane.scheduler(MASTER).run(1);
        assertThat(fatal(plane)).containsExactly("tls: private key does not match public key");
    }

    @Test
    void anExpiredClientCertificateIsAnsweredUnauthorized() {
        ControlPlane plane = new ControlPlane(1).apiserver().run(3);
        Certificate client = plane.pki.client("kubernetes-admin", "system:masters");
        Certificate expired = new Certificate(
                client.commonName(),
                client.organizations(),
                List.of(),
                client.notBefore(),
                SimTime.ofSeconds(1),
                client.key(),
                client.issuerKey());
        Kubeconfig config = Kubeconfig.of(
                "admin", plane.pki.server(), plane.pki.certificateAuthority(), expired, new PrivateKey(client.key()));
        plane.lab.kernel("client").writeFile(ClusterPki.ADMIN, config);
        ApiCaller caller = ApiCaller.on(plane);
        assertThat(caller.ask(
                                plane,
                                id -> new ApiRequest.ListAll(
                                        id, Resource.NODES, "", ApiRequest.MOST_RECENT, Duration.ZERO))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void anApiserverWithoutItsCertificateExits() {
        ControlPlane plane = new ControlPlane(1);
        plane.lab.kernel(MASTER).deleteFile("/etc/kubernetes/ssl/apiserver.pem");
        plane.apiserver().run(1);
        assertThat(fatal(plane)).containsExactly("open /etc/kubernetes/ssl/apiserver.pem: no such file or directory");
    }

    @Test
    void anApiserverWithoutEtcdGivesUpAfterTwentySeconds() {
        ControlPlane plane = new ControlPlane(1);
        plane.kill("store", "etcd").apiserver().run(19);
        assertThat(plane.lab.isRunning(MASTER, "kube-apiserver")).isTrue();
        plane.run(2);
        assertThat(plane.lab.isRunning(MASTER, "kube-apiserver")).isFalse();
    }

    private static List<String> errors(ControlPlane plane) {
        return plane.events(ClientEvent.ErrorSeen.class, e -> true).stream()
                .map(r -> ((ClientEvent.ErrorSeen) r.event()).error())
                .toList();
    }

    private static List<String> fatal(ControlPlane plane) {
        return plane.events(KubernetesEvent.FatalLogged.class, e -> true).stream()
                .map(r -> ((KubernetesEvent.FatalLogged) r.event()).message())
                .toList();
    }
}
