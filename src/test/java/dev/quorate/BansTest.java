package dev.quorate;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bans catch what they name, and nothing beside it. */
class BansTest {

    @SuppressWarnings("unused")
    private static final class Offender {
        static Object[] offences() {
            return new Object[] {
                Instant.now(),
                System.nanoTime(),
                new java.util.Random(1),
                java.util.UUID.randomUUID(),
                new HashMap<String, String>(),
                Map.of("a", 1, "b", 2),
                Set.of("a", "b"),
                Set.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"),
                Stream.of("a").collect(Collectors.toSet()),
                Stream.of("a").collect(Collectors.groupingBy(a -> a)),
                Math.exp(1)
            };
        }

        static Object[] harmless() {
            return new Object[] {
                Map.of(),
                Map.of("a", 1),
                Set.of("a"),
                StrictMath.exp(1),
                Math.sqrt(2),
                new java.util.TreeMap<>(Map.of("a", 1, "b", 2)),
                Math.addExact(1, 2),
                List.of()
            };
        }
    }

    @Test
    void eachOffenceIsFound() {
        assertThat(banned("offences")).hasSize(11);
    }

    @Test
    void whatHasOneOrderOnlyIsAllowed() {
        assertThat(banned("harmless")).isEmpty();
    }

    private static List<String> banned(String method) {
        JavaClass offender = new ClassFileImporter().importClass(Offender.class);
        List<String> found = new ArrayList<>();
        offender.getMethod(method)
                .getAccessesFromSelf()
                .forEach(access -> Bans.ofDeterminism(access).ifPresent(use -> found.add(access.getDescription())));
        return found;
    }
}
