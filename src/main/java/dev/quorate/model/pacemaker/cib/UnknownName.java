package dev.quorate.model.pacemaker.cib;

import java.util.Collection;
import java.util.List;

/** Somebody named what there is not; it says what was named and what there is, so that the nearest can be offered. */
public final class UnknownName extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final int MOST_NAMED = 12;

    private final String given;
    private final transient List<String> known;

    public UnknownName(String message, String given, Collection<String> known) {
        super(message + (known.isEmpty() ? "" : "; known are " + some(known)));
        this.given = given;
        this.known = List.copyOf(known);
    }

    private static String some(Collection<String> known) {
        String some = String.join(", ", known.stream().limit(MOST_NAMED).toList());
        return known.size() > MOST_NAMED ? some + ", ..." : some;
    }

    /** The name as it was written. */
    public String given() {
        return given;
    }

    /** The names that there are. */
    public List<String> known() {
        return known == null ? List.of() : known;
    }
}
