package dev.quorate.model.kubernetes.calibration;

import dev.quorate.model.Lab;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.etcd.EtcdPeer;
import dev.quorate.model.etcd.EtcdSettings;
import dev.quorate.model.etcd.server.EtcdMachine;
import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.model.kubernetes.KubeApiserverSettings;
import dev.quorate.model.kubernetes.apiserver.KubeApiserver;
import dev.quorate.model.kubernetes.pki.ClusterPki;
import dev.quorate.model.kubernetes.pki.Kubeconfig;
import dev.quorate.model.kubernetes.pki.PrivateKey;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EtcdEvent.RaftRoleChanged;
import dev.quorate.trace.LeaderElectionEvent.LeadershipEnded;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.LeaderElectionEvent.LeaseAnswered;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Three candidates over a real apiserver and three real etcd members, two of which freeze for 30 s (F40). */
final class EtcdOutageTrial {

    private static final List<String> CANDIDATES = List.of("c1", "c2", "c3");

    private final Lab lab;
    private final double froze;
    private final double thawed;

    EtcdOutageTrial(long seed) {
        lab = new Lab(seed);
        List<EtcdPeer> peers = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            peers.add(new EtcdPeer("m" + i, "10.0.0." + i));
            lab.host("m" + i, Map.of("cluster", "10.0.0." + i));
        }
        EtcdSettings etcd = Settings.defaults(EtcdSettings.class).with(Map.of("version", "3.4.23"));
        peers.forEach(p -> lab.start(p.name(), "etcd", () -> new EtcdMachine(etcd, peers, ProcessSpec.of("etcd"))));
        lab.host("api", Map.of("cluster", "10.0.0.10"));
        ClusterPki pki = new ClusterPki("https://10.0.0.10:6443", List.of(), Duration.ofDays(365));
        pki.files("api", List.of("10.0.0.10"))
                .forEach((path, content) -> lab.kernel("api").writeFile(path, content));
        ProcessSpec spec = new ProcessSpec(
                "kube-apiserver",
                "kube-apiserver",
                Map.of("etcd-servers", "http://10.0.0.1:2379,http://10.0.0.2:2379,http://10.0.0.3:2379"));
        lab.start("api", "kube-apiserver", () -> new KubeApiserver(spec, KubeApiserverSettings.defaults()));
        run(6);
        for (int i = 0; i < CANDIDATES.size(); i++) {
            String host = CANDIDATES.get(i);
            lab.host(host, Map.of("cluster", "10.0.0." + (20 + i)));
            lab.kernel(host)
                    .writeFile(
                            "/etc/worker.conf",
                            Kubeconfig.of(
                                    "system:kube-scheduler",
                                    "https://10.0.0.10:6443",
                                    pki.certificateAuthority(),
                                    pki.client("system:kube-scheduler"),
                                    new PrivateKey("system:kube-scheduler")));
            lab.start(host, "worker", () -> new Worker(Worker.Flags.of(ClientGo.V0_36, false)));
            run(0.3);
        }
        run(10 + 2.1 * RandomStream.of(seed * 31 + 7).nextDouble());
        froze = lab.now().toSeconds();
        for (String member : List.of("m2", "m3")) {
            lab.signal(member, "etcd", Signal.STOP);
        }
        run(30);
        thawed = lab.now().toSeconds();
        for (String member : List.of("m2", "m3")) {
            lab.signal(member, "etcd", Signal.CONT);
        }
        run(25);
    }

    private void run(double seconds) {
        lab.runUntil(new SimTime(lab.now().micros() + Math.round(seconds * 1e6)));
    }

    /** When the leader's work ended, seconds after its last renewal. */
    double endSinceRenewal() {
        TraceRecord ended = lab.trace(LeadershipEnded.class).get(0);
        double renewed = lab.trace(LeaseAnswered.class).stream()
                .filter(r -> r.host().equals(ended.host()) && r.at().toSeconds() < froze + 1)
                .filter(r -> ((LeaseAnswered) r.event()).status() == 200
                        && ((LeaseAnswered) r.event()).verb().equals("update"))
                .mapToDouble(r -> r.at().toSeconds())
                .max()
                .orElseThrow();
        return ended.at().toSeconds() - renewed;
    }

    /**
     * Seconds from the return of quorum until somebody leads again. The measured outage had its quorum back 0.9 s after the
     * thaw; here it may take elections of some seconds, as the survivor has gone on to raise its term.
     */
    double takeover() {
        double leads = lab.trace(LeadershipStarted.class).stream()
                .filter(r -> r.at().toSeconds() > froze)
                .mapToDouble(r -> r.at().toSeconds())
                .findFirst()
                .orElseThrow();
        double quorum = lab.trace(RaftRoleChanged.class).stream()
                .filter(r -> ((RaftRoleChanged) r.event()).role().equals("leader"))
                .mapToDouble(r -> r.at().toSeconds())
                .filter(at -> at > thawed && at < leads)
                .max()
                .orElse(thawed);
        return leads - quorum;
    }

    /** Starts and ends of leading in turn: never two at once. */
    boolean overlapped() {
        return lab.trace(LeadershipStarted.class).size()
                > lab.trace(LeadershipEnded.class).size() + 1;
    }
}
