package dev.quorate.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes that reach the disk together, in order: one {@code fsync} for all of them.
 *
 * <p>Values are immutable objects, records mostly. Keys are a process's own; {@code log/00000017} sorts as it should.
 */
public final class WriteBatch {

    /**
     * One write.
     *
     * @param value what to store, or empty to remove the key
     */
    public record Write(String key, Optional<Object> value) {}

    private final List<Write> writes = new ArrayList<>();

    public static WriteBatch of(String key, Object value) {
        return new WriteBatch().put(key, value);
    }

    public WriteBatch put(String key, Object value) {
        writes.add(new Write(key, Optional.of(value)));
        return this;
    }

    public WriteBatch remove(String key) {
        writes.add(new Write(key, Optional.empty()));
        return this;
    }

    public boolean isEmpty() {
        return writes.isEmpty();
    }

    public List<Write> writes() {
        return List.copyOf(writes);
    }
}
