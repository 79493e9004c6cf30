package dev.quorate.model.etcd.store;

import dev.quorate.model.etcd.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The versions of one key, oldest first; a deletion is a version 0. */
final class KeyHistory {

    private final ArrayList<KeyValue> versions;

    KeyHistory() {
        versions = new ArrayList<>(2);
    }

    KeyHistory(List<KeyValue> versions) {
        this.versions = new ArrayList<>(versions);
    }

    List<KeyValue> versions() {
        return List.copyOf(versions);
    }

    void add(KeyValue version) {
        versions.add(version);
    }

    Optional<KeyValue> latest() {
        return versions.isEmpty() ? Optional.empty() : living(versions.get(versions.size() - 1));
    }

    /** The key as of a revision. */
    Optional<KeyValue> at(long revision) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (versions.get(i).modRevision() <= revision) {
                return living(versions.get(i));
            }
        }
        return Optional.empty();
    }

    /** Forget what was replaced by that revision; true when nothing is left. */
    boolean compact(long revision) {
        int last = -1;
        for (int i = 0; i < versions.size() && versions.get(i).modRevision() <= revision; i++) {
            last = i;
        }
        if (last < 0) {
            return false;
        }
        boolean isGone = versions.get(last).version() == 0;
        versions.subList(0, isGone ? last + 1 : last).clear();
        return versions.isEmpty();
    }

    private static Optional<KeyValue> living(KeyValue version) {
        return version.version() == 0 ? Optional.empty() : Optional.of(version);
    }
}
