package dev.quorate.model.etcd;

/**
 * A half-open interval of keys, as etcd's API spells it.
 *
 * @param key the first key
 * @param end the first key beyond, or {@code ""} for the one key alone
 */
public record KeyRange(String key, String end) {

    /** All that follows: etcd's {@code \0}. */
    private static final String NO_END = String.valueOf(Character.MAX_VALUE);

    public static KeyRange of(String key) {
        return new KeyRange(key, "");
    }

    /** Every key that begins so. */
    public static KeyRange prefix(String prefix) {
        return prefix.isEmpty() ? from("") : new KeyRange(prefix, endOfPrefix(prefix));
    }

    /** This key and every later one. */
    public static KeyRange from(String key) {
        return new KeyRange(key, NO_END);
    }

    public boolean isSingle() {
        return end.isEmpty();
    }

    public boolean contains(String candidate) {
        return isSingle() ? candidate.equals(key) : (candidate.compareTo(key) >= 0 && candidate.compareTo(end) < 0);
    }

    private static String endOfPrefix(String prefix) {
        int last = prefix.length() - 1;
        return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    }
}
