package dev.quorate.model.pacemaker.scheduler;

import java.util.List;

/**
 * One action of a transition.
 *
 * @param id its number in the transition's graph
 * @param key {@code vip_start_0}, {@code apiserver:1_monitor_10000}, {@code stonith-k8s-master01-reboot}
 * @param task {@code start}, {@code stop}, {@code monitor}, {@code running}, {@code stopped}, {@code stonith},
 *     {@code clear_failcount}, {@code do_shutdown}, {@code cancel}
 * @param resource the resource it is for, of a clone the instance ({@code apiserver:1}); empty when it is for a node
 * @param lrmResource the id under which the executor keeps its history ({@code apiserver})
 * @param node the node it is for, of fencing the target; empty for a pseudo action, but for a stop that fencing does
 * @param intervalMillis 0 when it runs once; a monitor of interval 0 is a probe
 * @param expectedRc what the agent should answer: 7 of a probe of a stopped resource, else mostly 0
 * @param operation of fencing {@code reboot} or {@code off}, of a cancel the task that is ended, else empty
 * @param delayMillis how long fencing is delayed ({@code priority-fencing-delay}), or {@code start-delay}
 * @param waitsFor ids of actions that must be done first
 * @param reason why, in Pacemaker's words; may be empty
 * @param because settings and constraints that decided it: {@code no-quorum-policy}, {@code constraint:cli-ban-vip}
 */
public record Action(
        int id,
        Kind kind,
        String key,
        String task,
        String resource,
        String lrmResource,
        String node,
        long intervalMillis,
        long timeoutMillis,
        int expectedRc,
        String operation,
        long delayMillis,
        List<Integer> waitsFor,
        String reason,
        List<String> because) {

    /** Who carries an action out. */
    public enum Kind {
        /** The node's executor. */
        RESOURCE,
        /** Nobody: it only stands between others ({@code pseudo_event}). */
        PSEUDO,
        /** The fencer. */
        FENCE,
        /** The controller: clear a fail count, shut a node down, forget a history ({@code crm_event}). */
        CLUSTER
    }

    public Action {
        waitsFor = List.copyOf(waitsFor);
        because = List.copyOf(because);
    }

    /** Whether it asks what a resource does before the cluster touches it. */
    public boolean isProbe() {
        return kind == Kind.RESOURCE && task.equals("monitor") && intervalMillis == 0;
    }

    /** The action as crm_simulate's graph names it: {@code vip_start_0 k8s-master01}. */
    public String label() {
        return switch (kind) {
            case FENCE -> "stonith '" + operation + "' " + node;
            case CLUSTER -> task.equals(Task.SHUTDOWN) ? task + " " + node : key + " " + node;
            case PSEUDO, RESOURCE -> node.isEmpty() ? key : key + " " + node;
        };
    }
}
