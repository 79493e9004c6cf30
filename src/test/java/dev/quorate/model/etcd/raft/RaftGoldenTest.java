package dev.quorate.model.etcd.raft;

import dev.quorate.golden.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Raft in the manner of etcd's own data-driven tests: command, what happens. */
class RaftGoldenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "campaign",
                "checkquorum",
                "prevote",
                "replicate",
                "forwarded_proposal",
                "read_index",
                "transfer_leader",
                "leader_lease_on_votes"
            })
    void happensAsWritten(String name) {
        RaftGroup group = new RaftGroup();
        Golden.check("etcd/" + name + ".txt", group::run);
    }
}
