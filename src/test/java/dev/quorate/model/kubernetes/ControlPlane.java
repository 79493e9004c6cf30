package dev.quorate.model.kubernetes;

import dev.quorate.model.Lab;
import dev.quorate.model.Machine;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.model.kubernetes.apiserver.KubeApiserver;
import dev.quorate.model.kubernetes.controllermanager.KubeControllerManager;
import dev.quorate.model.kubernetes.pki.ClusterPki;
import dev.quorate.model.kubernetes.scheduler.KubeScheduler;
import dev.quorate.time.SimTime;
import dev.quorate.trace.LeaderElectionEvent;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Three masters behind a VIP on the bench, over one store that answers at once. */
public final class ControlPlane {

    public static final String VIP = "192.168.15.200";
    public static final List<String> MASTERS = List.of("k8s-master01", "k8s-master02", "k8s-master03");

    public final Lab lab;
    public final FakeEtcd etcd = new FakeEtcd();
    public final ClusterPki pki;
    public Map<String, String> apiserverArguments = Map.of();
    public KubeControllerManagerSettings controllerManager = KubeControllerManagerSettings.defaults();
    public KubeSchedulerSettings scheduler = KubeSchedulerSettings.defaults();

    public ControlPlane(long seed) {
        this(seed, ClusterPki.of(VIP));
    }

    public ControlPlane(long seed, ClusterPki pki) {
        this.pki = pki;
        lab = new Lab(seed);
        for (int i = 0; i < MASTERS.size(); i++) {
            lab.host(MASTERS.get(i), Map.of("service", address(i)));
        }
        lab.host("store", Map.of("service", "192.168.15.250"));
        lab.host("client", Map.of("service", "192.168.15.90"));
        lab.start("store", "etcd", () -> etcd);
        for (int i = 0; i < MASTERS.size(); i++) {
            int index = i;
            pki.files(MASTERS.get(i), List.of(address(i)))
                    .forEach((path, content) -> lab.kernel(MASTERS.get(index)).writeFile(path, content));
        }
        pki.files("client", List.of())
                .forEach((path, content) -> lab.kernel("client").writeFile(path, content));
        lab.kernel(MASTERS.get(0)).addAddress(VIP);
    }

    public static String address(int master) {
        return "192.168.15.20" + (master + 1);
    }

    /** Start the apiserver on the first master: the VIP's. */
    public ControlPlane apiserver() {
        return apiserver(MASTERS.get(0));
    }

    public ControlPlane apiserver(String host) {
        java.util.TreeMap<String, String> arguments = new java.util.TreeMap<>(apiserverArguments);
        arguments.putIfAbsent("etcd-servers", "http://192.168.15.250:2379");
        ProcessSpec spec = new ProcessSpec("kube-apiserver", "kube-apiserver", arguments);
        lab.start(host, "kube-apiserver", () -> new KubeApiserver(spec, KubeApiserverSettings.defaults()));
        return this;
    }

    public ControlPlane scheduler(String host, String... arguments) {
        ProcessSpec spec = spec("kube-scheduler", arguments);
        lab.start(host, "kube-scheduler", () -> new KubeScheduler(spec, scheduler));
        return this;
    }

    public ControlPlane controllerManager(String host, String... arguments) {
        ProcessSpec spec = spec("kube-controller-manager", arguments);
        lab.start(host, "kube-controller-manager", () -> new KubeControllerManager(spec, controllerManager));
        return this;
    }

    public static ProcessSpec spec(String name, String... arguments) {
        java.util.TreeMap<String, String> map = new java.util.TreeMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            map.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return new ProcessSpec(name, name, map);
    }

    public ControlPlane start(String host, String process, Machine machine) {
        lab.start(host, process, () -> machine);
        return this;
    }

    public ControlPlane run(double seconds) {
        lab.runUntil(new SimTime(lab.now().micros() + Math.round(seconds * 1e6)));
        return this;
    }

    public ControlPlane kill(String host, String process) {
        lab.signal(host, process, Signal.KILL);
        return this;
    }

    /** Recorded events of a type, that fit. */
    public <E extends TraceEvent> List<TraceRecord> events(Class<E> type, Predicate<E> fits) {
        List<TraceRecord> found = new ArrayList<>();
        for (TraceRecord record : lab.trace()) {
            if (type.isInstance(record.event()) && fits.test(type.cast(record.event()))) {
                found.add(record);
            }
        }
        return found;
    }

    /** The host of the newest leader of a component. */
    public String leader(String component) {
        List<TraceRecord> started = events(
                LeaderElectionEvent.LeadershipStarted.class, e -> e.lease().endsWith(component));
        return started.get(started.size() - 1).host();
    }
}
