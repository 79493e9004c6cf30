package dev.quorate.simulation.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ends of TCP connections that one kernel knows. */
public final class TcpTable {

    /** In the order they were made: numbers rise. */
    private final LinkedHashMap<Long, TcpEnd> ends = new LinkedHashMap<>();

    void add(TcpEnd end) {
        ends.put(end.id().number(), end);
    }

    void remove(TcpEnd end) {
        ends.remove(end.id().number());
    }

    public @Nullable TcpEnd end(long number) {
        return ends.get(number);
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
    }
}
