package dev.quorate.trace;

import java.util.List;

/** etcd: Raft roles, log and store, enough to check Raft's safety rules from the trace alone. */
public sealed interface EtcdEvent extends TraceEvent {

    /** Role: {@code follower}, {@code pre-candidate}, {@code candidate}, {@code leader}. */
    record RaftRoleChanged(String cluster, long term, String role, String leader) implements EtcdEvent {
        @Override
        public String describe() {
            return "is " + role + " at term " + term
                    + (leader.isEmpty() || role.equals("leader") ? "" : ", follows " + leader);
        }
    }

    /** A vote was granted and persisted. */
    record VoteGranted(String cluster, long term, String candidate) implements EtcdEvent {
        @Override
        public String describe() {
            return "voted for " + candidate + " at term " + term;
        }
    }

    /** An entry was appended to this member's log. */
    record EntryAppended(String cluster, long index, long term, String digest) implements EtcdEvent {
        @Override
        public String describe() {
            return "appended entry " + index + " of term " + term;
        }
    }

    /** Entries from an index on were cut off this member's log. */
    record EntriesTruncated(String cluster, long fromIndex) implements EtcdEvent {
        @Override
        public String describe() {
            return "truncated its log from " + fromIndex;
        }
    }

    /** This member learned that an entry is committed, and applied it. */
    record EntryCommitted(String cluster, long index, long term, String digest) implements EtcdEvent {
        @Override
        public String describe() {
            return "committed entry " + index + " of term " + term;
        }
    }

    /** The set of voting members changed. */
    record MembersChanged(String cluster, List<String> members) implements EtcdEvent {
        @Override
        public String describe() {
            return "has members " + members;
        }
    }

    /** A write took effect in this member's store. */
    record KeyWritten(String cluster, long revision, String key, String digest) implements EtcdEvent {
        @Override
        public String describe() {
            return "wrote " + key + " at revision " + revision;
        }
    }

    /** This member learned that it is no longer one, and stops. */
    record MemberRemoved(String cluster, String member) implements EtcdEvent {
        @Override
        public String describe() {
            return "has been permanently removed from the cluster";
        }
    }

    /** This member's log contradicts what it had promised, and its process ends with Go's panic. */
    record Panicked(String message) implements EtcdEvent {
        @Override
        public String describe() {
            return "panics: " + message;
        }
    }

    /** A lease ran out by the leader's clock; its keys will be deleted. */
    record TtlLeaseExpired(String cluster, long lease) implements EtcdEvent {
        @Override
        public String describe() {
            return "lets lease " + Long.toHexString(lease) + " expire";
        }
    }

    /** A member made itself a cluster of its own from its data, by {@code --force-new-cluster} or a restore. */
    record ClusterForked(String cluster, String how, long revision) implements EtcdEvent {
        @Override
        public String describe() {
            return "begins cluster " + cluster + " by " + how + " at revision " + revision;
        }
    }
}
