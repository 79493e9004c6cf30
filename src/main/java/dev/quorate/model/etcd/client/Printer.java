package dev.quorate.model.etcd.client;

import dev.quorate.model.etcd.EtcdClientMessage;
import dev.quorate.model.etcd.EtcdClientMessage.Response;
import dev.quorate.model.etcd.EtcdMember;
import dev.quorate.model.etcd.KeyValue;
import java.util.ArrayList;
import java.util.List;

/** Answers as etcdctl prints them. */
final class Printer {

    private Printer() {}

    static List<String> lines(Response response) {
        List<String> lines = new ArrayList<>();
        if (response instanceof EtcdClientMessage.RangeResponse range) {
            for (KeyValue kv : range.kvs()) {
                lines.add(kv.key());
                lines.add(kv.value().toString());
            }
        } else if (response instanceof EtcdClientMessage.DeleteResponse delete) {
            lines.add(Integer.toString(delete.previous().size()));
        } else if (response instanceof EtcdClientMessage.MemberResponse members) {
            members.members().forEach(m -> lines.add(member(m)));
        } else if (response instanceof EtcdClientMessage.StatusResponse status) {
            lines.add(status.member() + ", leader " + (status.leader().isEmpty() ? "none" : status.leader())
                    + ", raft term " + status.raftTerm() + ", raft index " + status.raftIndex() + ", applied "
                    + status.raftAppliedIndex());
        } else if (response instanceof EtcdClientMessage.HealthResponse health) {
            lines.add(
                    health.healthy()
                            ? "{\"health\":\"true\"}"
                            : "{\"health\":\"false\",\"reason\":\"" + health.reason() + "\"}");
        } else if (response instanceof EtcdClientMessage.LeaseGrantResponse grant) {
            lines.add("lease " + Long.toHexString(grant.lease()) + " granted with TTL(" + grant.ttlSeconds() + "s)");
        } else if (response instanceof EtcdClientMessage.CompactResponse) {
            lines.add("compacted");
        } else {
            lines.add("OK");
        }
        return lines;
    }

    private static String member(EtcdMember m) {
        return m.hexId() + ", " + (m.started() ? "started" : "unstarted") + ", " + m.name() + ", http://" + m.address()
                + ":2380, " + m.learner();
    }
}
