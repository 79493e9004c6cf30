package dev.quorate.model.pacemaker;

import dev.quorate.model.Lab;
import dev.quorate.model.Machine;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.corosync.Corosync;
import dev.quorate.model.corosync.CorosyncNode;
import dev.quorate.model.corosync.CorosyncSettings;
import dev.quorate.model.pacemaker.agents.AgentCatalog;
import dev.quorate.model.pacemaker.daemon.PacemakerProcesses;
import dev.quorate.model.pacemaker.fencer.BmcMessage;
import dev.quorate.time.SimTime;
import dev.quorate.trace.PacemakerEvent;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Masters n1, n2, ... with Corosync and Pacemaker on the bench, and a BMC host for each; who held the VIP when. */
public final class PacemakerLab {

    public static final String VIP = "192.168.15.200";

    /** A span in which a host held the VIP; the end is {@link SimTime#MAX} while it lasts. */
    public record Held(String host, SimTime from, SimTime to) {}

    private final Lab lab;
    private final CorosyncSettings corosync;
    private final List<CorosyncNode> nodelist = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private int commands;

    /** So many masters; nothing runs yet. */
    public PacemakerLab(long seed, int masters, CorosyncSettings corosync, PacemakerSettings settings) {
        this.corosync = corosync;
        lab = new Lab(seed).latency(Duration.ofNanos(40_000), Duration.ofNanos(120_000));
        SortedMap<Integer, String> names = new TreeMap<>();
        for (int id = 1; id <= masters; id++) {
            names.put(id, "n" + id);
            nodelist.add(new CorosyncNode("n" + id, id, "10.0.0." + id, 1));
            lab.host("n" + id, Map.of("cluster", "10.0.0." + id));
            lab.host("bmc" + id, Map.of("cluster", "10.0.0." + (100 + id)));
        }
        SortedMap<String, Function<ProcessSpec, Machine>> kinds =
                PacemakerProcesses.kinds(settings, names, AgentCatalog.standard());
        kinds.forEach(lab::kind);
        for (int id = 1; id <= masters; id++) {
            lab.kernel("bmc" + id).spawn(new ProcessSpec("bmc", "bmc", Map.of("host", "n" + id)));
        }
        lab.onAddress(this::addressChanged);
    }

    private void addressChanged(String host, String address, boolean begins) {
        if (!address.equals(VIP)) {
            return;
        }
        if (begins) {
            held.add(new Held(host, lab.now(), SimTime.MAX));
        } else {
            for (int i = 0; i < held.size(); i++) {
                if (held.get(i).host().equals(host) && held.get(i).to().equals(SimTime.MAX)) {
                    held.set(i, new Held(host, held.get(i).from(), lab.now()));
                }
            }
        }
    }

    /** A record with these components changed, {@code "stonith-enabled=false"}; nested ones by their plain name. */
    public static <R extends Record> R with(R record, String... lines) {
        var components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            try {
                components[i].getAccessor().setAccessible(true);
                values[i] = components[i].getAccessor().invoke(record);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
            if (values[i] instanceof Record nested) {
                values[i] = with(nested, lines);
                continue;
            }
            String name = Settings.nameOf(components[i]) + "=";
            for (String line : lines) {
                if (line.startsWith(name)) {
                    String text = line.substring(name.length());
                    values[i] = components[i].getType() == List.class
                            ? Arrays.stream(text.split(";")).map(String::trim).toList()
                            : Settings.parse(components[i].getGenericType(), text);
                }
            }
        }
        @SuppressWarnings("unchecked") // a record's own class
        Class<R> type = (Class<R>) record.getClass();
        return Settings.create(type, values);
    }

    /** The setup of the measurements: group g of the VIP and a service, preferred on n1; a fence device a node. */
    public static PacemakerSettings measuredSetup(int masters, boolean fencing, String... lines) {
        List<String> all = new ArrayList<>(List.of(
                "stonith-enabled=" + fencing,
                "resources=vip ocf:heartbeat:IPaddr2 ip=" + VIP + " op monitor interval=10s --group g;"
                        + "service ocf:pacemaker:Dummy op monitor interval=10s --group g",
                "constraints=location g prefers n1=100"));
        if (fencing) {
            List<String> devices = new ArrayList<>();
            for (int id = 1; id <= masters; id++) {
                devices.add("fence-n" + id + " fence_ipmilan ip=10.0.0." + (100 + id) + " pcmk_host_list=n" + id);
            }
            all.add("stonith=" + String.join(";", devices));
        }
        all.addAll(List.of(lines));
        return with(PacemakerSettings.defaults(), all.toArray(new String[0]));
    }

    /** Start corosync everywhere, then Pacemaker on these nodes first and on the rest 4 s later: DC is one of them. */
    public PacemakerLab startWithDcAmong(int... first) {
        for (CorosyncNode node : nodelist) {
            lab.start(node.name(), "corosync", () -> new Corosync(corosync, nodelist));
        }
        lab.runFor(Duration.ofSeconds(5)); // a first commit token that is lost costs a whole token timeout
        for (int id : first) {
            startPacemaker("n" + id);
        }
        lab.runFor(Duration.ofSeconds(4));
        for (CorosyncNode node : nodelist) {
            if (!lab.isRunning(node.name(), "pacemakerd")) {
                startPacemaker(node.name());
            }
        }
        return this;
    }

