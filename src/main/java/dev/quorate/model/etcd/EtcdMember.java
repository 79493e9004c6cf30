package dev.quorate.model.etcd;

/**
 * A member of an etcd cluster.
 *
 * @param id derived from its peer address and the cluster's token; a member that is added anew has a new one
 * @param name {@code --name}; the host's name, by which the trace calls it
 * @param address where its peer port (2380) and client port (2379) are
 * @param learner replicates without a vote
 * @param started has come up once and published its name; one that was only added has not
 */
public record EtcdMember(long id, String name, String address, boolean learner, boolean started) {

    /** As etcd prints it: {@code 8e9e05c52164694d}. */
    public String hexId() {
        return Long.toHexString(id);
    }

    /** The same member with a vote. */
    public EtcdMember voting() {
        return new EtcdMember(id, name, address, false, started);
    }
}
