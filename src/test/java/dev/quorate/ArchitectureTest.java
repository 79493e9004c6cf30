package dev.quorate;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The house's rules: floors, library rooms, determinism, names. Rooms that do not exist yet keep them trivially. */
class ArchitectureTest {

    /** From the ground up: an import looks to a lower floor or stays in its room. Think hard before changing this. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("time"),
            List.of("trace"),
            List.of("metric"),
            List.of("outcome"),
            List.of("model", "verdict"),
            List.of("scenario"),
            List.of("simulation", "report", "importing", "lint"),
            List.of("stepping", "experiment"),
            List.of("cli", "testkit"));

    /** What writes a trace and what reads it never meet below {@code experiment}. */
    private static final List<String> WRITERS = List.of("model", "simulation");

    private static final List<String> READERS = List.of("verdict", "outcome", "metric", "report");

    /**
     * One library, one room. Typesafe Config is in {@code simulation} and {@code experiment.distributed} too, as Pekko
     * takes its own configuration in no other form.
     */
    private static final Map<String, List<String>> LIBRARY_ROOMS = new TreeMap<>(Map.of(
            "org.apache.pekko", List.of("simulation", "experiment.distributed"),
            "com.typesafe.config", List.of("scenario", "importing", "simulation", "experiment.distributed"),
            "org.jfree", List.of("report"),
            "org.apache.batik", List.of("report"),
            "java.awt", List.of("report"),
            "javax.imageio", List.of("report"),
            "picocli", List.of("cli"),
            "net.jqwik", List.of("testkit"),
            "org.junit", List.of("testkit"),
            "org.assertj", List.of("testkit")));

    /** In and below {@code simulation}: a run is a pure function of scenario and seed. */
    private static final List<String> DETERMINISTIC =
            List.of("time", "trace", "model", "verdict", "outcome", "metric", "scenario", "simulation");

    /** etcd's electionElapsed and heartbeatElapsed are counts of ticks, and keep their names. */
    private static final Pattern BARE_TIME =
            Pattern.compile(".*(timeout|delay|latency|duration|interval|period|deadline)", Pattern.CASE_INSENSITIVE);

