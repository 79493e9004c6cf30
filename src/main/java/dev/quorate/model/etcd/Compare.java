package dev.quorate.model.etcd;

/**
 * A condition of a transaction; a key that does not exist has 0 for every number.
 *
 * @param operand a {@code Long}, or for {@link Target#VALUE} the value
 */
public record Compare(String key, Target target, Relation relation, Object operand) {

    /** What of the key is compared. */
    public enum Target {
        CREATE_REVISION,
        MOD_REVISION,
        VERSION,
        LEASE,
        VALUE
    }

    /** How. */
    public enum Relation {
        EQUAL,
        NOT_EQUAL,
        GREATER,
        LESS
    }

    public Compare {
        if (target != Target.VALUE && !(operand instanceof Long)) {
            throw new IllegalArgumentException(target + " is compared with a Long, was given " + operand);
        }
        if (target == Target.VALUE && (relation == Relation.GREATER || relation == Relation.LESS)) {
            throw new IllegalArgumentException("values are compared for being equal or not, was " + relation);
        }
    }

    /** Kubernetes' condition: nobody wrote it since it was read; 0: it does not exist. */
    public static Compare modRevision(String key, long revision) {
        return new Compare(key, Target.MOD_REVISION, Relation.EQUAL, revision);
    }

    public static Compare createRevision(String key, long revision) {
        return new Compare(key, Target.CREATE_REVISION, Relation.EQUAL, revision);
    }

    public static Compare value(String key, Object value) {
        return new Compare(key, Target.VALUE, Relation.EQUAL, value);
    }
}
