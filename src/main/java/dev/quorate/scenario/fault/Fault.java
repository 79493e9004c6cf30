package dev.quorate.scenario.fault;

import dev.quorate.scenario.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something done to the cluster from outside, by fate or by a person: a closed set of records that check themselves.
 *
 * <p>Every record has a {@link FaultKind} and its components a {@link Parameter}: the parser, the writer and the list of
 * faults are made from these. A fault's targets are resolved to hosts before {@link #applyTo}.
 */
public sealed interface Fault
        permits HostFault, ProcessFault, NetworkFault, DeviceFault, OperatorFault, CredentialFault, FileFault {

    /** Do it. */
    void applyTo(FaultTarget world, String id);

    /** Undo it; called only where {@link #canBeUndone}. */
    default void undo(FaultTarget world, String id) {
        throw new IllegalStateException(kind() + " cannot be undone");
    }

    /** Whether it takes {@code for = ...}, and whether a run that heals everything undoes it. */
    default boolean canBeUndone() {
        return true;
    }

    /** What it does, in words, once its targets are hosts: {@code power off k8s-master01}. */
    String describe();

    /** What is said when it is undone. */
    default String describeEnd() {
        return "end of: " + describe();
    }

    /** Whom it is aimed at, symbolic targets as they are: its parameters that name hosts, in their order. */
    default List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        FaultCatalog.of(getClass()).parameters().forEach(each -> Target.collect(each.valueIn(this), targets));
        return targets;
    }

    /** What is wrong with it in this cluster, unknown hosts apart. */
    default List<String> complaints(Topology topology) {
        return List.of();
    }

    /** The delay before its next step, for a fault that acts several times; empty when it is done. */
    default Optional<Duration> delayToStep(int step, FaultTarget world) {
        return Optional.empty();
    }

    /** Take a step after the first: 1 is the first that {@link #delayToStep} asked for. */
    default void step(int step, FaultTarget world, String id) {}

    /** Its keyword in a scenario file. */
    default String kind() {
        return FaultCatalog.of(getClass()).keyword();
    }

    /** Whether a person does it. */
    default boolean isOperator() {
        return false;
    }
}
