package dev.quorate.model.etcd;

import java.util.List;
import java.util.Optional;

/** One operation on the store: alone in a request, or one of several in a transaction. */
public sealed interface EtcdOp {

    /**
     * Read.
     *
     * @param revision the revision to read at, 0 for the newest
     * @param limit at most so many keys, 0 for all
     */
    record Range(KeyRange range, long revision, int limit) implements EtcdOp {
        public static Range of(String key) {
            return new Range(KeyRange.of(key), 0, 0);
        }

        public static Range prefix(String prefix) {
            return new Range(KeyRange.prefix(prefix), 0, 0);
        }
    }

    /** Write; {@code lease} 0 for none. */
    record Put(String key, Object value, long lease) implements EtcdOp {
        public static Put of(String key, Object value) {
            return new Put(key, value, 0);
        }
    }

    /** Delete every key of the range. */
    record Delete(KeyRange range) implements EtcdOp {
        public static Delete of(String key) {
            return new Delete(KeyRange.of(key));
        }
    }

    /** What an operation came to. */
    sealed interface Result {

        /**
         * @param count how many keys the range has, whatever the limit
         */
        record Ranged(List<KeyValue> kvs, long count) implements Result {
            public boolean hasMore() {
                return count > kvs.size();
            }
        }

        record Written(Optional<KeyValue> previous) implements Result {}

        record Deleted(List<KeyValue> previous) implements Result {}
    }
}
