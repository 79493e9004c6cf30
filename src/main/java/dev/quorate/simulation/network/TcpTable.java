package dev.quorate.simulation.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ends of TCP connections that one kernel knows. */
public final class TcpTable {

    private static final int RECENT = 64;

    /** In the order they were made: numbers rise. */
    private final LinkedHashMap<Long, TcpEnd> ends = new LinkedHashMap<>();

    /** The ends that were asked for lately, by the last digits of their numbers. */
    private final @Nullable TcpEnd[] recent = new TcpEnd[RECENT];

    void add(TcpEnd end) {
        ends.put(end.id().number(), end);
    }

    void remove(TcpEnd end) {
        ends.remove(end.id().number());
        recent[slot(end.id().number())] = null;
    }

    public @Nullable TcpEnd end(long number) {
        TcpEnd found = recent[slot(number)];
        if (found == null || found.id().number() != number) {
            found = ends.get(number);
            recent[slot(number)] = found;
        }
        return found;
    }

    private static int slot(long number) {
        return (int) number & (RECENT - 1);
    }

    public int size() {
        return ends.size();
    }

    /** The ends that belong to one process, in the order they were made. */
    public List<TcpEnd> of(Socket owner) {
        List<TcpEnd> own = new ArrayList<>();
        for (TcpEnd end : ends.values()) {
            if (end.owner() == owner) {
                own.add(end);
            }
        }
        return own;
    }

    /** Power is gone: every end vanishes without a word. */
    public void vanish() {
        for (TcpEnd end : List.copyOf(ends.values())) {
            end.vanish();
        }
        ends.clear();
        java.util.Arrays.fill(recent, null);
    }
}
