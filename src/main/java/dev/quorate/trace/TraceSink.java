package dev.quorate.trace;

/** Takes the records of a run in order, one after the other: a writer, a hash, a verdict, a metric. */
@FunctionalInterface
public interface TraceSink {

    void accept(TraceRecord record);

    /** A sink that hands each record to this one, then to {@code next}. */
    default TraceSink then(TraceSink next) {
        return record -> {
            accept(record);
            next.accept(record);
        };
    }
}
