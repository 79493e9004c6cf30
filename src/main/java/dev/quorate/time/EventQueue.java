package dev.quorate.time;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The one queue of future events, ordered by (time, sequence): of two events at the same instant the one that was
 * scheduled first comes first, on every JDK.
 *
 * <p>A binary heap on flat arrays, the instants beside the entries so that most comparisons touch no entry. A cancelled event stays in the heap until it surfaces; when more than half of the
 * heap is cancelled it is swept, so the queue's length is bounded by twice the number of live events. Not safe for
 * several threads: a run has one.
 *
 * @param <E> what an event carries
 */
public final class EventQueue<E> {

    /** A scheduled event, to cancel it by. */
    public static final class Entry<E> {
        private final long micros;
        private final long sequence;
        private @Nullable E payload;

        private Entry(long micros, long sequence, E payload) {
            this.micros = micros;
            this.sequence = sequence;
            this.payload = payload;
        }

        public SimTime at() {
            return new SimTime(micros);
        }

        public long atMicros() {
            return micros;
        }

        /** Whether the event still waits: neither taken nor cancelled. */
        public boolean isPending() {
            return payload != null;
        }
    }

    private @Nullable Entry<E>[] heap = newHeap(1024);
    private long[] instants = new long[1024];
    private int size;
    private int cancelled;
    private long nextSequence;

    /** Add an event at an instant; events at equal instants keep the order in which they were added. */
    public Entry<E> schedule(SimTime at, E payload) {
        return schedule(at.micros(), payload);
    }

    /** As {@link #schedule(SimTime, Object)} with the instant in microseconds. */
    public Entry<E> schedule(long micros, E payload) {
        Entry<E> entry = new Entry<>(micros, nextSequence++, payload);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
            instants = Arrays.copyOf(instants, size * 2);
        }
        siftUp(size++, entry);
        return entry;
    }

    /** Withdraw an event; one that was already taken or cancelled is left alone. */
    public void cancel(Entry<E> entry) {
        if (entry.payload == null) {
            return;
        }
        entry.payload = null;
        cancelled++;
        if (cancelled > 64 && cancelled > size / 2) {
            sweep();
        }
    }

    /** The instant of the next event in microseconds, or {@link Long#MAX_VALUE} when none waits. */
    public long nextMicros() {
        dropCancelled();
        return size == 0 ? Long.MAX_VALUE : instants[0];
    }

    /** Take the next event, or null when none waits. */
    public @Nullable E poll() {
        dropCancelled();
        if (size == 0) {
            return null;
        }
        Entry<E> first = entry(0);
        removeFirst();
        E payload = first.payload;
        first.payload = null;
        return payload;
    }

    /** How many events wait. */
    public int size() {
        return size - cancelled;
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** Forget every event and start the sequence again, for the next run. */
    public void clear() {
        for (int i = 0; i < size; i++) {
            entry(i).payload = null;
        }
        Arrays.fill(heap, 0, size, null);
        size = 0;
        cancelled = 0;
        nextSequence = 0;
    }

    private void dropCancelled() {
        while (size > 0 && entry(0).payload == null) {
            removeFirst();
            cancelled--;
        }
    }

    private void sweep() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            Entry<E> entry = entry(i);
            if (entry.payload != null) {
                put(kept++, entry);
            }
        }
        Arrays.fill(heap, kept, size, null);
        size = kept;
        cancelled = 0;
        for (int i = size / 2 - 1; i >= 0; i--) {
            siftDown(i, entry(i));
        }
    }

    private void removeFirst() {
        Entry<E> last = entry(--size);
        heap[size] = null;
        if (size > 0) {
            siftDown(0, last);
        }
    }

    private void siftUp(int from, Entry<E> entry) {
        int i = from;
        while (i > 0) {
            int parent = (i - 1) >>> 1;
            long above = instants[parent];
            if (entry.micros > above || (entry.micros == above && entry.sequence > entry(parent).sequence)) {
                break;
            }
            move(parent, i);
            i = parent;
        }
        put(i, entry);
    }

    private void siftDown(int from, Entry<E> entry) {
        int i = from;
        int half = size >>> 1;
        while (i < half) {
            int child = 2 * i + 1;
            if (child + 1 < size && before(child + 1, child)) {
                child++;
            }
            long least = instants[child];
            if (entry.micros < least || (entry.micros == least && entry.sequence < entry(child).sequence)) {
                break;
            }
            move(child, i);
            i = child;
        }
        put(i, entry);
    }

    private void move(int from, int to) {
        heap[to] = heap[from];
        instants[to] = instants[from];
    }

    private void put(int index, Entry<E> entry) {
        heap[index] = entry;
        instants[index] = entry.micros;
    }

    private Entry<E> entry(int index) {
        Entry<E> entry = heap[index];
        if (entry == null) {
            throw new IllegalStateException("empty slot " + index + " in a heap of " + size);
        }
        return entry;
    }

    private boolean before(int a, int b) {
        long first = instants[a];
        long second = instants[b];
        return first != second ? first < second : entry(a).sequence < entry(b).sequence;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <E> @Nullable Entry<E>[] newHeap(int capacity) {
        return new Entry[capacity];
    }
}