    /** Each package is a room of its own, but for those that are one idea in two folders. */
    private static final SliceAssignment ROOMS = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass c) {
            String inner = inner(c);
            // A fault names the topology it hits, a scenario the faults on its timeline.
            return SliceIdentifier.of(inner.equals("scenario.fault") ? "scenario" : inner);
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    };

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter().importPath(Path.of("target/classes"));
    }

    @Test
    void anImportLooksDown() {
        List<String> wrong = new ArrayList<>();
        for (Dependency d : dependenciesWithin()) {
            String from = room(d.getOriginClass());
            String to = room(d.getTargetClass());
            if (!from.equals(to) && floor(from) <= floor(to)) {
                wrong.add(from + " must not import " + to + ": " + d.getDescription());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void writersAndReadersOfTheTraceDoNotMeetBelowExperiment() {
        List<String> wrong = new ArrayList<>();
        for (Dependency d : dependenciesWithin()) {
            String from = room(d.getOriginClass());
            String to = room(d.getTargetClass());
            if (WRITERS.contains(from) && READERS.contains(to) || READERS.contains(from) && WRITERS.contains(to)) {
                wrong.add(d.getDescription());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void packagesFormNoCircle() {
        slices().assignedFrom(ROOMS)
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void everyLibraryStaysInItsRoom() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass c : classes) {
            for (Dependency d : c.getDirectDependenciesFromSelf()) {
                String target = d.getTargetClass().getPackageName();
                LIBRARY_ROOMS.forEach((library, rooms) -> {
                    if (isIn(target, library) && rooms.stream().noneMatch(r -> isIn(inner(c), r))) {
                        wrong.add(library + " belongs in " + rooms + ": " + d.getDescription());
                    }
                });
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void protocolsStandOnTheLanguageAlone() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass c : classes) {
            if (!isIn(inner(c), "model") && !isIn(inner(c), "time")) {
                continue;
            }
            for (Dependency d : c.getDirectDependenciesFromSelf()) {
                String target = d.getTargetClass().getBaseComponentType().getPackageName();
                boolean language = target.isEmpty() || isIn(target, "java") || isIn(target, "org.jspecify");
                if (!language && !isIn(target, "dev.quorate")) {
                    wrong.add(d.getDescription());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aRunDependsOnScenarioAndSeedAlone() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass c : classes) {
            if (DETERMINISTIC.contains(room(c))) {
                for (JavaAccess<?> access : c.getAccessesFromSelf()) {
                    Bans.ofDeterminism(access).ifPresent(use -> wrong.add(use + ": " + access.getDescription()));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void textDoesNotDependOnTheLocale() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass c : classes) {
            for (JavaAccess<?> access : c.getAccessesFromSelf()) {
                Bans.ofLocale(access).ifPresent(use -> wrong.add(use + ": " + access.getDescription()));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void onlyTheCommandLinePrintsOrExits() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass c : classes) {
            if (!room(c).equals("cli")) {
                for (JavaAccess<?> access : c.getAccessesFromSelf()) {
                    Bans.ofPrinting(access).ifPresent(use -> wrong.add(use + ": " + access.getDescription()));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void nothingUsesJavaSerialization() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass c : classes) {
            if (c.getRawInterfaces().stream().anyMatch(i -> i.isEquivalentTo(java.io.Serializable.class))
                    && !c.isAnonymousClass()) {
                wrong.add(c.getName() + " is Serializable");
            }
            for (Dependency d : c.getDirectDependenciesFromSelf()) {
                if (d.getTargetClass().isEquivalentTo(ObjectOutputStream.class)
                        || d.getTargetClass().isEquivalentTo(ObjectInputStream.class)) {
                    wrong.add(d.getDescription());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void namesSayWhatAThingIs() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass c : classes) {
            String name = c.getSimpleName();
            // kube-controller-manager is the field's own word.
            if (name.matches(".*(Impl|Manager|Helper|Util|Utils)") && !name.endsWith("ControllerManager")) {
                wrong.add(c.getName() + ": no Impl, Manager, Helper, Util");
            }
            for (JavaMethod m : c.getMethods()) {
                if (m.getName().matches("get[A-Z].*") && !isSynthetic(m) && !overridesForeign(c, m)) {
                    wrong.add(m.getFullName() + ": no get prefix");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void timeIsNotABareNumber() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass c : classes) {
            for (JavaField f : c.getFields()) {
                if (f.getRawType().isPrimitive()
                        && !f.getRawType().isEquivalentTo(boolean.class)
                        && BARE_TIME.matcher(f.getName()).matches()) {
                    wrong.add(f.getFullName() + ": use SimTime or Duration, or name the unit (" + f.getName()
                            + "Micros)");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        TreeSet<String> wrong = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/quorate"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Path info = file.resolveSibling("package-info.java");
                if (Files.notExists(info)) {
                    // The root package holds nothing but rooms.
                    wrong.add(file.getParent() + " has no package-info.java");
                    continue;
                }
                String text = Files.readString(info);
                if (!text.contains("@NullMarked") || !text.startsWith("/**")) {
                    wrong.add(info + " lacks @NullMarked or its Javadoc");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<Dependency> dependenciesWithin() {
        List<Dependency> all = new ArrayList<>();
        for (JavaClass c : classes) {
            for (Dependency d : c.getDirectDependenciesFromSelf()) {
                if (isIn(d.getTargetClass().getPackageName(), "dev.quorate")) {
                    all.add(d);
                }
            }
        }
        return all;
    }

    private static int floor(String room) {
        for (int i = 0; i < FLOORS.size(); i++) {
            if (FLOORS.get(i).contains(room)) {
                return i;
            }
        }
        throw new IllegalStateException("room " + room + " stands on no floor; known: " + FLOORS);
    }

    /** The package without {@code dev.quorate}: {@code experiment.distributed}. */
    private static String inner(JavaClass c) {
        String name = c.getBaseComponentType().getPackageName();
        return name.length() > "dev.quorate".length() ? name.substring("dev.quorate.".length()) : "";
    }

    private static String room(JavaClass c) {
        return inner(c).replaceFirst("\\..*", "");
    }

    private static boolean isIn(String packageName, String parent) {
        return packageName.equals(parent) || packageName.startsWith(parent + ".");
    }

    private static boolean isSynthetic(JavaMethod method) {
        return method.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC);
    }

    private static boolean overridesForeign(JavaClass c, JavaMethod method) {
        Optional<JavaClass> foreign = Stream.concat(
                        c.getAllRawSuperclasses().stream(), c.getAllRawInterfaces().stream())
                .filter(s -> !isIn(s.getPackageName(), "dev.quorate"))
                .filter(s -> s.getMethods().stream()
                        .anyMatch(m -> m.getName().equals(method.getName())
                                && m.getRawParameterTypes().size()
                                        == method.getRawParameterTypes().size()))
                .findFirst();
        return foreign.isPresent();
    }
}
