package dev.quorate.scenario;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a warm start comes to time zero: how long before it the hosts boot, and who is where then, as far as the scenario
 * pins it; the seed draws the rest.
 *
 * @param places role to host: {@code dc}, {@code vip} (or {@code vip.<name>}), {@code etcd}, {@code leader.<lease>}
 * @param warmUp the least time between the hosts' boot and time zero, {@link #SHORTEST} or more; with pinned places not
 *     below {@link #WARM_UP}, as pinning takes that long
 */
public record SteadyStart(SortedMap<String, String> places, Duration warmUp) {

    /** Membership, a DC after dc-deadtime, the VIP, leases, synced caches, workers Ready: all there after this. */
    public static final Duration WARM_UP = Duration.ofSeconds(90);

    /** The DC comes after some 22 s, the leaders within 33 s: a cluster that is at ease, but hardly longer. */
    public static final Duration SHORTEST = Duration.ofSeconds(45);

    public static final Duration LONGEST = Duration.ofHours(1);

    public static final SteadyStart FREE = new SteadyStart(new TreeMap<>());

    public SteadyStart {
        places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
        Duration least = places.isEmpty() ? SHORTEST : WARM_UP;
        if (warmUp.compareTo(least) < 0 || warmUp.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("warm-up must be from " + least.toSeconds() + "s to "
                    + LONGEST.toSeconds() + "s" + (places.isEmpty() ? "" : " where places are pinned") + ", was "
                    + warmUp.toSeconds() + "s");
        }
    }

    /** Places, after the usual warm-up. */
    public SteadyStart(SortedMap<String, String> places) {
        this(places, WARM_UP);
    }

    public static SteadyStart of(Map<String, String> places) {
        return new SteadyStart(new TreeMap<>(places));
    }

    /** With another warm-up. */
    public SteadyStart warmUp(Duration other) {
        return new SteadyStart(places, other);
    }

    /** Pacemaker's DC. */
    public Optional<String> dc() {
        return at("dc");
    }

    /** The host that holds the VIP and the resources that go with it. */
    public Optional<String> vip() {
        return at("vip");
    }

    /** etcd's Raft leader. */
    public Optional<String> etcdLeader() {
        return at("etcd");
    }

    /** The host whose process holds a lease: {@code leader("kube-scheduler")}. */
    public Optional<String> leader(String lease) {
        return at("leader." + lease);
    }

    private Optional<String> at(String role) {
        return Optional.ofNullable(places.get(role));
    }
}
