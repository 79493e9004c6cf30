package dev.quorate.verdict;

import dev.quorate.outcome.VerdictResult;
import dev.quorate.outcome.Violation;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.EtcdEvent.KeyWritten;
import dev.quorate.trace.LeaderElectionEvent.LeaseAnswered;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was acknowledged stays written.
 *
 * <p>It follows lease writes, the only ones whose acknowledgement is recorded at the client. An acknowledged revision is
 * lost when some member later gives that revision another content: an old snapshot was restored, a new cluster was
 * forced on members that lacked it, or a disk forgot what it had promised.
 */
final class NoLostWrite implements Check {

    static final Verdict VERDICT = Verdict.always(
            "no-lost-write",
            "A write that was acknowledged is never replaced by another of the same revision.",
            (verdict, limits) -> new NoLostWrite(verdict));

    /** What a revision holds: written by its first author until that one goes on to the next. */
    private static final class Revision {
        private final Map<String, String> contents = new LinkedHashMap<>();
        private final String author;
        private final TraceRecord record;
        private boolean complete;
        private @Nullable TraceRecord acknowledged;
        private boolean reported;

        private Revision(String author, TraceRecord record) {
            this.author = author;
            this.record = record;
        }
    }

    private final Findings findings;
    private final RecentMap<Long, Revision> revisions = new RecentMap<>(65_536);
    private final TreeMap<String, Long> lastByMember = new TreeMap<>();

    private NoLostWrite(Verdict verdict) {
        findings = new Findings(verdict);
    }

    @Override
    public List<Class<? extends TraceEvent>> events() {
        return List.of(KeyWritten.class, LeaseAnswered.class);
    }

    @Override
    public void onEvent(TraceRecord record, ClusterState state) {
        if (record.event() instanceof LeaseAnswered answer) {
            if (!answer.verb().equals("get") && (answer.status() == 200 || answer.status() == 201)) {
                findings.seen("");
                Revision revision = revisions.get(answer.resourceVersion());
                if (revision != null && revision.acknowledged == null) {
                    revision.acknowledged = record;
                }
            }
            return;
        }
        KeyWritten written = (KeyWritten) record.event();
        String member = LogTail.member(record);
        Long last = lastByMember.put(member, written.revision());
        if (last != null && last != written.revision()) {
            Revision left = revisions.get(last);
            if (left != null && left.author.equals(member)) {
                left.complete = true;
            }
        }
        Revision known = revisions.get(written.revision());
        if (known == null) {
            known = new Revision(member, record);
            revisions.put(written.revision(), known);
        }
        String digest = known.contents.get(written.key());
        if (digest == null && !known.complete) {
            known.contents.put(written.key(), written.digest());
        } else if (digest == null || !digest.equals(written.digest())) {
            replaced(written, known, record);
        }
    }

    private void replaced(KeyWritten written, Revision known, TraceRecord record) {
        TraceRecord acknowledged = known.acknowledged;
        if (acknowledged == null || known.reported) {
            return;
        }
        known.reported = true;
        List<String> who = new ArrayList<>(List.of(acknowledged.host(), LogTail.member(record)));
        findings.add(
                "",
                Violation.at(
                        record.at(),
                        who,
                        "revision " + written.revision() + ", acknowledged to " + acknowledged.host()
                                + ", was written anew with another content",
                        List.of(record.id(), acknowledged.id(), known.record.id()),
                        "the store: it went back behind an acknowledged write"));
    }

    @Override
    public List<VerdictResult> conclude(SimTime end, ClusterState state) {
        return findings.results(end, "no write was acknowledged");
    }
}
