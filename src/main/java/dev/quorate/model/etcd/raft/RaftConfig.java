package dev.quorate.model.etcd.raft;

/**
 * How a member of a group behaves.
 *
 * @param electionTicks ticks without a leader until a campaign, at least; at most twice that less one
 * @param heartbeatTicks ticks between heartbeats
 * @param checkQuorum a leader steps down when no majority answers, and votes wait for its lease to run out
 */
public record RaftConfig(long id, int electionTicks, int heartbeatTicks, boolean preVote, boolean checkQuorum) {

    public RaftConfig {
        if (id == 0) {
            throw new IllegalArgumentException("a member's id must not be 0");
        }
        if (heartbeatTicks < 1 || electionTicks <= heartbeatTicks) {
            throw new IllegalArgumentException("election ticks (" + electionTicks
                    + ") must be more than heartbeat ticks (" + heartbeatTicks + "), and those at least 1");
        }
    }
}
