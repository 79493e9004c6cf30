package dev.quorate.experiment.distributed;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What is said between machines; serialized by Jackson, and by nothing else.
 *
 * <p>A worker finds the coordinator by the receptionist, says {@link Hello}, and is told to begin or why not. Work comes
 * as {@link Batch}es by Pekko's work-pulling delivery; each finished run goes back at once.
 */
interface Wire {

    /** To the coordinator. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Hello.class, name = "hello"),
        @JsonSubTypes.Type(value = OtherHash.class, name = "other-hash"),
        @JsonSubTypes.Type(value = RunDone.class, name = "run-done"),
        @JsonSubTypes.Type(value = RunBroke.class, name = "run-broke")
    })
    interface ToCoordinator extends Wire, Coordinator.Command {}

    /**
     * A worker offers itself.
     *
     * @param build the version and what its classes hash to: another one may compute other results
     */
    record Hello(ActorRef<ToWorker> worker, String name, String build, int hands) implements ToCoordinator {}

    /** A worker reads the study's scenario otherwise, so its results would be of something else. */
    record OtherHash(String name, String hash) implements ToCoordinator {}

    /** A run is finished: a line of {@code runs.jsonl}. */
    record RunDone(String name, long batch, String line) implements ToCoordinator {}

    /** A run broke the simulator. */
    record RunBroke(String name, long batch, String message) implements ToCoordinator {}

    /** To a worker. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Begin.class, name = "begin"),
        @JsonSubTypes.Type(value = Refused.class, name = "refused")
    })
    interface ToWorker extends Wire, WorkerNode.Command {}

    /**
     * The worker is taken.
     *
     * @param work the key under which its hands register for work
     * @param cell the study's first cell, to be read as a check
     * @param hash what that cell must hash to once read
     */
    record Begin(ActorRef<ToCoordinator> coordinator, String work, String cell, String hash) implements ToWorker {}

    /** The worker is not taken, and why. */
    record Refused(String reason) implements ToWorker {}

    /**
     * Runs to be done: seeds of a cell.
     *
     * @param index which cell it is
     * @param cell the cell's text
     * @param hash what the cell must hash to once read
     */
    record Batch(long id, int index, String cell, String hash, List<Long> seeds) implements Wire {
        public Batch {
            seeds = List.copyOf(seeds);
        }
    }
}
