package dev.quorate.model;

/** What one process says to another: an immutable record, a noun of its protocol ({@code RequestVote}). */
public interface Message {

    /** A short form for a sequence diagram. */
    default String summary() {
        return getClass().getSimpleName();
    }
}
