package dev.quorate.simulation.host;

import dev.quorate.model.Timer;
import dev.quorate.time.EventQueue;
import dev.quorate.trace.EventId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A timer that is set: when it is due by the host's monotonic clock, and what it waits for. */
final class ArmedTimer implements Runnable {

    private final HostedProcess process;
    private final Timer key;
    private final long dueMonotonicMicros;
    private final long silentSinceMicros;
    private final List<String> awaited;
    private final List<EventId> causes;
    private EventQueue.@Nullable Entry<Runnable> entry;
    private boolean armed = true;

    ArmedTimer(
            HostedProcess process,
            Timer key,
            long dueMonotonicMicros,
            long silentSinceMicros,
            List<String> awaited,
            List<EventId> causes) {
        this.process = process;
        this.key = key;
        this.dueMonotonicMicros = dueMonotonicMicros;
        this.silentSinceMicros = silentSinceMicros;
        this.awaited = awaited;
        this.causes = causes;
    }

    Timer key() {
        return key;
    }

    long dueMonotonicMicros() {
        return dueMonotonicMicros;
    }

    long silentSinceMicros() {
        return silentSinceMicros;
    }

    List<String> awaited() {
        return awaited;
    }

    List<EventId> causes() {
        return causes;
    }

    EventQueue.@Nullable Entry<Runnable> entry() {
        return entry;
    }

    void entry(EventQueue.@Nullable Entry<Runnable> scheduled) {
        entry = scheduled;
    }

    /** Whether it is still set: neither handed to its machine, nor cancelled, nor replaced. */
    boolean isArmed() {
        return armed;
    }

    void disarm() {
        armed = false;
    }

    @Override
    public void run() {
        process.timerDue(this);
    }
}
