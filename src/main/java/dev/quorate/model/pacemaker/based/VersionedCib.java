package dev.quorate.model.pacemaker.based;

import dev.quorate.model.pacemaker.cib.Cib;

/** A copy of the CIB with its version. */
public record VersionedCib(CibVersion version, Cib cib) {

    VersionedCib apply(CibChange change) {
        Cib changed = change.apply(cib);
        return changed.equals(cib) && !change.isAlwaysNews()
                ? this
                : new VersionedCib(version.next(change.isConfiguration()), changed);
    }
}
