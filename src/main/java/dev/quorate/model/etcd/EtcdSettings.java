package dev.quorate.model.etcd;

import dev.quorate.model.Setting;
import dev.quorate.model.Settings;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Map;

/**
 * The flags of etcd that decide who leads and what a client may wait for: {@code cluster.etcd}.
 *
 * <p>How long a disk takes to sync belongs to its host.
 */
public record EtcdSettings(
        @Setting(
                value = "3.5.16",
                meaning = "etcd's version; decides defaults that changed from one minor version to the next",
                source = "etcd CHANGELOG")
        String version,

        @Setting(
                value = "100ms",
                meaning = "length of a tick; the leader sends heartbeats at each",
                source = "etcd server/embed/config.go TickMs (--heartbeat-interval)")
        Duration heartbeatInterval,

        @Setting(
                value = "1000ms",
                meaning = "silence after which a follower campaigns; each draws from one to two times this, in ticks",
                source =
                        "etcd server/embed/config.go ElectionMs (--election-timeout); raft.go resetRandomizedElectionTimeout")
        Duration electionTimeout,

        @Setting(
                value = "auto",
                meaning = "ask for votes in a trial run before the term is raised; auto: on from 3.5, off before",
                source = "etcd server/embed/config.go PreVote; v3.4.23 embed/config.go:438")
        PreVote preVote,

        @Setting(
                value = "true",
                meaning = "fast-forward the election timer of a member that starts and finds its peers connected",
                source = "etcd server/etcdserver/server.go adjustTicks (--initial-election-tick-advance)")
        boolean initialElectionTickAdvance,

        @Setting(
                value = "true",
                meaning = "refuse changes of membership that would lose quorum",
                source = "etcd server/embed/config.go StrictReconfigCheck (--strict-reconfig-check)")
        boolean strictReconfigCheck,

        @Setting(
                value = "100000",
                meaning = "applied entries after which a snapshot is taken and the log is cut",
                source = "etcd 3.4/3.5 server/etcdserver/server.go DefaultSnapshotCount (--snapshot-count)")
        int snapshotCount,

        @Setting(
                value = "5000",
                meaning = "entries kept behind a snapshot for slow followers",
                source = "etcd server/etcdserver/server.go DefaultSnapshotCatchUpEntries")
        int snapshotCatchUpEntries,

        @Setting(
                value = "etcd-cluster",
                meaning = "name of the cluster, mixed into its id",
                source = "etcd server/embed/config.go InitialClusterToken (--initial-cluster-token)")
        String initialClusterToken) {

    /** Whether pre-vote is on. */
    public enum PreVote {
        AUTO,
        TRUE,
        FALSE
    }

    public EtcdSettings {
        if (heartbeatInterval.isNegative() || heartbeatInterval.isZero()) {
            throw new IllegalArgumentException("heartbeat-interval must be above 0, was " + heartbeatInterval);
        }
        // server/embed/config.go Validate
        if (heartbeatInterval.multipliedBy(5).compareTo(electionTimeout) > 0) {
            throw new IllegalArgumentException("election-timeout (" + electionTimeout.toMillis()
                    + "ms) should be at least as 5 times as heartbeat-interval (" + heartbeatInterval.toMillis()
                    + "ms)");
        }
        if (electionTimeout.compareTo(Duration.ofSeconds(50)) > 0) {
            throw new IllegalArgumentException("election-timeout (" + electionTimeout.toMillis()
                    + "ms) is too long, and should be set less than 50000ms");
        }
        if (!version.matches("\\d+\\.\\d+(\\..*)?")) {
            throw new IllegalArgumentException("version must look like 3.5.16, was '" + version + "'");
        }
        if (snapshotCount < 1 || snapshotCatchUpEntries < 0) {
            throw new IllegalArgumentException(
                    "snapshot-count must be at least 1 and snapshot-catch-up-entries at least 0");
        }
    }

    /** Whether the version is at least {@code major.minor}. */
    public boolean isAtLeast(int major, int minor) {
        String[] parts = version.split("\\.");
        int ownMajor = Integer.parseInt(parts[0]);
        return ownMajor > major || (ownMajor == major && Integer.parseInt(parts[1]) >= minor);
    }

    /** Whether pre-vote is on for this version and setting. */
    public boolean usesPreVote() {
        return switch (preVote) {
            case TRUE -> true;
            case FALSE -> false;
            case AUTO -> isAtLeast(3, 5);
        };
    }

    /** Ticks of an election timeout: 10 by default. */
    public int electionTicks() {
        return (int) (electionTimeout.toNanos() / heartbeatInterval.toNanos());
    }

    /** What a request may take: 5 s for the queue, the computation and the disk, and two elections. */
    public Duration requestTimeout() {
        return Duration.ofSeconds(5).plus(electionTimeout.multipliedBy(2)); // server/config/config.go ReqTimeout
    }

    /** The shortest TTL a lease is given: an election and a half, in whole seconds rounded up. */
    public long minLeaseTtlSeconds() {
        long ticks = (3L * electionTicks()) / 2; // server/etcdserver/server.go minTTL
        long nanos = ticks * heartbeatInterval.toNanos();
        return (nanos + 999_999_999L) / 1_000_000_000L;
    }

    /** These settings with a process's own flags over them; other arguments are left alone. */
    public EtcdSettings with(Map<String, String> arguments) {
        RecordComponent[] components = EtcdSettings.class.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String given = arguments.get(Settings.nameOf(components[i]));
            values[i] = given == null ? valueOf(components[i]) : Settings.parse(components[i].getGenericType(), given);
        }
        return Settings.create(EtcdSettings.class, values);
    }

    private Object valueOf(RecordComponent component) {
        try {
            return component.getAccessor().invoke(this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
