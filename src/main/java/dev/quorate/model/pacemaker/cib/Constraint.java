package dev.quorate.model.pacemaker.cib;

/** A configured constraint. */
public sealed interface Constraint {

    String id();

    /**
     * A resource prefers or avoids a node ({@code rsc_location}).
     *
     * @param score in points; {@link Values#INFINITY} is must, its negative never
     * @param discovery {@code resource-discovery}: where the resource is probed
     */
    record Location(String id, String resource, String node, int score, Discovery discovery) implements Constraint {

        public static Location of(String id, String resource, String node, int score) {
            return new Location(id, resource, node, score, Discovery.ALWAYS);
        }
    }

    /** Where a resource is probed for. */
    enum Discovery {
        ALWAYS,
        NEVER,
        EXCLUSIVE
    }

    /** {@code resource} runs, or does not run, where {@code with} does ({@code rsc_colocation}). */
    record Colocation(String id, String resource, String with, int score) implements Constraint {}

    /**
     * {@code then}'s action waits for {@code first}'s ({@code rsc_order}).
     *
     * @param firstAction {@code start} or {@code stop}
     */
    record Order(
            String id,
            String first,
            String firstAction,
            String then,
            String thenAction,
            OrderKind kind,
            boolean symmetrical)
            implements Constraint {

        /** Start one after the other, stop in reverse. */
        public static Order mandatory(String id, String first, String then) {
            return new Order(id, first, "start", then, "start", OrderKind.MANDATORY, true);
        }
    }

    /** How strict an order is. */
    enum OrderKind {
        MANDATORY,
        OPTIONAL,
        SERIALIZE
    }
}
