package dev.quorate.model.etcd.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** The members of a Raft group: ids in ascending order. */
public record Members(List<Long> voters, List<Long> learners) {

    public Members {
        voters = voters.stream().sorted().toList();
        learners = learners.stream().sorted().toList();
    }

    public static Members of(List<Long> voters) {
        return new Members(voters, List.of());
    }

    public boolean contains(long id) {
        return voters.contains(id) || learners.contains(id);
    }

    public boolean isVoter(long id) {
        return voters.contains(id);
    }

    public boolean isSingleton() {
        return voters.size() == 1;
    }

    /** More than half of the voters. */
    public int majority() {
        return voters.size() / 2 + 1;
    }

    /** Whether a majority of the voters is such. */
    public boolean quorum(Predicate<Long> such) {
        int count = 0;
        for (Long voter : voters) {
            if (such.test(voter)) {
                count++;
            }
        }
        return count >= majority();
    }

    /** The highest index that a majority of the voters has reached. */
    public long quorumIndex(ToLongFunction<Long> matchOf) {
        long[] match = new long[voters.size()];
        for (int i = 0; i < match.length; i++) {
            match[i] = matchOf.applyAsLong(voters.get(i));
        }
        java.util.Arrays.sort(match);
        return match.length == 0 ? 0 : match[match.length - majority()];
    }

    /** The members after a change. */
    public Members with(ConfChange change) {
        List<Long> newVoters = new ArrayList<>(voters);
        List<Long> newLearners = new ArrayList<>(learners);
        newVoters.remove(change.node());
        newLearners.remove(change.node());
        switch (change.kind()) {
            case ADD_VOTER -> newVoters.add(change.node());
            case ADD_LEARNER -> newLearners.add(change.node());
            case REMOVE -> {
                // gone from both
            }
        }
        return new Members(newVoters, newLearners);
    }
}
