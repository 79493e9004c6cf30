package dev.quorate.model.kubernetes.calibration;

import dev.quorate.model.Endpoint;
import dev.quorate.model.Lab;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.model.kubernetes.FakeEtcd;
import dev.quorate.model.kubernetes.KubeApiserverSettings;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.model.kubernetes.apiserver.KubeApiserver;
import dev.quorate.model.kubernetes.pki.ClusterPki;
import dev.quorate.model.kubernetes.pki.Kubeconfig;
import dev.quorate.model.kubernetes.pki.PrivateKey;
import dev.quorate.model.kubernetes.tools.Kubectl;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import dev.quorate.trace.LeaderElectionEvent.LeadershipEnded;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.LeaderElectionEvent.LeaseAnswered;
import dev.quorate.trace.LeaderElectionEvent.LeaseCalled;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One leader and two standbys on the bench, each behind a proxy of its own to a real apiserver over a store that answers
 * at once; then a fault, uniform over the leader's renewal phase.
 */
public final class ElectionTrial {

    static final List<String> CANDIDATES = List.of("c1", "c2", "c3");
    private static final String WORKER = "worker";

    final Lab lab;
    final FakeEtcd etcd = new FakeEtcd();
    final String leader;
    double faultAt;
    private final RandomStream random;
    private final Map<String, Double> killed = new LinkedHashMap<>();
    private final List<double[]> pauses = new ArrayList<>();

    ElectionTrial(long seed, Worker.Flags flags) {
        this(seed, flags, 10, bench -> {});
    }

    /**
     * @param settle seconds of steady state before the fault's phase is drawn
     * @param clocks sets the hosts' clocks before the candidates start
     */
    ElectionTrial(long seed, Worker.Flags flags, double settle, Consumer<Lab> clocks) {
        random = RandomStream.of(seed * 7_919 + 17);
        lab = new Lab(seed).latency(Duration.ofNanos(1_200_000), Duration.ofNanos(2_000_000));
        List<String> names = List.of("10.0.0.1", "10.0.0.2", "10.0.0.3");
        ClusterPki pki = new ClusterPki("https://10.0.0.10:6443", names, Duration.ofDays(365));
        lab.host("api", Map.of("lan", "10.0.0.10")).host("store", Map.of("lan", "10.0.0.11"));
        lab.host("client", Map.of("lan", "10.0.0.12"));
        for (int i = 0; i < CANDIDATES.size(); i++) {
            lab.host(CANDIDATES.get(i), Map.of("lan", names.get(i)));
            lab.kernel(CANDIDATES.get(i))
                    .writeFile(
                            "/etc/worker.conf",
                            Kubeconfig.of(
                                    "system:kube-scheduler",
                                    "https://" + names.get(i) + ":" + Proxy.PORT,
                                    pki.certificateAuthority(),
                                    pki.client("system:kube-scheduler"),
                                    new PrivateKey("system:kube-scheduler")));
        }
        for (String host : List.of("api", "client")) {
            pki.files(host, List.of("10.0.0.10"))
                    .forEach((path, content) -> lab.kernel(host).writeFile(path, content));
        }
        lab.start("store", "etcd", () -> etcd);
        ProcessSpec spec =
                new ProcessSpec("kube-apiserver", "kube-apiserver", Map.of("etcd-servers", "http://10.0.0.11:2379"));
        lab.start("api", "kube-apiserver", () -> new KubeApiserver(spec, KubeApiserverSettings.defaults()));
        run(3);
        for (String candidate : CANDIDATES) {
            lab.start(candidate, "proxy", () -> new Proxy(new Endpoint("10.0.0.10", 6_443)));
        }
        clocks.accept(lab);
        run(0.1);
        start(CANDIDATES.get(0), flags);
        run(0.3);
        start(CANDIDATES.get(1), flags);
        start(CANDIDATES.get(2), flags);
        run(settle + 2.1 * random.nextDouble());
        leader = leaders(0).get(0);
        faultAt = now();
    }

    void start(String candidate, Worker.Flags flags) {
        lab.start(candidate, WORKER, () -> new Worker(flags));
    }

    double now() {
        return lab.now().toSeconds();
    }

    ElectionTrial run(double seconds) {
        lab.runUntil(new SimTime(lab.now().micros() + Math.round(seconds * 1e6)));
        return this;
    }

    void kill(String host) {
        killed.put(host, now());
        lab.signal(host, WORKER, Signal.KILL);
    }

    void signal(String host, Signal signal) {
        lab.signal(host, WORKER, signal);
    }

    /** SIGSTOP, that long, SIGCONT. */
    void pause(String host, double seconds) {
        pause(host, seconds, (trial, h) -> {});
    }

