package dev.quorate.trace;

import java.util.List;

/** Corosync: Totem membership and votequorum, as each node sees them. */
public sealed interface MembershipEvent extends TraceEvent {

    /** The token did not come back within the token timeout. */
    record TokenLost() implements MembershipEvent {
        @Override
        public String describe() {
            return "lost the token";
        }
    }

    /** The node left OPERATIONAL and gathers members. */
    record GatherEntered(String reason) implements MembershipEvent {
        @Override
        public String describe() {
            return "gathers members (" + reason + ")";
        }
    }

    /** The consensus timeout expired: who said nothing is left out of the next ring. */
    record NodesGivenUp(List<String> nodes) implements MembershipEvent {
        @Override
        public String describe() {
            return "gave up waiting for " + String.join(", ", nodes);
        }
    }

    /** A new ring is installed and delivered upward. */
    record MembershipFormed(String ringId, List<String> members) implements MembershipEvent {
        @Override
        public String describe() {
            return "formed membership " + ringId + " of " + members;
        }
    }

    /** votequorum decided anew; recorded when quorum or the member list changed. */
    record QuorumChanged(boolean quorate, int votes, int expectedVotes, int quorum, List<String> members)
            implements MembershipEvent {
        @Override
        public String describe() {
            return (quorate ? "has quorum" : "has no quorum") + " (" + votes + " of " + expectedVotes
                    + " votes, quorum " + quorum + ")";
        }
    }

    /** The quorum device of this node casts its vote from now on, or does so no longer. */
    record DeviceVoteChanged(boolean cast) implements MembershipEvent {
        @Override
        public String describe() {
            return cast ? "casts the quorum device's vote" : "casts the quorum device's vote no longer";
        }
    }

    /** The node left the ring on purpose. */
    record LeftRing() implements MembershipEvent {
        @Override
        public String describe() {
            return "left the ring";
        }
    }
}
