package dev.quorate.simulation.engine;

import dev.quorate.time.EventQueue;
import dev.quorate.time.SimTime;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The one loop of a run: take the earliest event, let the actors that it woke work until they rest, take the next.
 *
 * <p>Owns virtual time, the event queue and the queue of dispatcher tasks. Not safe for several threads; each worker
 * thread has its own, with its own actor system.
 */
public final class Driver {

    /** Who asks for the most work at an instant; told when a budget is passed. */
    public interface Suspects {
        String mostActive();
    }

    private static final int TASK_CAPACITY = 1 << 12;

    /** While actors start or stop: more than that is an actor that never rests. */
    private static final Budget BOOTING = new Budget(Long.MAX_VALUE, 50_000_000);

    private final EventQueue<Runnable> events = new EventQueue<>();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(TASK_CAPACITY);
    private long nowMicros;
    private long eventCount;
    private long taskCount;
    private boolean inline = true;
    private boolean draining;
    private Budget budget = Budget.UNLIMITED;
    private @Nullable RuntimeException failure;
    private Suspects suspects = () -> "nobody in particular";

    Driver() {}

    public SimTime now() {
        return new SimTime(nowMicros);
    }

    public long nowMicros() {
        return nowMicros;
    }

    /** Events taken since the run began. */
    public long eventCount() {
        return eventCount;
    }

    /** Schedule work at an instant; in the past means now. */
    public EventQueue.Entry<Runnable> at(long micros, Runnable work) {
        return events.schedule(Math.max(micros, nowMicros), work);
    }

    public EventQueue.Entry<Runnable> after(long delayMicros, Runnable work) {
        return at(Math.addExact(nowMicros, delayMicros), work);
    }

    public void cancel(EventQueue.Entry<Runnable> entry) {
        events.cancel(entry);
    }

    public int pendingEvents() {
        return events.size();
    }

    /** A machine or actor broke: the run ends with this at once. */
    public void fail(RuntimeException cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    /** Begin a run at an instant, with nothing pending. */
    public void reset(SimTime start, Budget limits, Suspects whom) {
        drain();
        events.clear();
        nowMicros = start.micros();
        eventCount = 0;
        taskCount = 0;
        failure = null;
        budget = limits;
        suspects = whom;
    }

    /**
     * Run until the queue holds nothing up to and including {@code end}; the clock then stands at {@code end}.
     *
     * @throws BudgetExceededException when a budget is passed
     */
    public void runUntil(SimTime end) {
        long until = end.micros();
        drainOrFail();
        while (true) {
            long next = events.nextMicros();
            if (next > until) {
                nowMicros = Math.max(nowMicros, until);
                return;
            }
            step(next);
        }
    }

    /** Take one event at most {@code end}; answers whether there was one. */
    public boolean step(SimTime end) {
        drainOrFail();
        long next = events.nextMicros();
        if (next > end.micros()) {
            return false;
        }
        step(next);
        return true;
    }

    private void step(long next) {
        if (next != nowMicros) {
            nowMicros = next;
            taskCount = 0;
        }
        if (++eventCount > budget.events()) {
            throw BudgetExceededException.events(budget.events(), now(), suspects.mostActive());
        }
        if (++taskCount > budget.tasksAtOneInstant()) {
            throw BudgetExceededException.tasks(budget.tasksAtOneInstant(), now(), suspects.mostActive());
        }
        Runnable due = events.poll();
        if (due != null) {
            due.run();
        }
        drainOrFail();
    }

    private void drainOrFail() {
        drain();
        if (failure != null) {
            throw failure;
        }
    }

    /** Let the actors work until none has anything to do at this instant. */
    void drain() {
        if (draining) {
            return;
        }
        draining = true;
        try {
            while (failure == null) {
                // Counted before it is taken: a task that is taken must run, or its actor never runs again.
                if (!tasks.isEmpty() && ++taskCount > budget.tasksAtOneInstant()) {
                    throw BudgetExceededException.tasks(budget.tasksAtOneInstant(), now(), suspects.mostActive());
                }
                Runnable task = tasks.pollFirst();
                if (task == null) {
                    return;
                }
                task.run();
            }
        } finally {
            draining = false;
        }
    }

    /** A dispatcher hands over a task. While an actor system boots it runs at once: its constructor waits for actors. */
    void execute(Runnable task) {
        tasks.addLast(task);
        if (inline) {
            drain();
        }
    }

    void runInline(boolean whileBooting) {
        inline = whileBooting;
        if (whileBooting) {
            budget = BOOTING;
            taskCount = 0;
            failure = null;
        }
    }
}
