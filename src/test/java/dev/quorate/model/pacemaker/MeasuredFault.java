package dev.quorate.model.pacemaker;

import dev.quorate.model.Settings;
import dev.quorate.model.Signal;
import dev.quorate.model.corosync.CorosyncSettings;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import dev.quorate.trace.MembershipEvent;
import dev.quorate.trace.PacemakerEvent;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A fault that was measured on real daemons, and the same on the bench: code by code of the table of measurements. */
final class MeasuredFault {

    private final String code;
    private final int masters;
    private final boolean fencing;
    private final boolean dcIsolated;
    private final List<String> settings;
    private final Consumer<PacemakerLab> fault;
    private final Consumer<PacemakerLab> undo;
    private final Duration lasts;

    private MeasuredFault(
            String code,
            int masters,
            boolean fencing,
            boolean dcIsolated,
            List<String> settings,
            Consumer<PacemakerLab> fault,
            Consumer<PacemakerLab> undo,
            Duration lasts) {
        this.code = code;
        this.masters = masters;
        this.fencing = fencing;
        this.dcIsolated = dcIsolated;
        this.settings = settings;
        this.fault = fault;
        this.undo = undo;
        this.lasts = lasts;
    }

    /** Every measured fault, in the table's order. */
    static List<MeasuredFault> all() {
        Duration split = Duration.ofMillis(9_950);
        List<MeasuredFault> all = new ArrayList<>();
        // the lab's own clean-up ended a kill of corosync after 11.66 s
        Consumer<PacemakerLab> killCorosync = lab -> lab.lab().signal("n1", "corosync", Signal.KILL);
        Duration left = Duration.ofMillis(11_660);
        all.add(three("b_kill9coro", false, killCorosync, lab -> lab.lab().powerOff("n1"), left));
        all.add(three(
                "b_kill9coro_stonith", true, killCorosync, lab -> lab.lab().powerOff("n1"), left));
        Consumer<PacemakerLab> powerOff = lab -> lab.lab().powerOff("n1");
        all.add(three("b_poweroff_stonith", true, powerOff, lab -> {}, split));
        all.add(three("b_poweroff_v2", false, powerOff, lab -> {}, split));
        Consumer<PacemakerLab> heal = lab -> lab.lab().heal();
        Consumer<PacemakerLab> two = lab -> lab.partition("1|2");
        Duration twoSplit = Duration.ofMillis(9_430);
        all.add(new MeasuredFault("d_2node_nostonith", 2, false, false, List.of(), two, heal, twoSplit));
        all.add(new MeasuredFault("d_2node_stonith", 2, true, false, List.of(), two, heal, twoSplit));
        all.add(new MeasuredFault(
                "d_2node_stonith_delaybase", 2, true, false, List.of(delayed()), two, heal, twoSplit));
        Consumer<PacemakerLab> cut = lab -> lab.partition("1|2 3");
        all.add(three("e_part1|23_freeze", false, cut, heal, split, "no-quorum-policy=freeze"));
        all.add(three("e_part1|23_freeze_stonith", true, cut, heal, split, "no-quorum-policy=freeze"));
        all.add(three("e_part1|23_ignore", false, cut, heal, split, "no-quorum-policy=ignore"));
        all.add(three("e_part1|23_suicide_nostonith", false, cut, heal, split, "no-quorum-policy=suicide"));
        all.add(three("e_part1|23_suicide_stonith", true, cut, heal, split, "no-quorum-policy=suicide"));
        Consumer<PacemakerLab> apart = lab -> lab.partition("1|2|3");
        all.add(three("f_part1|1|1_stop", false, apart, heal, split));
        all.add(three("f_part1|1|1_stop_stonith", true, apart, heal, split));
        all.add(new MeasuredFault("f_part1|23_stop_dc1", 3, false, true, List.of(), cut, heal, split));
        all.add(three("f_part1|23_stop_stonith", true, cut, heal, split));
        all.add(three("f_part1|23_stop_v2", false, cut, heal, split));
        Consumer<PacemakerLab> stop = lab -> lab.signalAll("n1", Signal.STOP, process -> true);
        Consumer<PacemakerLab> resume = lab -> lab.signalAll("n1", Signal.CONT, process -> true);
        all.add(three("g_pause10", false, stop, resume, Duration.ofMillis(10_050)));
        all.add(three("g_pause10_stonith_v2", true, stop, resume, Duration.ofMillis(10_050)));
        all.add(three("g_pause2", false, stop, resume, Duration.ofMillis(2_000)));
        Consumer<PacemakerLab> remove =
                lab -> lab.lab().kernel("n1").removeAddress(PacemakerLab.VIP, "removed by hand");
        all.add(three("m_vip_removed_monitor10s", false, remove, lab -> {}, split));
        all.add(three(
                "o_all_pcmk_kill9",
                false,
                lab -> lab.signalAll("n1", Signal.KILL, process -> process.startsWith("pacemaker")),
                lab -> lab.lab().powerOff("n1"),
                Duration.ofMillis(10_030)));
        all.add(three(
                "o_move_g_to_2",
                false,
                lab -> lab.pcs("n3", "resource move g n2"),
                lab -> lab.pcs("n3", "resource clear g"),
                split));
        all.add(three(
                "o_pacemaker_sigterm",
                false,
                lab -> lab.lab().signal("n1", "pacemakerd", Signal.TERM),
                lab -> {},
                split));
        all.add(three(
                "o_vip_fail_mt1",
                false,
                remove,
                lab -> lab.pcs("n3", "resource cleanup vip"),
                Duration.ofSeconds(15),
                "migration-threshold=1"));
        return all;
    }

