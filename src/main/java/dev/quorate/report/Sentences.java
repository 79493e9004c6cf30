package dev.quorate.report;

import dev.quorate.trace.FaultEvent;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.HostEvent;
import dev.quorate.trace.KubernetesEvent;
import dev.quorate.trace.LeaderElectionEvent;
import dev.quorate.trace.NetworkEvent;
import dev.quorate.trace.PacemakerEvent;
import dev.quorate.trace.RunEvent;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.regex.Pattern;

/** Says a record as a sentence: who did what. */
final class Sentences {

    /** A holderIdentity is the host's name and a UUID, which tells a reader nothing. */
    private static final Pattern IDENTITY =
            Pattern.compile("([a-z0-9.-]+)_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private Sentences() {}

    /** Holder identities are shortened to their host. */
    static String withoutIdentities(String text) {
        return IDENTITY.matcher(text).replaceAll("$1");
    }

    /** What happened, without who did it. */
    static String words(TraceRecord record) {
        return withoutIdentities(record.event().describe());
    }

    static String of(TraceRecord record) {
        String words = words(record);
        if (record.event() instanceof FaultInjected fault && fault.operator()) {
            return "a person: " + words;
        }
        if (record.event() instanceof FaultEvent || record.event() instanceof RunEvent) {
            return words;
        }
        if (record.host().isEmpty() && record.component().isEmpty() && hasSubject(record.event())) {
            return words;
        }
        return subject(record) + (hasSubject(record.event()) ? ": " : " ") + words;
    }

    /** Whether the event's words name a subject of their own: {@code "resource vip started"}. */
    private static boolean hasSubject(TraceEvent event) {
        return event instanceof LeaderElectionEvent.LeaseWritten
                || event instanceof LeaderElectionEvent.LeaseDeleted
                || event instanceof PacemakerEvent.ResourceStateChanged
                || event instanceof PacemakerEvent.NodeUnclean
                || event instanceof HostEvent.UnitStateChanged
                || event instanceof HostEvent.ClockStepped
                || event instanceof HostEvent.ClockRateChanged
                || event instanceof NetworkEvent.LinksCut
                || event instanceof NetworkEvent.LinksHealed
                || (event instanceof KubernetesEvent
                        && !(event instanceof KubernetesEvent.PodRunning)
                        && !(event instanceof KubernetesEvent.PodStopped));
    }

    static String subject(TraceRecord record) {
        if (record.host().isEmpty()) {
            return record.component().isEmpty() ? "the run" : record.component();
        }
        return record.component().isEmpty() ? record.host() : record.component() + " on " + record.host();
    }
}