    void pause(String host, double seconds, BiConsumer<ElectionTrial, String> beforeCont) {
        double from = now();
        signal(host, Signal.STOP);
        run(seconds);
        beforeCont.accept(this, host);
        pauses.add(new double[] {from, now()});
        signal(host, Signal.CONT);
    }

    void refuse(String host) {
        lab.signal(host, "proxy", Signal.KILL);
    }

    void hang(String host) {
        lab.signal(host, "proxy", Signal.STOP);
    }

    void unhang(String host) {
        lab.signal(host, "proxy", Signal.CONT);
    }

    void kubectl(String command) {
        ProcessSpec spec = new ProcessSpec("kubectl", "kubectl", Map.of("command", command));
        lab.start("client", "kubectl", () -> new Kubectl(spec));
    }

    Lease lease() {
        return (Lease) etcd.value("/registry/leases/kube-system/worker").orElseThrow();
    }

    <E extends TraceEvent> List<TraceRecord> events(Class<E> type, Predicate<TraceRecord> fits) {
        return lab.trace(type).stream().filter(fits).toList();
    }

    /** Hosts in the order in which they began to lead since then. */
    List<String> leaders(double since) {
        return events(LeadershipStarted.class, r -> r.at().toSeconds() > since).stream()
                .map(TraceRecord::host)
                .toList();
    }

    /** Seconds from the fault until another candidate leads, or NaN. */
    double takeover() {
        return events(
                        LeadershipStarted.class,
                        r -> r.at().toSeconds() >= faultAt && !r.host().equals(leader))
                .stream()
                .mapToDouble(r -> r.at().toSeconds() - faultAt)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** When the old leader last had a renewal answered before it stopped or was silenced. */
    double lastRenewal() {
        double end = Math.min(oldEnd(), killed.getOrDefault(leader, Double.MAX_VALUE));
        double limit = Double.isNaN(end) ? Double.MAX_VALUE : end;
        List<TraceRecord> renewals = events(
                LeaseAnswered.class,
                r -> r.host().equals(leader)
                        && r.at().toSeconds() <= limit
                        && ((LeaseAnswered) r.event()).status() == 200
                        && ((LeaseAnswered) r.event()).verb().equals("update")
                        && !((LeaseAnswered) r.event()).holderIdentity().isEmpty());
        return renewals.get(renewals.size() - 1).at().toSeconds();
    }

    /** Whether the fault met the leader between a call and its answer. */
    boolean wasInCall() {
        long called = events(LeaseCalled.class, r -> r.host().equals(leader) && r.at().toSeconds() <= faultAt)
                .size();
        long answered = events(LeaseAnswered.class, r -> r.host().equals(leader) && r.at().toSeconds() <= faultAt)
                .size();
        return called > answered;
    }

    /** When the old leader's context was cancelled after the fault, or NaN. */
    double oldEnd() {
        return events(LeadershipEnded.class, r -> r.host().equals(leader) && r.at().toSeconds() >= faultAt).stream()
                .mapToDouble(r -> r.at().toSeconds())
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Seconds in which the old leader worked beside another. */
    double overlap() {
        return overlap(true);
    }

    /** Seconds in which any two worked, counted for each pair. */
    double overlapOfAny() {
        return overlap(false);
    }

    private double overlap(boolean ofOldLeader) {
        List<double[]> works = new ArrayList<>();
        List<String> who = new ArrayList<>();
        for (TraceRecord started : lab.trace(LeadershipStarted.class)) {
            double from = started.at().toSeconds();
            double to =
                    events(LeadershipEnded.class, r -> r.host().equals(started.host()) && r.at().toSeconds() >= from)
                            .stream()
                            .mapToDouble(r -> r.at().toSeconds())
                            .findFirst()
                            .orElse(Math.min(now(), killed.getOrDefault(started.host(), Double.MAX_VALUE)));
            double begin = from;
            for (double[] pause : pauses) {
                if (started.host().equals(leader) && pause[0] >= begin && pause[0] < to) {
                    works.add(new double[] {begin, pause[0]});
                    who.add(started.host());
                    begin = pause[1];
                }
            }
            works.add(new double[] {begin, to});
            who.add(started.host());
        }
        double both = 0;
        for (int i = 0; i < works.size(); i++) {
            for (int j = i + 1; j < works.size(); j++) {
                if (who.get(i).equals(who.get(j))
                        || (ofOldLeader
                                && !who.get(i).equals(leader)
                                && !who.get(j).equals(leader))) {
                    continue;
                }
                both += Math.max(
                        0, Math.min(works.get(i)[1], works.get(j)[1]) - Math.max(works.get(i)[0], works.get(j)[0]));
            }
        }
        return both;
    }

    double pauseEnd() {
        return pauses.get(pauses.size() - 1)[1];
    }
}
