package dev.quorate.trace;

import java.util.List;

/** Pacemaker: the designated controller, transitions, resources and fencing. */
public sealed interface PacemakerEvent extends TraceEvent {

    /** This node became the DC of its partition. */
    record DcElected() implements PacemakerEvent {
        @Override
        public String describe() {
            return "became DC";
        }
    }

    /** This node is DC no longer. */
    record DcReleased(String reason) implements PacemakerEvent {
        @Override
        public String describe() {
            return "is DC no longer (" + reason + ")";
        }
    }

    /** A peer was declared unclean: it must be fenced before its resources may be recovered. */
    record NodeUnclean(String node, String reason) implements PacemakerEvent {
        @Override
        public String describe() {
            return node + " is unclean: " + reason;
        }
    }

    /** The DC's policy engine decided what to do. */
    record TransitionComputed(int transition, List<String> actions, List<String> fencing) implements PacemakerEvent {
        @Override
        public String describe() {
            return "computed transition " + transition + ": " + (fencing.isEmpty() ? "" : "fence " + fencing + ", ")
                    + actions;
        }
    }

    /**
     * What a resource does on this node changed.
     *
     * @param state {@code starting}, {@code started}, {@code stopping}, {@code stopped}, {@code failed}, {@code blocked}
     */
    record ResourceStateChanged(String resource, String state, String reason) implements PacemakerEvent {
        /** The reason of a change that only tells this node's fencer of a device: it may be known on many nodes. */
        public static final String FENCE_DEVICE = "fence device";

        private static final String CLONE = "clone, on at most ";

        /** The reason of a change to one of a clone's instances, of which so many may be active at once. */
        public static String clone(int instances) {
            return CLONE + instances;
        }

        /** On how many hosts it may be active at once, as far as this change tells; 1 when it tells nothing. */
        public int mostAtOnce() {
            if (!reason.startsWith(CLONE)) {
                return 1;
            }
            String number = reason.substring(CLONE.length());
            return number.matches("[0-9]{1,6}") ? Integer.parseInt(number) : 1;
        }

        @Override
        public String describe() {
            return "resource " + resource + " " + state + (reason.isEmpty() ? "" : " (" + reason + ")");
        }
    }

    /** Fencing of a node was asked for. */
    record FenceRequested(String target, String operation) implements PacemakerEvent {
        @Override
        public String describe() {
            return "asks to fence " + target + " (" + operation + ")";
        }
    }

    /** Fencing was reported done; whether the target is really off is another matter. */
    record FenceConfirmed(String target, String by, boolean manual) implements PacemakerEvent {
        @Override
        public String describe() {
            return (manual ? "was told by hand that " : "was told by " + by + " that ") + target + " is fenced";
        }
    }

    /** One fencing operation failed. */
    record FenceFailed(String target, String reason) implements PacemakerEvent {
        @Override
        public String describe() {
            return "could not fence " + target + ": " + reason;
        }
    }

    /** Fencing of a node was given up after stonith-max-attempts. */
    record FenceGivenUp(String target, int attempts) implements PacemakerEvent {
        @Override
        public String describe() {
            return "gave up fencing " + target + " after " + attempts + " attempts";
        }
    }

    /** This host's fencer started a fence agent against a node. */
    record FenceAgentCalled(String target, String device, String operation, int attempt) implements PacemakerEvent {
        @Override
        public String describe() {
            return "calls fence device " + device + " against " + target + " (" + operation + ", attempt " + attempt
                    + ")";
        }
    }

    /**
     * A controller's view of a node changed.
     *
     * @param state {@code member} or {@code lost}
     */
    record NodeStateChanged(String node, String state) implements PacemakerEvent {
        @Override
        public String describe() {
            return "sees " + node + " as " + state;
        }
    }

    /** An operator changed the cluster's configuration. */
    record ConfigurationChanged(String command) implements PacemakerEvent {
        @Override
        public String describe() {
            return "configuration changed: " + command;
        }
    }
}
