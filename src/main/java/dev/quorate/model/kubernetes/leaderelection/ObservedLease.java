package dev.quorate.model.kubernetes.leaderelection;

import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The record that a candidate last saw or wrote, and when by its own clock: all that it judges a lease by. */
final class ObservedLease {

    private static final SimTime NEVER = new SimTime(Long.MIN_VALUE / 2);

    private final LeaderElectionConfig config;
    private LeaderElectionRecord record = LeaderElectionRecord.EMPTY;
    private LeaderElectionRecord.@Nullable Raw raw;
    private SimTime time = NEVER;

    ObservedLease(LeaderElectionConfig config) {
        this.config = config;
    }

    LeaderElectionRecord record() {
        return record;
    }

    SimTime time() {
        return time;
    }

    void set(LeaderElectionRecord seen, SimTime now) {
        record = seen;
        time = now;
    }

    /** The bytes that the last Get read; a write does not set them. */
    void raw(LeaderElectionRecord.Raw read) {
        raw = read;
    }

    boolean isRaw(LeaderElectionRecord.Raw read) {
        return read.equals(raw);
    }

    /** It is valid by this candidate's own clock; before 0.27 by its own leaseDuration, too. */
    boolean isValid(SimTime now) {
        return time.plus(validity()).isAfter(now);
    }

    Duration validity() {
        return config.clientGo().isAtLeast(ClientGo.V0_27)
                ? Duration.ofSeconds(record.leaseDurationSeconds())
                : config.leaseDuration();
    }

    /** The holder's host, to be named as one that is waited for; identities are {@code hostname_uuid}. */
    List<String> holderHost(boolean itself) {
        String holder = record.holderIdentity();
        if (holder.isEmpty() || itself) {
            return List.of();
        }
        int end = holder.indexOf('_');
        return List.of(end < 0 ? holder : holder.substring(0, end));
    }
}
