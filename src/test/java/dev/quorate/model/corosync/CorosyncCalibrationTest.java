package dev.quorate.model.corosync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.Signal;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import dev.quorate.trace.MembershipEvent.QuorumChanged;
import dev.quorate.trace.MembershipEvent.TokenLost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the model predicts beside what real corosync 3.1.7 did, row by row. */
class CorosyncCalibrationTest {

    private static final Path ROWS = Path.of("src/test/resources/calibration/corosync-rows.csv");
    private static final Path TABLE = Path.of("target/calibration-corosync.md");
    private static final int SEEDS = Integer.getInteger("calibration.seeds", 200);
    private static final String TOKEN_LOSS = "token loss detected";
    private static final String MEMBERSHIP = "new membership at the survivors";
    private static final String QUORUM_LOST = "quorum lost at the isolated node";
    private static final String BACK = "all in one membership after the fault is undone";

    /** Rows that do not agree, and why; every other must. */
    private static final Map<String, String> KNOWN = new TreeMap<>(Map.of(
            "coro-008",
            "the interface itself went down, and udpu looks at it every second (downcheck); the model cuts the network",
            "coro-027",
            "one of four, 760 ms, came before knet's third pong (1200 ms) could; 1664 ms is 15 ms beyond the range"));

    @Test
    void everyRowAgreesOrIsNamed() throws IOException {
        Map<String, Map<String, List<Long>>> simulated = new LinkedHashMap<>();
        List<String> disagree = new ArrayList<>();
        StringBuilder table = new StringBuilder(
                "| row | setup | fault | quantity | measured | predicted | agrees |\n|---|---|---|---|---|---|---|\n");
        for (CalibrationRow row : CalibrationRow.read(ROWS)) {
            Map<String, List<Long>> run = simulated.computeIfAbsent(
                    row.setup() + "/" + row.fault(), key -> simulate(row.setup(), row.fault()));
            List<Long> values = run.get(row.quantity());
            assertThat(values).as("simulated values of " + row).isNotEmpty();
            boolean agrees = row.agreesWith(values);
            String known = KNOWN.get(row.row());
            if (!agrees && known == null) {
                disagree.add(row.row());
            }
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %s | %s |%n",
                    row.row(),
                    row.setup().replace("|", "\\|"),
                    row.fault().replace("|", "\\|"),
                    row.quantity(),
                    CalibrationRow.summary(row.values()),
                    CalibrationRow.summary(values),
                    agrees ? "yes" : "no" + (known == null ? "" : ": " + known)));
        }
        System.out.println(table);
        Files.writeString(TABLE, table, StandardCharsets.UTF_8);
        assertThat(disagree)
                .as("rows that disagree and are not named, see " + TABLE)
                .isEmpty();
    }

    private static Map<String, List<Long>> simulate(String setup, String fault) {
        String token = setup.contains("token=3000") ? "token=3s" : "token=1s";
        String transport = setup.contains("udpu") ? "transport=udpu" : "transport=knet";
        int nodes = setup.contains("nodes=2") ? 2 : 3;
        CorosyncSettings settings = RingLab.settings(token, transport);
        Map<String, List<Long>> values = new LinkedHashMap<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            run(seed, nodes, settings, fault, values);
        }
        return values;
    }

    private static void run(
            int seed, int nodes, CorosyncSettings settings, String fault, Map<String, List<Long>> values) {
        RandomStream phase = RandomStream.of(seed);
        RingLab ring = new RingLab(seed, nodes, settings).settled(phase);
        int victim = 1 + seed % nodes;
        Fault kind = Fault.of(fault);
        SimTime cut = ring.lab().now();
        ring.runFor(kind.lab());
        kind.begin(ring, victim, nodes);
        ring.runFor(kind.lasts(settings));
        int[] survivors = IntStream.rangeClosed(1, nodes)
                .filter(id -> kind == Fault.ALONE || id != victim)
                .toArray();
        keep(
                values,
                TOKEN_LOSS,
                IntStream.of(survivors)
                        .mapToObj(id -> ring.first(cut, id, TokenLost.class, e -> true))
                        .flatMapToLong(OptionalLong::stream)
                        .min());
        int left = kind == Fault.ALONE ? 1 : nodes - 1;
        keep(values, MEMBERSHIP, lastOf(ring, cut, left, survivors));
        keep(values, QUORUM_LOST, ring.first(cut, victim, QuorumChanged.class, q -> !q.quorate()));
        SimTime undo = ring.lab().now();
        ring.runFor(kind.lab());
        kind.end(ring, victim);
        ring.runFor(Duration.ofSeconds(10));
        keep(
                values,
                BACK,
                lastOf(ring, undo, nodes, IntStream.rangeClosed(1, nodes).toArray()));
    }

    private static OptionalLong lastOf(RingLab ring, SimTime since, int size, int... ids) {
        long[] times = IntStream.of(ids)
                .mapToObj(id -> ring.formed(since, id, size))
                .flatMapToLong(OptionalLong::stream)
                .toArray();
        return times.length < ids.length
                ? OptionalLong.empty()
                : LongStream.of(times).max();
    }

    private static void keep(Map<String, List<Long>> values, String quantity, OptionalLong value) {
        value.ifPresent(
                v -> values.computeIfAbsent(quantity, q -> new ArrayList<>()).add(v));
    }

    /** What was done to the real one. */
    private enum Fault {
        CABLE,
        KILL,
        PAUSE,
        STOP,
        SPLIT,
        ALONE;

        static Fault of(String words) {
            if (words.startsWith("cable")) {
                return CABLE;
            }
            if (words.startsWith("kill -9")) {
                return KILL;
            }
            if (words.startsWith("SIGSTOP")) {
                return PAUSE;
            }
            if (words.startsWith("clean stop")) {
                return STOP;
            }
            return words.equals("partition 1|1|1") ? ALONE : SPLIT;
        }

        Duration lasts(CorosyncSettings settings) {
            return settings.totem().token().multipliedBy(3).plusSeconds(2);
        }

        /**
         * From the laboratory's command until it worked. Firewall rules on one host took 7 to 15 ms; those on three
         * hosts about 100 ms, as the token losses say: 1489 to 1754 ms, where 1650 ms is the most that Totem allows.
         */
        Duration lab() {
            return this == ALONE ? Duration.ofMillis(100) : Duration.ZERO;
        }

        void begin(RingLab ring, int victim, int nodes) {
            switch (this) {
                case CABLE, SPLIT -> ring.isolate(victim);
                case ALONE -> ring.deaf(link -> true);
                case KILL -> ring.signal(victim, Signal.KILL);
                case PAUSE -> ring.signal(victim, Signal.STOP);
                case STOP -> ring.signal(victim, Signal.TERM);
            }
        }

        void end(RingLab ring, int victim) {
            switch (this) {
                case CABLE, SPLIT, ALONE -> ring.heal();
                case KILL, STOP -> ring.start(victim);
                case PAUSE -> ring.signal(victim, Signal.CONT);
            }
        }
    }
}
