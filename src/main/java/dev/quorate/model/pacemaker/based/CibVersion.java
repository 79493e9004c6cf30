package dev.quorate.model.pacemaker.based;

/**
 * How new a copy of the CIB is: the higher one is kept when partitions meet.
 *
 * @param epoch rises with each change of the configuration
 * @param numUpdates rises with each change of the status; starts again with each epoch
 */
public record CibVersion(long epoch, long numUpdates) implements Comparable<CibVersion> {

    @Override
    public int compareTo(CibVersion other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compare(numUpdates, other.numUpdates);
    }

    CibVersion next(boolean configurationChanged) {
        return configurationChanged ? new CibVersion(epoch + 1, 0) : new CibVersion(epoch, numUpdates + 1);
    }
}
