package dev.quorate.experiment;

import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts the runs of a hunt in their order, whichever is done first: those without a gap, up to the one that broke the
 * last rule that was asked for. Keeps no run that is counted.
 */
final class HuntFold {

    private final HuntTally tally = new HuntTally();
    private final TreeMap<Integer, HuntRun> ahead = new TreeMap<>();
    private final TreeSet<String> found = new TreeSet<>();
    private final int finds;
    private int done;

    HuntFold(int finds) {
        this.finds = finds;
    }

    /** A run is done; answers how many are. */
    synchronized int add(HuntRun run) {
        done++;
        ahead.put(run.number(), run);
        HuntRun next = ahead.remove(tally.runs());
        while (next != null && found.size() < finds) {
            tally.add(next);
            found.addAll(next.broken().keySet());
            next = ahead.remove(tally.runs());
        }
        return done;
    }

    /** Whether as many rules were broken as were asked for. */
    synchronized boolean isEnough() {
        return found.size() >= finds;
    }

    synchronized HuntTally tally() {
        return tally;
    }
}
