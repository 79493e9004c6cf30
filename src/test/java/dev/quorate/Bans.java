package dev.quorate;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What code must not call, and what to use instead. */
final class Bans {

    /**
     * One ban.
     *
     * @param target matches {@code java.util.Random.<init>(int)}: class, member, parameters' simple names
     * @param instead what to use
     */
    private record Ban(Pattern target, String instead) {

        static Ban of(String target, String instead) {
            return new Ban(Pattern.compile(target), instead);
        }
    }

    private static final String ORDERED = "LinkedHashMap, TreeMap, EnumMap, List: a hash's order changes";

    private static final List<Ban> DETERMINISM = List.of(
            Ban.of("java\\.time\\.\\w+\\.now\\(.*", "Effects.monotonic() or wall()"),
            Ban.of("java\\.time\\.Clock\\.system.*", "Effects.monotonic() or wall()"),
            Ban.of("java\\.time\\.ZoneId\\.systemDefault.*", "virtual time"),
            Ban.of("java\\.util\\.Date\\.<init>\\(\\)", "virtual time"),
            Ban.of("java\\.lang\\.System\\.(nanoTime|currentTimeMillis)\\(\\)", "Effects.monotonic() or wall()"),
            Ban.of("java\\.lang\\.System\\.identityHashCode.*", "an id of your own"),
            Ban.of("java\\.lang\\.System\\.(getenv|lineSeparator).*", "the scenario; \\n"),
            Ban.of("java\\.util\\.(Random|SplittableRandom)\\.<init>.*", "a named RandomStream"),
            Ban.of("java\\.security\\.SecureRandom\\..*", "a named RandomStream"),
            Ban.of("java\\.util\\.concurrent\\.ThreadLocalRandom\\..*", "a named RandomStream"),
            Ban.of("java\\.lang\\.Math\\.random\\(\\)", "a named RandomStream"),
            Ban.of("java\\.util\\.UUID\\.randomUUID.*", "an id made from a named RandomStream"),
            Ban.of("java\\.lang\\.Thread\\.(<init>|sleep|start|ofVirtual|ofPlatform|startVirtualThread).*", "a timer"),
            Ban.of("java\\.util\\.concurrent\\.(Executors|ForkJoinPool|CompletableFuture)\\..*", "the event queue"),
            Ban.of("java\\.util\\.[\\w.]*\\.(parallel|parallelStream)\\(\\)", "a plain stream"),
            Ban.of("java\\.util\\.(HashMap|HashSet|IdentityHashMap|WeakHashMap|Hashtable)\\.<init>.*", ORDERED),
            Ban.of("java\\.util\\.concurrent\\.ConcurrentHashMap\\.<init>.*", ORDERED),
            // One entry has but one order.
            Ban.of("java\\.util\\.Map\\.of\\(\\w+, \\w+, .*", ORDERED),
            Ban.of("java\\.util\\.Set\\.of\\((\\w+, .*|Object\\[\\])\\)", ORDERED),
            Ban.of("java\\.util\\.(Map\\.(ofEntries|copyOf)|Set\\.copyOf)\\(.*", ORDERED),
            Ban.of("java\\.util\\.stream\\.Collectors\\.(toSet|toUnmodifiableSet|toUnmodifiableMap)\\(.*", ORDERED),
            Ban.of("java\\.util\\.stream\\.Collectors\\.toMap\\(Function, Function(, BinaryOperator)?\\)", ORDERED),
            Ban.of(
                    "java\\.util\\.stream\\.Collectors\\.groupingBy\\(Function(, Collector)?\\)",
                    "groupingBy(..., TreeMap::new, ...)"),
            Ban.of(
                    "java\\.lang\\.Math\\.(log|log10|log1p|exp|expm1|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh"
                            + "|cbrt|hypot)\\(.*",
                    "StrictMath: Math may differ by a last bit between JDKs"),
            Ban.of("java\\.util\\.random\\.RandomGenerator\\.next(Gaussian|Exponential)\\(.*", "RandomStream's own"));

    private static final List<Ban> LOCALE = List.of(
            Ban.of("java\\.lang\\.String\\.format\\(String, Object\\[\\]\\)", "String.format(Locale.ROOT, ...)"),
            Ban.of("java\\.lang\\.String\\.formatted\\(.*", "String.format(Locale.ROOT, ...)"),
            Ban.of("java\\.lang\\.String\\.to(Lower|Upper)Case\\(\\)", "toLowerCase(Locale.ROOT)"),
            Ban.of("java\\.io\\.Print(Stream|Writer)\\.(printf|format)\\(String, .*", "printf(Locale.ROOT, ...)"),
            Ban.of("java\\.text\\.(DecimalFormat|SimpleDateFormat)\\.<init>\\((String)?\\)", "symbols of Locale.ROOT"));

    private static final List<Ban> PRINTING = List.of(
            Ban.of("java\\.lang\\.System\\.(out|err)", "return text; cli prints it"),
            Ban.of("java\\.lang\\.(System\\.exit|Runtime\\.(exit|halt))\\(.*", "an exception or a result; cli exits"),
            Ban.of(".*\\.printStackTrace\\(.*", "let it pass; cli tells it"));

    private static final List<String> SORTING = List.of("TreeMap", "TreeSet", "ProcessSpec");

    private Bans() {}

    /** What to use instead, when a run must not call this. */
    static Optional<String> ofDeterminism(JavaAccess<?> access) {
        return find(DETERMINISM, access).filter(use -> !isSortedAtOnce(access));
    }

    /** Whether the same statement copies a {@code Map.of} or {@code Set.of} into a sorted one; ProcessSpec does. */
    private static boolean isSortedAtOnce(JavaAccess<?> access) {
        boolean literal = access.getTargetOwner().getName().matches("java.util.(Map|Set)")
                && access.getName().equals("of");
        return literal
                && access.getOrigin().getAccessesFromSelf().stream()
                        .filter(a -> a.getName().equals("<init>")
                                && SORTING.contains(a.getTargetOwner().getSimpleName()))
                        .anyMatch(a -> Math.abs(a.getLineNumber() - access.getLineNumber()) <= 3);
    }

    /** What to use instead, when the answer of this depends on the locale. */
    static Optional<String> ofLocale(JavaAccess<?> access) {
        return find(LOCALE, access);
    }

    /** What to do instead, when this prints or exits. */
    static Optional<String> ofPrinting(JavaAccess<?> access) {
        return find(PRINTING, access);
    }

    private static Optional<String> find(List<Ban> bans, JavaAccess<?> access) {
        String target = describe(access);
        return bans.stream()
                .filter(b -> b.target().matcher(target).matches())
                .map(b -> "use " + b.instead())
                .findFirst();
    }

    private static String describe(JavaAccess<?> access) {
        String member =
                access.getTargetOwner().getName() + "." + access.getTarget().getName();
        if (access.getTarget() instanceof com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget codeUnit) {
            List<String> parameters = codeUnit.getRawParameterTypes().stream()
                    .map(JavaClass::getSimpleName)
                    .toList();
            return member + "(" + String.join(", ", parameters) + ")";
        }
        return member;
    }
}
