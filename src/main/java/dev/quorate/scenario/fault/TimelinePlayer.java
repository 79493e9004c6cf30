package dev.quorate.scenario.fault;

import dev.quorate.time.RandomStream;
import dev.quorate.time.RandomStreams;
import dev.quorate.trace.EventId;
import dev.quorate.trace.FaultEvent;
import dev.quorate.trace.RunEvent;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plays a timeline: draws its times, watches the trace for its conditions, injects its faults and undoes them.
 *
 * <p>A plain state machine: the simulation calls {@link #onStart} at time zero, {@link #onRecord} for every record of
 * the trace (those of the warm-up too), {@link #onTimer} for the timers that were asked for, and {@link #onEnd} at the
 * end of the run. A record that the player's own acts bring about may be handed back at once: what it triggers is put
 * off by a timer of no delay, so that an act is never interrupted by another one.
 */
public final class TimelinePlayer {

    /** The most steps that one fault may take: a flapping link's downs and ups. */
    public static final int MAX_STEPS = 100_000;

    /** What the player needs of the world that it plays in. */
    public interface Stage {

        /** Call {@link #onTimer} with the token after that time. */
        void setTimer(long token, Duration delay);

        /** Record an event as caused by these; it becomes the cause of what is done until {@link #closeAct}. */
        EventId openAct(TraceEvent event, List<EventId> causes);

        /** The act that the last {@link #openAct} began is done. */
        void closeAct();

        /** The world, with the random stream of the fault in hand. */
        FaultTarget world(RandomStream random);
    }

    private enum Phase {
        WAITING,
        ARMED,
        STANDING,
        OVER
    }

    /** One fault's state. */
    private static final class Item {
        final ScheduledFault scheduled;
        final RandomStream random;
        Phase phase = Phase.WAITING;
        Fault fault;
        List<String> hosts = List.of();
        List<EventId> causes = new ArrayList<>();

        @Nullable
        EventId injected;

        int step;
        /** Counts what made earlier timers void. */
        long generation;

        Item(ScheduledFault scheduled, RandomStream random) {
            this.scheduled = scheduled;
            this.random = random;
            this.fault = scheduled.fault();
        }

        String id() {
            return scheduled.id();
        }
    }

    private interface Due {
        void run();
    }

    private final RandomStreams streams;
    private final Stage stage;
    private final Whereabouts whereabouts = new Whereabouts();
    private final List<Item> items = new ArrayList<>();
    private final Map<Long, Due> timers = new LinkedHashMap<>();
    private long nextToken;
    private boolean started;

    public TimelinePlayer(List<ScheduledFault> timeline, RandomStreams streams, Stage stage) {
        this.streams = streams;
        this.stage = stage;
        for (ScheduledFault scheduled : timeline) {
            items.add(new Item(scheduled, streams.stream("faults/" + scheduled.id())));
        }
    }

    /** Who is where, as the trace tells so far. */
    public Whereabouts whereabouts() {
        return whereabouts;
    }

    /** Time zero: faults at fixed times are set, conditions are watched from here on. */
    public void onStart() {
        started = true;
        for (Item item : items) {
            if (item.scheduled.trigger() instanceof Trigger.At at) {
                arm(item, at.time(), List.of());
            }
        }
    }

    /** A record was added to the trace. */
    public void onRecord(TraceRecord record) {
        whereabouts.onRecord(record);
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            if (item.phase == Phase.WAITING) {
                consider(item, record);
            }
        }
    }

    /** A timer that the player asked for is due. */
    public void onTimer(long token) {
        Due due = timers.remove(token);
        if (due != null) {
            due.run();
        }
    }

    /** Undo every fault that stands and forget those to come, so that the cluster can be seen to recover. */
    public void healEverything() {
        for (Item item : items) {
            if (item.phase != Phase.STANDING) {
                item.phase = Phase.OVER;
            }
        }
        EventId healed = stage.openAct(new RunEvent.EverythingHealed(), List.of());
        stage.closeAct();
        for (Item item : List.copyOf(items)) {
            end(item, List.of(healed));
        }
    }

    /** The run ends: faults whose trigger never came are recorded as such. */
    public void onEnd() {
        for (Item item : items) {
            if (item.phase == Phase.WAITING) {
                notInjected(item, "its trigger never came");
            }
        }
    }

    /** Whether every fault has been injected and, where it ends, has ended. */
    public boolean isOver() {
        return items.stream()
                .allMatch(item -> item.phase == Phase.OVER
                        || (item.phase == Phase.STANDING
                                && item.scheduled.lasting().isEmpty()));
    }

    /** Whether nothing is left of any fault and none is to come. */
    public boolean isQuiet() {
        return items.stream().allMatch(item -> item.phase == Phase.OVER);
    }

    private void consider(Item item, TraceRecord record) {
        Trigger trigger = item.scheduled.trigger();
        if (trigger instanceof Trigger.After after && started && follows(after.reference(), record)) {
            arm(item, after.delay(), List.of(record.id()));
        } else if (trigger instanceof Trigger.When when) {
            Condition condition = when.condition();
            boolean holds = !condition.hold().isZero();
            if (condition.matches(record) && (started || holds)) {
                if (holds) {
                    hold(item, when, record.id());
                } else {
                    arm(item, when.delay(), List.of(record.id()));
                }
            } else if (condition.ends(record)) {
                item.generation++;
            }
        }
    }

    private static boolean follows(String reference, TraceRecord record) {
        if (record.event() instanceof FaultEvent.FaultInjected e && e.fault().equals(reference)) {
            return true;
        }
        return EventWords.kindOf(record.event()).equals(reference);
    }

    /** The condition is true; it must stay so, and each record that matches again starts its time anew. */
    private void hold(Item item, Trigger.When when, EventId cause) {
        long generation = ++item.generation;
        timer(when.condition().hold(), () -> {
            if (item.phase == Phase.WAITING && item.generation == generation) {
                if (started) {
                    arm(item, when.delay(), List.of(cause));
                } else {
                    item.generation++;
                }
            }
        });
    }

    private void arm(Item item, Spread delay, List<EventId> causes) {
        item.phase = Phase.ARMED;
        item.causes.addAll(causes);
        Duration wait = delay.draw(item.random).plus(item.scheduled.think().draw(item.random));
        timer(wait, () -> {
            if (item.phase == Phase.ARMED) {
                inject(item);
            }
        });
    }

    private void inject(Item item) {
        FaultTarget world = stage.world(item.random);
        Optional<Fault> resolved = FaultTargets.resolve(
                item.scheduled.fault(), target -> target.resolve(whereabouts, world.topology(), item.random));
        if (resolved.isEmpty()) {
            notInjected(item, "nobody is " + Checks.list(item.scheduled.fault().targets()) + " now");
            return;
        }
        item.fault = resolved.get();
        item.hosts = item.fault.targets().stream().map(Target::name).distinct().toList();
        item.phase = Phase.STANDING;
        item.injected = stage.openAct(
                new FaultEvent.FaultInjected(
                        item.id(), item.fault.kind(), item.hosts, item.fault.describe(), item.fault.isOperator()),
                item.causes);
        item.fault.applyTo(world, item.id());
        stage.closeAct();
        if (item.fault instanceof NetworkFault.Heal heal) {
            endAllOf(heal, item);
        }
        nextStep(item);
        item.scheduled.lasting().ifPresent(span -> timer(span.draw(item.random), () -> end(item, List.of())));
        if (!item.fault.canBeUndone() && item.step == 0) {
            item.phase = Phase.OVER;
        }
    }

    private void endAllOf(NetworkFault.Heal heal, Item by) {
        for (Item item : List.copyOf(items)) {
            if (item != by && heal.ends(item.id(), item.fault)) {
                end(item, by.injected == null ? List.of() : List.of(by.injected));
            }
        }
    }

    private void nextStep(Item item) {
        int step = item.step + 1;
        Optional<Duration> delay = item.fault.delayToStep(step, stage.world(item.random));
        if (delay.isEmpty()) {
            if (!item.fault.canBeUndone()) {
                item.phase = Phase.OVER;
            }
            return;
        }
        if (step > MAX_STEPS) {
            throw new IllegalStateException("fault " + item.id() + " took more than " + MAX_STEPS + " steps");
        }
        item.step = step;
        timer(delay.get(), () -> takeStep(item));
    }

    private void takeStep(Item item) {
        if (item.phase != Phase.STANDING) {
            return;
        }
        stage.openAct(
                new FaultEvent.FaultInjected(
                        item.id(),
                        item.fault.kind(),
                        item.hosts,
                        item.fault.describe() + " (step " + (item.step + 1) + ")",
                        item.fault.isOperator()),
                injectedBy(item));
        item.fault.step(item.step, stage.world(item.random), item.id());
        stage.closeAct();
        nextStep(item);
    }

    private void end(Item item, List<EventId> by) {
        if (item.phase != Phase.STANDING || !item.fault.canBeUndone()) {
            return;
        }
        item.phase = Phase.OVER;
        List<EventId> causes = new ArrayList<>(injectedBy(item));
        causes.addAll(by);
        stage.openAct(
                new FaultEvent.FaultEnded(item.id(), item.fault.kind(), item.hosts, item.fault.describeEnd()), causes);
        item.fault.undo(stage.world(item.random), item.id());
        stage.closeAct();
    }

    private void notInjected(Item item, String why) {
        item.phase = Phase.OVER;
        stage.openAct(
                new FaultEvent.FaultNotInjected(
                        item.id(), item.scheduled.fault().kind(), why),
                item.causes);
        stage.closeAct();
    }

    private static List<EventId> injectedBy(Item item) {
        return item.injected == null ? List.of() : List.of(item.injected);
    }

    private void timer(Duration delay, Due due) {
        long token = nextToken++;
        timers.put(token, due);
        stage.setTimer(token, delay);
    }

    /** The seed that its draws come from, for the words of a report. */
    public long seed() {
        return streams.seed();
    }
}
