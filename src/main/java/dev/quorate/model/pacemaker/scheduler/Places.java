package dev.quorate.model.pacemaker.scheduler;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The nodes that a resource may run on, each with its score. */
final class Places {

    private static final int BARRED = -dev.quorate.model.pacemaker.cib.Values.INFINITY;

    private final TreeMap<String, Place> byId = new TreeMap<>();

    @Nullable
    Place get(Member member) {
        return byId.get(member.id);
    }

    void put(Place place) {
        byId.put(place.member.id, place);
    }

    void remove(Member member) {
        byId.remove(member.id);
    }

    Collection<Place> all() {
        return byId.values();
    }

    Places copy() {
        Places copy = new Places();
        for (Place place : byId.values()) {
            copy.put(place.copy());
        }
        return copy;
    }

    /** Every node barred, as after a failure that forbids the resource everywhere. */
    static Places barred(List<Member> members) {
        Places places = new Places();
        for (Member member : members) {
            places.put(new Place(member, BARRED));
        }
        return places;
    }

    boolean anyAvailable() {
        return byId.values().stream().anyMatch(Place::isAvailable);
    }

    /**
     * Best first: score, then fewest resources placed, then where it runs, then name (pcmk__sort_nodes, compare_nodes).
     */
    List<Place> sorted(@Nullable Member active) {
        List<Place> sorted = new ArrayList<>(byId.values());
        sorted.sort(bestFirst(active));
        return sorted;
    }

    private static Comparator<Place> bestFirst(@Nullable Member active) {
        return Comparator.<Place>comparingInt(place -> place.member.isAvailable() ? place.score : BARRED)
                .reversed()
                .thenComparingInt(place -> place.member.placedCount)
                .thenComparingInt(place -> place.member == active ? 0 : 1)
                .thenComparing(place -> place.member.name);
    }
}