    private static String delayed() {
        return "stonith=fence-n1 fence_ipmilan ip=10.0.0.101 pcmk_host_list=n1 pcmk_delay_base=3s;"
                + "fence-n2 fence_ipmilan ip=10.0.0.102 pcmk_host_list=n2";
    }

    private static MeasuredFault three(
            String code,
            boolean fencing,
            Consumer<PacemakerLab> fault,
            Consumer<PacemakerLab> undo,
            Duration lasts,
            String... settings) {
        return new MeasuredFault(code, 3, fencing, false, List.of(settings), fault, undo, lasts);
    }

    String code() {
        return code;
    }

    /** Run it: each measured quantity that occurred, in milliseconds after the fault. */
    Map<String, Double> run(long seed) {
        PacemakerLab lab = settled(seed);
        SimTime at = lab.lab().now();
        fault.accept(lab);
        lab.runFor(lasts);
        SimTime undone = lab.lab().now();
        undo.accept(lab);
        lab.runFor(Duration.ofSeconds(8));
        return quantities(lab, at, undone);
    }

    /** The cluster at rest, at a moment drawn from the seed. */
    PacemakerLab settled(long seed) {
        List<String> corosyncLines = new ArrayList<>(List.of("token=1s"));
        if (masters == 2) {
            corosyncLines.add("two_node=1");
        }
        CorosyncSettings corosync =
                PacemakerLab.with(Settings.defaults(CorosyncSettings.class), corosyncLines.toArray(new String[0]));
        PacemakerSettings pacemaker = PacemakerLab.measuredSetup(masters, fencing, settings.toArray(new String[0]));
        PacemakerLab lab = new PacemakerLab(seed, masters, corosync, pacemaker);
        if (dcIsolated) {
            lab.startWithDcAmong(1);
        } else if (masters == 2) {
            lab.startWithDcAmong(1, 2); // who was DC is not known
        } else {
            lab.startWithDcAmong(2, 3);
        }
        return lab.runFor(Duration.ofSeconds(12))
                .runFor(RandomStream.of(seed).uniform(Duration.ZERO, Duration.ofSeconds(10)));
    }

    private static Map<String, Double> quantities(PacemakerLab lab, SimTime at, SimTime undone) {
        Map<String, Double> found = new TreeMap<>();
        Optional<SimTime> membership = membership(lab, at);
        Optional<SimTime> elsewhere = lab.acquiredElsewhere(at, "n1");
        Optional<SimTime> gone = lab.released(at, "n1");
        put(found, "new membership", at, membership);
        put(found, "VIP up on another node", at, elsewhere);
        put(found, "VIP gone from node 1", at, gone);
        if (elsewhere.isPresent() && gone.isPresent()) {
            put(found, "VIP on both nodes (negative: gap)", elsewhere.get(), gone);
        }
        found.put("total time the VIP is on two nodes", lab.duplicated(at).toNanos() / 1e6);
        put(found, "fence asked", at, lab.first(PacemakerEvent.FenceAgentCalled.class, at));
        put(found, "fence done", at, lab.first(PacemakerEvent.FenceAgentCalled.class, at)); // the device acts at once
        membership.ifPresent(m -> put(found, "VIP up after membership", m, elsewhere));
        quorumLost(lab, at).ifPresent(q -> put(found, "VIP gone after quorum lost", q, gone));
        Optional<SimTime> afterUndo = lab.held().stream()
                .filter(h -> !h.to().equals(SimTime.MAX) && !h.to().isBefore(undone))
                .map(PacemakerLab.Held::to)
                .min(SimTime::compareTo);
        put(found, "VIP gone at the first node after undo", undone, afterUndo);
        return found;
    }

    private static void put(Map<String, Double> found, String quantity, SimTime from, Optional<SimTime> to) {
        to.ifPresent(t -> found.put(quantity, (t.micros() - from.micros()) / 1_000.0));
    }

    private static Optional<SimTime> membership(PacemakerLab lab, SimTime at) {
        return lab.lab().trace().stream()
                .filter(r -> r.event() instanceof MembershipEvent.MembershipFormed && !r.at().isBefore(at))
                .map(TraceRecord::at)
                .findFirst();
    }

    private static Optional<SimTime> quorumLost(PacemakerLab lab, SimTime at) {
        return lab.lab().trace().stream()
                .filter(r -> r.event() instanceof MembershipEvent.QuorumChanged changed
                        && !changed.quorate()
                        && r.host().equals("n1")
                        && !r.at().isBefore(at))
                .map(TraceRecord::at)
                .findFirst();
    }
}
