package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.kubernetes.api.Node;
import dev.quorate.model.kubernetes.api.Node.Taint;
import dev.quorate.model.kubernetes.api.Patch;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The node controller's taints, and the patches that bring a node to those it should have. */
final class NodeTaints {

    static final String NOT_READY = "node.kubernetes.io/not-ready";
    static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";
    private static final String NO_SCHEDULE = "NoSchedule";
    private static final String NO_EXECUTE = "NoExecute";

    private NodeTaints() {}

    /** The key for that Ready condition, or {@code ""} for a ready node. */
    static String key(Node.Ready ready) {
        return switch (ready) {
            case FALSE -> NOT_READY;
            case UNKNOWN -> UNREACHABLE;
            case TRUE, NONE -> "";
        };
    }

    static boolean has(Node node, String key, String effect) {
        return node.taints().stream()
                .anyMatch(t -> t.key().equals(key) && t.effect().equals(effect));
    }

    static boolean hasNoExecute(Node node, String key) {
        return has(node, key, NO_EXECUTE);
    }

    /** doNoScheduleTaintingPass: the NoSchedule taints that its conditions ask for. */
    static Optional<Patch.Taints> noSchedule(Node node, SimTime now) {
        return patch(
                node,
                NO_SCHEDULE,
                List.of(NOT_READY, UNREACHABLE, UNSCHEDULABLE),
                node.unschedulable() ? List.of(key(node.ready()), UNSCHEDULABLE) : List.of(key(node.ready())),
                now);
    }

    /** SwapNodeControllerTaint: one NoExecute taint, or none for the key {@code ""}. */
    static Optional<Patch.Taints> noExecute(Node node, String key, SimTime now) {
        return patch(node, NO_EXECUTE, List.of(NOT_READY, UNREACHABLE), List.of(key), now);
    }

    private static Optional<Patch.Taints> patch(
            Node node, String effect, List<String> own, List<String> wanted, SimTime now) {
        List<Taint> add = new ArrayList<>();
        List<Taint> remove = new ArrayList<>();
        for (String key : own) {
            boolean there = has(node, key, effect);
            if (wanted.contains(key) && !there) {
                add.add(new Taint(key, effect, now));
            } else if (!wanted.contains(key) && there) {
                remove.add(new Taint(key, effect, null));
            }
        }
        return add.isEmpty() && remove.isEmpty() ? Optional.empty() : Optional.of(new Patch.Taints(add, remove));
    }
}
