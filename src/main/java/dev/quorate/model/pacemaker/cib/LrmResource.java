package dev.quorate.model.pacemaker.cib;

import java.util.ArrayList;
import java.util.List;

/**
 * What a node's executor did with one resource.
 *
 * @param id the resource's id; of an anonymous clone the primitive's, without instance number
 * @param operations the last result of each kind, as {@link LrmOperation#historyId} tells kinds apart
 */
public record LrmResource(String id, Agent agent, List<LrmOperation> operations) {

    public LrmResource {
        operations = List.copyOf(operations);
    }

    /**
     * This history with one more result, which replaces the one of its kind.
     *
     * <p>A failed operation that runs once is kept as the last failure and as the last operation too
     * (pcmk__create_history_xml: "Ensure 'last' gets updated"); a stop or start ends recurring monitors.
     */
    public LrmResource with(LrmOperation operation) {
        List<LrmOperation> changed = new ArrayList<>(operations);
        put(changed, operation);
        if (operation.isFailureRecord() && operation.intervalMillis() == 0) {
            put(changed, operation.asLast());
        }
        return new LrmResource(id, agent, changed);
    }

    /** This history without a recurring operation, as when the executor cancels it. */
    public LrmResource without(String historyId) {
        List<LrmOperation> changed = new ArrayList<>(operations);
        changed.removeIf(operation -> operation.historyId().equals(historyId));
        return new LrmResource(id, agent, changed);
    }

    private static void put(List<LrmOperation> operations, LrmOperation operation) {
        for (int i = 0; i < operations.size(); i++) {
            if (operations.get(i).historyId().equals(operation.historyId())) {
                operations.set(i, operation);
                return;
            }
        }
        operations.add(operation);
    }
}
