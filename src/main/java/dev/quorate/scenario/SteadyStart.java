package dev.quorate.scenario;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who is where at time zero of a warm start, as far as the scenario pins it; the seed draws the rest.
 *
 * @param places role to host: {@code dc}, {@code vip} (or {@code vip.<name>}), {@code etcd}, {@code leader.<lease>}
 */
public record SteadyStart(SortedMap<String, String> places) {

    public static final SteadyStart FREE = new SteadyStart(new TreeMap<>());

    public SteadyStart {
        places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
    }

    public static SteadyStart of(Map<String, String> places) {
        return new SteadyStart(new TreeMap<>(places));
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
