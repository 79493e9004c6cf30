package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a controller has asked for and not yet seen in its cache (pkg/controller/controller_utils.go): stops one process
 * from creating twice. Another process does not see it.
 */
final class Expectations {

    private static final Duration TIMEOUT = Duration.ofMinutes(5); // ExpectationsTimeout

    private static final class Expected {
        int creations;
        final TreeSet<String> deletions = new TreeSet<>();
        SimTime since = SimTime.ZERO;

        boolean fulfilled() {
            return creations <= 0 && deletions.isEmpty();
        }
    }

    private final Map<String, Expected> expected = new TreeMap<>();

    boolean satisfied(String owner, SimTime now) {
        Expected open = expected.get(owner);
        return open == null || open.fulfilled() || now.since(open.since).compareTo(TIMEOUT) > 0;
    }

    void creations(String owner, int count, SimTime now) {
        Expected fresh = new Expected();
        fresh.creations = count;
        fresh.since = now;
        expected.put(owner, fresh);
    }

    void deletions(String owner, Iterable<String> pods, SimTime now) {
        Expected fresh = new Expected();
        pods.forEach(fresh.deletions::add);
        fresh.since = now;
        expected.put(owner, fresh);
    }

    /** A pod was seen, or will never be. */
    void creationObserved(String owner) {
        Expected open = expected.get(owner);
        if (open != null && open.creations > 0) {
            open.creations--;
        }
    }

    void deletionObserved(String owner, String pod) {
        Expected open = expected.get(owner);
        if (open != null) {
            open.deletions.remove(pod);
        }
    }

    void forget(String owner) {
        expected.remove(owner);
    }
}
