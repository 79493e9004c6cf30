package dev.quorate.model.pacemaker.scheduler;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * An immutable list with the newest element first.
 *
 * <p>The scheduler keeps adding actions and orderings while it walks over them; an iteration over a chain sees what was
 * there when it began. The order matters: where several actions fit, the newest one is taken first.
 */
final class Chain<T> implements Iterable<T> {

    private static final Chain<?> EMPTY = new Chain<>(null, null, 0);

    private final @Nullable T head;
    private final @Nullable Chain<T> tail;
    private final int size;

    private Chain(@Nullable T head, @Nullable Chain<T> tail, int size) {
        this.head = head;
        this.tail = tail;
        this.size = size;
    }

    @SuppressWarnings("unchecked") // an empty chain holds nothing of any type
    static <T> Chain<T> empty() {
        return (Chain<T>) EMPTY;
    }

    Chain<T> with(T newest) {
        return new Chain<>(newest, this, size + 1);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The elements, oldest first. */
    List<T> oldestFirst() {
        List<T> list = new ArrayList<>(size);
        for (T element : this) {
            list.add(0, element);
        }
        return list;
    }

    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {
            private @Nullable Chain<T> rest = Chain.this;

            @Override
            public boolean hasNext() {
                return rest != null && rest.head != null;
            }

            @Override
            public T next() {
                Chain<T> here = rest;
                if (here == null || here.head == null) {
                    throw new NoSuchElementException();
                }
                rest = here.tail;
                return here.head;
            }
        };
    }
}
