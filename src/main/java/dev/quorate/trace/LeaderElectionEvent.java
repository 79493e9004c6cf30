package dev.quorate.trace;

/** client-go leader election: calls on the Lease, what the store holds, and who acts. */
public sealed interface LeaderElectionEvent extends TraceEvent {

    /** A candidate called the API for its Lease: {@code get}, {@code create}, {@code update}. */
    record LeaseCalled(String lease, long call, String verb, String holderIdentity, long resourceVersion)
            implements LeaderElectionEvent {
        @Override
        public String describe() {
            return verb + " lease " + lease;
        }
    }

    /**
     * The call ended at the candidate.
     *
     * @param status HTTP status, or 0 when no answer came
     * @param holderIdentity the holder in the answer, {@code ""} when none
     */
    record LeaseAnswered(String lease, long call, String verb, int status, String holderIdentity, long resourceVersion)
            implements LeaderElectionEvent {
        @Override
        public String describe() {
            return verb + " lease " + lease + " answered " + status;
        }
    }

    /** The store's Lease changed hands or was renewed; recorded once, where the write was applied by its apiserver. */
    record LeaseWritten(
            String lease, long revision, String holderIdentity, int leaseTransitions, String writer, String store)
            implements LeaderElectionEvent {
        @Override
        public String describe() {
            return "lease " + lease + " is held by " + (holderIdentity.isEmpty() ? "nobody" : holderIdentity)
                    + " (transitions " + leaseTransitions + ")";
        }
    }

    /** The store's Lease was deleted. */
    record LeaseDeleted(String lease, long revision, String store) implements LeaderElectionEvent {
        @Override
        public String describe() {
            return "lease " + lease + " was deleted";
        }
    }

    /** A candidate acquired the lease by its own belief: OnStartedLeading. */
    record LeadershipStarted(String lease, String identity) implements LeaderElectionEvent {
        @Override
        public String describe() {
            return "leads " + lease;
        }
    }

    /** The candidate's leading context was cancelled, or its process ended. */
    record LeadershipEnded(String lease, String identity, String reason) implements LeaderElectionEvent {
        @Override
        public String describe() {
            return "leads " + lease + " no longer (" + reason + ")";
        }
    }

    /** A leader's caches are synced and its controllers work; a process without leader election works from here on. */
    record WorkStarted(String lease, String identity) implements LeaderElectionEvent {
        @Override
        public String describe() {
            return "works on " + lease + ": caches synced";
        }
    }

    /** A candidate saw another holder than before. */
    record HolderObserved(String lease, String holderIdentity) implements LeaderElectionEvent {
        @Override
        public String describe() {
            return "sees " + (holderIdentity.isEmpty() ? "nobody" : holderIdentity) + " hold " + lease;
        }
    }

    /** A candidate waited out the lease of another holder without seeing it renewed: it may be taken over now. */
    record LeaseExpired(String lease, String holderIdentity) implements LeaderElectionEvent {
        @Override
        public String describe() {
            return "sees the lease " + lease + " of " + holderIdentity + " expired";
        }
    }
}
