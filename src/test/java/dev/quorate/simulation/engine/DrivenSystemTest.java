package dev.quorate.simulation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

class DrivenSystemTest {

    private static final Budget SMALL = new Budget(10_000, 1_000);

    @Test
    void pekkoTimersRunOnVirtualTime() {
        try (DrivenSystem system = DrivenSystem.create()) {
            Driver driver = system.driver();
            List<String> seen = new ArrayList<>();
            driver.reset(SimTime.ZERO, SMALL, () -> "ticker");
            ActorRef<String> root = system.spawnRoot(ticker(driver, seen), "ticker");
            driver.runUntil(SimTime.ofSeconds(3));
            assertThat(seen).containsExactly("1.000s tick", "2.000s tick", "3.000s tick");
            assertThat(driver.now()).isEqualTo(SimTime.ofSeconds(3));
            system.stopRoot(root);
            assertThat(system.rootCount()).isZero();
        }
    }

    @Test
    void aFinishedRunLeavesNoActorAndNoTimer() {
        try (DrivenSystem system = DrivenSystem.create()) {
            Driver driver = system.driver();
            for (int run = 0; run < 50; run++) {
                List<String> seen = new ArrayList<>();
                driver.reset(SimTime.ZERO, SMALL, () -> "ticker");
                ActorRef<String> root = system.spawnRoot(ticker(driver, seen), "ticker");
                driver.runUntil(SimTime.ofSeconds(2));
                system.stopRoot(root);
                assertThat(seen).hasSize(2);
                assertThat(system.rootCount()).isZero();
                assertThat(driver.pendingEvents()).isZero();
            }
        }
    }

    @Test
    void anActorThatSpinsAtOneInstantIsStoppedAndNamed() {
        try (DrivenSystem system = DrivenSystem.create()) {
            Driver driver = system.driver();
            driver.reset(SimTime.ZERO, SMALL, () -> "k8s-master01/spinner");
            assertThatThrownBy(() -> {
                        ActorRef<String> spinner = system.spawnRoot(spinner(), "spinner");
                        spinner.tell("go");
                        driver.runUntil(SimTime.ofSeconds(1));
                    })
                    .isInstanceOf(BudgetExceededException.class)
                    .hasMessageContaining("k8s-master01/spinner")
                    .hasMessageContaining("1000 steps");
        }
    }

    private static Behavior<String> ticker(Driver driver, List<String> seen) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay("tick", Duration.ofSeconds(1));
            return Behaviors.receiveMessage(message -> {
                seen.add(driver.now() + " " + message);
                return Behaviors.same();
            });
        });
    }

    private static Behavior<String> spinner() {
        return Behaviors.receive((context, message) -> {
            context.getSelf().tell(message);
            return Behaviors.same();
        });
    }
}
