package dev.quorate.scenario.fault;

import java.util.Optional;

/**
 * One item of a timeline.
 *
 * @param id names it in the trace and names its random stream; given in the file, or made from its place and kind
 * @param trigger when it begins
 * @param think how long the person thinks before an operator's act; zero for other faults
 * @param fault what happens
 * @param lasting after how long it is undone; empty for never
 * @param mistake whether the person errs, for the words of a report
 */
public record ScheduledFault(
        String id, Trigger trigger, Spread think, Fault fault, Optional<Spread> lasting, boolean mistake) {

    public ScheduledFault {
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("a fault's id has letters, digits, '.', '_' and '-'; was '" + id + "'");
        }
        if (lasting.isPresent() && !fault.canBeUndone()) {
            throw new IllegalArgumentException("'" + fault.kind() + "' cannot be undone, so it takes no 'for'");
        }
    }

    /** A fault at a fixed time, never undone. */
    public static ScheduledFault at(String id, Spread time, Fault fault) {
        return new ScheduledFault(id, new Trigger.At(time), Spread.ZERO, fault, Optional.empty(), false);
    }

    /** This fault, undone after a while. */
    public ScheduledFault lasting(Spread span) {
        return new ScheduledFault(id, trigger, think, fault, Optional.of(span), mistake);
    }

    /** Under another id, with the random stream that belongs to it. */
    public ScheduledFault named(String other) {
        return new ScheduledFault(other, trigger, think, fault, lasting, mistake);
    }

    public ScheduledFault with(Trigger other) {
        return new ScheduledFault(id, other, think, fault, lasting, mistake);
    }

    public ScheduledFault with(Fault other) {
        return new ScheduledFault(id, trigger, think, other, lasting, mistake);
    }
}
