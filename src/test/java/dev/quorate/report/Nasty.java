package dev.quorate.report;

import dev.quorate.trace.ClientEvent.ErrorSeen;
import dev.quorate.trace.EventId;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.HostEvent.HostFrozen;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.MessageRecord;
import dev.quorate.trace.NetworkEvent.VipAcquired;
import dev.quorate.trace.PacemakerEvent.FenceFailed;
import dev.quorate.trace.PacemakerEvent.ResourceStateChanged;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.ArrayList;
import java.util.List;

/** A run in which every name, title and message is a text that means harm. */
final class Nasty {

    private Nasty() {}

    static RunReport report(String text) {
        RunReport demo = Demo.splitBrain();
        List<TraceRecord> records = new ArrayList<>(demo.trace().records());
        TraceRecord last = records.get(records.size() - 1);
        List<TraceEvent> events = List.of(
                new FaultInjected(text, text, List.of(text), text, true),
                new HostFrozen(),
                new FenceFailed(text, text),
                new VipAcquired(text),
                new LeadershipStarted(text, text),
                new ResourceStateChanged(text, text, text),
                new ErrorSeen(text, text));
        long seq = last.id().seq();
        for (TraceEvent event : events) {
            seq++;
            records.add(new TraceRecord(
                    new EventId(seq),
                    last.at(),
                    text,
                    event instanceof HostFrozen ? "" : text,
                    event,
                    List.of(new EventId(seq - 1)),
                    List.of(text)));
        }
        MessageRecord message = new MessageRecord(
                last.at(), last.at(), text, text, text, "other", text, 1, text, text, List.of(last.id()));
        return Demo.report(text, new Trace(demo.trace().header(), records)).withMessages(List.of(message));
    }
}
