package dev.quorate.model.pacemaker.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.Clone;
import dev.quorate.model.pacemaker.cib.ClusterOptions.NoQuorumPolicy;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.model.pacemaker.cib.Resource;
import dev.quorate.time.SimTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Rules that hold for every CIB, asked of drawn ones. */
class PolicyEngineTest {

    private static final SimTime NOW = SimTime.ofSeconds(DrawnCib.NOW_SECONDS);
    private static final int DRAWN = 500;

    @Test
    void nothingIsStartedWithoutQuorumUnderStop() {
        int asked = 0;
        for (long seed = 0; seed < DRAWN; seed++) {
            Cib cib = DrawnCib.of(seed);
            boolean stop = cib.configuration().options().noQuorumPolicy() == NoQuorumPolicy.STOP;
            if (cib.haveQuorum() || !stop) {
                continue;
            }
            asked++;
            Set<String> free = needNothing(cib);
            for (Action action : PolicyEngine.decide(cib, NOW).actions()) {
                boolean starts =
                        action.kind() == Action.Kind.RESOURCE && action.task().equals("start");
                assertThat(starts && !free.contains(action.lrmResource()))
                        .as("seed %d: %s", seed, action.label())
                        .isFalse();
            }
        }
        assertThat(asked).isGreaterThan(15);
    }

    private static Set<String> needNothing(Cib cib) {
        Set<String> free = new TreeSet<>();
        for (Resource resource : cib.configuration().resources()) {
            for (Primitive primitive : resource.primitives()) {
                String own = primitive.meta().getOrDefault("requires", "");
                String inherited = resource.meta().getOrDefault("requires", "");
                if (own.equals("nothing") || inherited.equals("nothing")) {
                    free.add(primitive.id());
                }
            }
        }
        return free;
    }

    @Test
    void noPrimitiveIsBroughtUpTwice() {
        for (long seed = 0; seed < DRAWN; seed++) {
            Cib cib = DrawnCib.of(seed);
            Transition transition = PolicyEngine.decide(cib, NOW);
            for (Resource resource : cib.configuration().resources()) {
                if (resource instanceof Clone) {
                    continue;
                }
                for (Primitive primitive : resource.primitives()) {
                    int before = transition.initial().get(primitive.id()).size();
                    assertThat(transition.placement().get(primitive.id()))
                            .as("seed %d: %s", seed, primitive.id())
                            .hasSizeLessThanOrEqualTo(Math.max(1, before));
                }
            }
        }
    }

    @Test
    void startsWaitForEveryFencing() {
        int asked = 0;
        for (long seed = 0; seed < DRAWN; seed++) {
            Cib cib = DrawnCib.of(seed);
            Transition transition = PolicyEngine.decide(cib, NOW);
            if (transition.fence().isEmpty()) {
                continue;
            }
            Set<String> exempt = notFenced(cib);
            Map<Integer, Action> byId = new LinkedHashMap<>();
            transition.actions().forEach(action -> byId.put(action.id(), action));
            for (Action action : transition.actions()) {
                if (action.kind() != Action.Kind.RESOURCE
                        || !action.task().equals("start")
                        || exempt.contains(action.lrmResource())) {
                    continue;
                }
                asked++;
                assertThat(fencesBefore(action, byId))
                        .as("seed %d: %s", seed, action.label())
                        .containsAll(transition.fence());
            }
        }
        assertThat(asked).isGreaterThan(15);
    }

    /** Resources that say what they require themselves, and fence devices, which require quorum only. */
    private static Set<String> notFenced(Cib cib) {
        Set<String> exempt = new TreeSet<>();
        for (Resource resource : cib.configuration().resources()) {
            for (Primitive primitive : resource.primitives()) {
                if (primitive.agent().isFenceDevice()
                        || primitive.meta().containsKey("requires")
                        || resource.meta().containsKey("requires")) {
                    exempt.add(primitive.id());
                }
            }
        }
        return exempt;
    }

    private static Set<String> fencesBefore(Action action, Map<Integer, Action> byId) {
        Set<String> fences = new LinkedHashSet<>();
        Set<Integer> seen = new LinkedHashSet<>();
        Deque<Integer> open = new ArrayDeque<>(action.waitsFor());
        while (!open.isEmpty()) {
            Action before = byId.get(open.pop());
            if (before != null && seen.add(before.id())) {
                if (before.kind() == Action.Kind.FENCE) {
                    fences.add(before.node());
                }
                open.addAll(before.waitsFor());
            }
        }
        return fences;
    }

    @Test
    void nothingIsTouchedInMaintenanceMode() {
        for (long seed = 0; seed < 100; seed++) {
            Cib drawn = DrawnCib.of(seed);
            Cib cib = drawn.withConfiguration(drawn.configuration()
                    .withOptions(drawn.configuration().options().with("maintenance-mode", "true")));
            Transition transition = PolicyEngine.decide(cib, NOW);
            assertThat(transition.fence()).as("seed %d", seed).isEmpty();
            assertThat(transition.actions())
                    .as("seed %d", seed)
                    .noneMatch(action -> action.kind() == Action.Kind.RESOURCE
                            && (action.task().equals("start") || action.task().equals("stop")));
        }
    }

    @Test
    void decidingTwiceGivesTheSame() {
        for (long seed = 0; seed < 100; seed++) {
            Cib cib = DrawnCib.of(seed);
            assertThat(PolicyEngine.decide(cib, NOW)).isEqualTo(PolicyEngine.decide(cib, NOW));
        }
    }

    @Test
    void whatWaitsIsKnownOrBlocked() {
        for (long seed = 0; seed < DRAWN; seed++) {
            Transition transition = PolicyEngine.decide(DrawnCib.of(seed), NOW);
            List<Integer> known = transition.actions().stream().map(Action::id).toList();
            List<Integer> blocked =
                    transition.blocked().stream().map(Action::id).toList();
            for (Action action : transition.actions()) {
                for (int before : action.waitsFor()) {
                    assertThat(known.contains(before) || blocked.contains(before))
                            .as("seed %d: %s waits for %d", seed, action.label(), before)
                            .isTrue();
                }
            }
        }
    }
}
