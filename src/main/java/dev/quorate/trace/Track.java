package dev.quorate.trace;

/** What {@link ClusterState} follows: each track has a state for each (subject, host). */
public enum Track {
    /** A host: {@code up}, {@code off}, {@code booting}, {@code frozen}, {@code fenced}. Subject: none. */
    HOST,
    /** A process on a host: {@code running}, {@code paused}. Subject: its component. */
    PROCESS,
    /**
     * A leader callback: {@code acting}, {@code syncing}, {@code believes} (it acts while the store names another
     * holder), {@code paused}, {@code frozen}; the last two do not act. Subject: the lease; see {@link Actor}.
     */
    ACTING,
    /** A VIP on a host: {@code holds}, {@code silent} (its kernel stands still). Subject: the VIP. */
    VIP,
    /** The store's lease: the holder's identity. Subject: the lease; host: the store. */
    LEASE,
    /** votequorum at a host: {@code quorate}, {@code no quorum}. */
    QUORUM,
    /** Totem membership as a host sees it: its members, blank between. */
    MEMBERSHIP,
    /** Pacemaker's DC: {@code dc} where a host takes itself for it. */
    DC,
    /** A Pacemaker resource on a host: its state's name. Subject: the resource. */
    RESOURCE,
    /** An etcd member: {@code leader@3}, {@code follower@3}. Subject: the etcd cluster. */
    ETCD,
    /** What a prober sees: {@code reachable}, {@code unreachable}. Subject: the target. */
    API,
    /** A fault that lasts: {@code active}. Subject: the fault's id; host: empty. */
    FAULT,
    /** A cut direction of a link: {@code cut}. Subject: network; host: {@code from>to}. */
    LINK,
    /** A pod that a kubelet runs: {@code running}. Subject: the pod. */
    POD
}