    public void startPacemaker(String host) {
        lab.kernel(host).spawn(new ProcessSpec("pacemakerd", "pacemakerd", Map.of("warm", "true")));
    }

    public void startCorosync(String host) {
        lab.start(host, "corosync", () -> new Corosync(corosync, nodelist));
    }

    public Lab lab() {
        return lab;
    }

    public PacemakerLab runFor(Duration span) {
        lab.runFor(span);
        return this;
    }

    /** Cut the masters into groups, {@code "1|2 3"}; BMCs stay reachable from all. */
    public PacemakerLab partition(String groups) {
        List<List<String>> hosts = Arrays.stream(groups.split("\\|"))
                .map(g -> Arrays.stream(g.trim().split("[ ,]+"))
                        .map(id -> "n" + id)
                        .toList())
                .toList();
        lab.cut((from, to) -> from.startsWith("n")
                && to.startsWith("n")
                && hosts.stream().noneMatch(g -> g.contains(from) && g.contains(to)));
        return this;
    }

    public void breakBmc(int id, BmcMessage.Mode mode, Duration delay) {
        lab.tell(
                "bmc" + id,
                "faults",
                "bmc",
                new BmcMessage.SetBehaviour(new BmcMessage.Behaviour(mode, delay, "n" + id)));
    }

    /** Run {@code pcs} on a host. */
    public void pcs(String host, String command) {
        lab.kernel(host).spawn(new ProcessSpec("pcs-" + ++commands, "pcs", Map.of("command", command)));
    }

    public void signalAll(String host, Signal signal, Predicate<String> processes) {
        for (String process : lab.kernel(host).processes()) {
            if (processes.test(process)) {
                lab.signal(host, process, signal);
            }
        }
    }

    public List<Held> held() {
        return List.copyOf(held);
    }

    public List<String> holders() {
        return held.stream()
                .filter(h -> h.to().equals(SimTime.MAX))
                .map(Held::host)
                .toList();
    }

    /** The first time after an instant that another host than {@code not} began to hold the VIP. */
    public Optional<SimTime> acquiredElsewhere(SimTime after, String not) {
        return held.stream()
                .filter(h -> !h.host().equals(not) && !h.from().isBefore(after))
                .map(Held::from)
                .findFirst();
    }

    /** The first time after an instant that this host ceased to hold it. */
    public Optional<SimTime> released(SimTime after, String host) {
        return held.stream()
                .filter(h -> h.host().equals(host) && !h.to().equals(SimTime.MAX) && !h.to().isBefore(after))
                .map(Held::to)
                .findFirst();
    }

    /** How long two hosts or more held it, from an instant until now. */
    public Duration duplicated(SimTime from) {
        TreeMap<SimTime, Integer> changes = new TreeMap<>();
        for (Held h : held) {
            SimTime begin = h.from().isBefore(from) ? from : h.from();
            SimTime end = h.to().equals(SimTime.MAX) ? lab.now() : h.to();
            if (begin.isBefore(end)) {
                changes.merge(begin, 1, Integer::sum);
                changes.merge(end, -1, Integer::sum);
            }
        }
        long micros = 0;
        int holding = 0;
        SimTime since = from;
        for (Map.Entry<SimTime, Integer> change : changes.entrySet()) {
            if (holding > 1) {
                micros += change.getKey().micros() - since.micros();
            }
            holding += change.getValue();
            since = change.getKey();
        }
        return SimTime.span(micros);
    }

    public Optional<SimTime> first(Class<? extends TraceEvent> type, SimTime after) {
        return lab.trace().stream()
                .filter(r -> type.isInstance(r.event()) && !r.at().isBefore(after))
                .map(TraceRecord::at)
                .findFirst();
    }

    /** The host that was elected last and has not been released since. */
    public List<String> dcs() {
        List<String> dcs = new ArrayList<>();
        for (TraceRecord record : lab.trace()) {
            if (record.event() instanceof PacemakerEvent.DcElected) {
                dcs.add(record.host());
            } else if (record.event() instanceof PacemakerEvent.DcReleased) {
                dcs.remove(record.host());
            }
        }
        dcs.removeIf(host -> !lab.isRunning(host, "pacemaker-controld"));
        return dcs;
    }

    /** The trace from an instant on, as text. */
    public String golden(SimTime from) {
        StringBuilder text = new StringBuilder();
        for (TraceRecord r : lab.trace()) {
            if (!r.at().isBefore(from)) {
                text.append(new SimTime(r.at().micros() - from.micros()))
                        .append(' ')
                        .append(r.host())
                        .append(' ')
                        .append(r.component())
                        .append(": ")
                        .append(r.event().describe())
                        .append('\n');
            }
        }
        return text.toString();
    }
}
