package dev.quorate.model.corosync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.Signal;
import dev.quorate.time.RandomStream;
import dev.quorate.trace.MembershipEvent.MembershipFormed;
import dev.quorate.trace.MembershipEvent.QuorumChanged;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** Whatever is cut, paused, killed or lost: rings agree on their members, and members on the order of messages. */
class TotemProperties {

    /** Something done to the ring, and how long until the next. */
    record Step(Kind kind, int number, int millis) {}

    /** What can be done. */
    enum Kind {
        /** Cut the directed links whose bits are set in the number. */
        CUT,
        HEAL,
        PAUSE,
        RESUME,
        KILL,
        START,
        /** Lose that many percent. */
        LOSE
    }

    @Provide
    Arbitrary<List<Step>> plans() {
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.integers().between(0, 63),
                        Arbitraries.integers().between(1, 4_000))
                .as(Step::new);
        return step.list().ofMinSize(1).ofMaxSize(8);
    }

    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
    void ringsAgreeOnMembersAndMembersOnTheOrder(
            @ForAll("plans") List<Step> plan, @ForAll @IntRange(min = 1, max = 1_000_000) int seed) {
        holds(plan, seed);
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    @Tag("soak")
    void ringsAgreeOnAnyDay(@ForAll("plans") List<Step> plan, @ForAll @IntRange(min = 1, max = 1_000_000) int seed) {
        holds(plan, seed);
    }

    private static void holds(List<Step> plan, int seed) {
        RingLab ring = new RingLab(seed, 3, RingLab.settings("token=1s")).settled(RandomStream.of(seed));
        List<Talker> talkers = new ArrayList<>();
        for (int id = 1; id <= 3; id++) {
            Talker talker = new Talker(Duration.ofMillis(130L + id));
            talkers.add(talker);
            ring.lab().start("n" + id, "talker", () -> talker);
        }
        ring.runFor(Duration.ofSeconds(1));
        plan.forEach(step -> apply(ring, step));
        settle(ring);

        Map<String, List<String>> rings = new TreeMap<>();
        for (TraceRecord record : ring.lab().trace(MembershipFormed.class)) {
            MembershipFormed formed = (MembershipFormed) record.event();
            assertThat(rings.computeIfAbsent(formed.ringId(), r -> formed.members()))
                    .as("members of ring %s on %s", formed.ringId(), record.host())
                    .isEqualTo(formed.members());
        }
        for (TraceRecord record : ring.lab().trace(QuorumChanged.class)) {
            QuorumChanged changed = (QuorumChanged) record.event();
            assertThat(changed.quorate()).isEqualTo(changed.members().size() >= 2);
        }
        for (Talker a : talkers) {
            for (Talker b : talkers) {
                List<Talker.Word> common = new ArrayList<>(a.words());
                common.retainAll(b.words());
                List<Talker.Word> commonOfB = new ArrayList<>(b.words());
                commonOfB.retainAll(a.words());
                assertThat(common).as("order of what both heard").isEqualTo(commonOfB);
                assertThat(a.words()).doesNotHaveDuplicates();
            }
        }
        assertThat(ring.states(1, 2, 3)).as("after all faults ended").isEqualTo("1:Q(3), 2:Q(3), 3:Q(3)");
    }

    private static void apply(RingLab ring, Step step) {
        int node = 1 + step.number() % 3;
        switch (step.kind()) {
            case CUT -> {
                List<String> links = List.of("1>2", "2>1", "1>3", "3>1", "2>3", "3>2");
                ring.deaf(link -> links.contains(link) && (step.number() >> links.indexOf(link) & 1) == 1);
            }
            case HEAL -> ring.heal();
            case PAUSE -> ring.signal(node, Signal.STOP);
            case RESUME -> ring.signal(node, Signal.CONT);
            case KILL -> ring.signal(node, Signal.KILL);
            case START -> ring.start(node);
            case LOSE -> ring.lab().loss(step.number() / 200.0);
        }
        ring.runFor(Duration.ofMillis(step.millis()));
    }

    /** End every fault, and give the ring time. */
    private static void settle(RingLab ring) {
        ring.heal().lab().loss(0);
        for (int id = 1; id <= 3; id++) {
            ring.signal(id, Signal.CONT);
            ring.start(id);
        }
        ring.runFor(Duration.ofSeconds(20));
    }
}
