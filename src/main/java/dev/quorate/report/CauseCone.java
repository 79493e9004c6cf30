package dev.quorate.report;

import dev.quorate.report.Explanation.Sentence;
import dev.quorate.time.SimTime;
import dev.quorate.trace.ClientEvent;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.EtcdEvent;
import dev.quorate.trace.EventId;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.HostEvent;
import dev.quorate.trace.KubernetesEvent;
import dev.quorate.trace.LeaderElectionEvent;
import dev.quorate.trace.MembershipEvent;
import dev.quorate.trace.NetworkEvent;
import dev.quorate.trace.PacemakerEvent;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that some events go back to, by the trace's cause links.
 *
 * <p>An explanation takes from it the roots (mistakes of people before faults of fate, near ones before far ones), the
 * finding, and between them the events that tell most: one of each kind, those that a setting decided first.
 */
final class CauseCone {

    /** Walking back ends here: a bound on very long traces. */
    private static final int MOST_EVENTS = 200_000;

    /** Settings named beside an explanation; those of its own sentences come first. */
    private static final int MOST_SETTINGS = 8;

    private static final int LONGEST_SENTENCE = 180;

    private final List<TraceRecord> findings;
    private final Map<EventId, Integer> distance = new LinkedHashMap<>();
    private final List<TraceRecord> cone = new ArrayList<>();
    private final TreeSet<EventId> fromRoot = new TreeSet<>();

    private CauseCone(Trace trace, List<TraceRecord> findings) {
        this.findings = findings;
        Map<EventId, EventId> freed = freed(trace);
        ArrayDeque<TraceRecord> next = new ArrayDeque<>();
        for (TraceRecord finding : findings) {
            if (!distance.containsKey(finding.id())) {
                distance.put(finding.id(), 0);
                next.add(finding);
            }
        }
        while (!next.isEmpty() && cone.size() < MOST_EVENTS) {
            TraceRecord record = next.remove();
            cone.add(record);
            int further = distance.getOrDefault(record.id(), 0) + 1;
            EventId gap = freed.get(record.id());
            List<EventId> causes = new ArrayList<>(record.causes());
            if (gap != null) {
                causes.add(gap);
            }
            for (EventId cause : causes) {
                if (!distance.containsKey(cause)) {
                    trace.find(cause).ifPresent(found -> {
                        distance.put(cause, further);
                        next.add(found);
                    });
                }
            }
        }
        cone.sort(Comparator.comparing(TraceRecord::id));
        for (TraceRecord record : cone) {
            boolean root = record.event() instanceof FaultInjected;
            EventId gap = freed.get(record.id());
            if (root
                    || record.causes().stream().anyMatch(fromRoot::contains)
                    || (gap != null && fromRoot.contains(gap))) {
                fromRoot.add(record.id());
            }
        }
    }

    /**
     * Who began to lead, by the deletion of the lease that let it: its process found none, which is no message of the
     * one that deleted it.
     */
    private static Map<EventId, EventId> freed(Trace trace) {
        Map<String, EventId> deleted = new TreeMap<>();
        Map<EventId, EventId> freed = new TreeMap<>();
        for (TraceRecord record : trace.records()) {
            if (record.event() instanceof LeaderElectionEvent.LeaseDeleted gone) {
                deleted.put(ClusterState.leaseName(gone.lease()), record.id());
            } else if (record.event() instanceof LeaderElectionEvent.LeadershipStarted begun) {
                EventId gap = deleted.remove(ClusterState.leaseName(begun.lease()));
                if (gap != null) {
                    freed.put(record.id(), gap);
                }
            }
        }
        return freed;
    }

    /** The cone of some events; empty when none of them is in the trace. */
    static Optional<CauseCone> of(Trace trace, List<EventId> ids) {
        List<TraceRecord> findings = new ArrayList<>();
        ids.forEach(id -> trace.find(id).ifPresent(findings::add));
        return findings.isEmpty() ? Optional.empty() : Optional.of(new CauseCone(trace, findings));
    }

    /** Whether an event is in it. */
    boolean contains(EventId id) {
        return distance.containsKey(id);
    }

    /** Its events in order. */
    List<TraceRecord> records() {
        return cone;
    }

    /** The faults and mistakes in it: people's first, then the nearest. */
    List<TraceRecord> roots() {
        List<TraceRecord> roots = new ArrayList<>();
        for (TraceRecord record : cone) {
            if (record.event() instanceof FaultInjected) {
                roots.add(record);
            }
        }
        roots.sort(Comparator.<TraceRecord, Boolean>comparing(
                        r -> !(r.event() instanceof FaultInjected fault && fault.operator()))
                .thenComparing(r -> distance.getOrDefault(r.id(), Integer.MAX_VALUE))
                .thenComparing(TraceRecord::id));
        return roots;
    }

    /** Explain the findings; {@code verdict} is a last sentence about them, or empty. */
    Explanation explain(String question, SimTime at, String verdict) {
        List<TraceRecord> roots = roots();
        TreeMap<EventId, TraceRecord> chosen = new TreeMap<>();
        roots.stream().limit(2).forEach(root -> chosen.put(root.id(), root));
        TraceRecord finding = findings.get(0);
        chosen.put(finding.id(), finding);
        int room = Explanation.MOST - (verdict.isEmpty() ? 0 : 1);
        TreeSet<String> kinds = new TreeSet<>();
        kinds.add(category(finding));
        for (TraceRecord record : byWeight()) {
            if (chosen.size() >= room) {
                break;
            }
            if (!chosen.containsKey(record.id()) && kinds.add(category(record))) {
                chosen.put(record.id(), record);
            }
        }
        if (roots.isEmpty() && chosen.size() < room) {
            cone.stream()
                    .filter(r -> r.causes().isEmpty())
                    .min(Comparator.comparing(r -> distance.getOrDefault(r.id(), 0)))
                    .ifPresent(r -> chosen.put(r.id(), r));
        }
        List<Sentence> sentences = new ArrayList<>();
        LinkedHashSet<String> settings = new LinkedHashSet<>();
        for (TraceRecord record : chosen.values()) {
            settings.addAll(record.because());
            String because =
                    record.because().isEmpty() ? "" : ", as " + String.join(" and ", record.because()) + " says";
            sentences.add(new Sentence(record.at(), sentence(record) + because + ".", record.id()));
        }
        for (TraceRecord record : cone) {
            if (fromRoot.contains(record.id()) || roots.isEmpty() || distance.getOrDefault(record.id(), 0) == 0) {
                settings.addAll(record.because());
            }
        }
        if (!verdict.isEmpty()) {
            sentences.add(new Sentence(at, verdict + ".", finding.id()));
        }
        return new Explanation(
                question,
                sentences,
                roots,
                settings.stream().limit(MOST_SETTINGS).toList());
    }

    /** What lies between a root and the finding, the most telling first. */
    private List<TraceRecord> byWeight() {
        boolean rootless = roots().isEmpty();
        List<TraceRecord> between = new ArrayList<>();
        for (TraceRecord record : cone) {
            boolean linked = rootless || fromRoot.contains(record.id());
            if (linked && weight(record.event()) > 0 && !(record.event() instanceof FaultInjected)) {
                between.add(record);
            }
        }
        between.sort(Comparator.<TraceRecord, Integer>comparing(
                        r -> -weightOf(r) - (r.because().isEmpty() ? 0 : 15))
                .thenComparing(r -> distance.getOrDefault(r.id(), 0))
                .thenComparing(TraceRecord::id));
        return between;
    }

    /** A quorum that a person made with the tool tells more than one that came with a ring. */
    private int weightOf(TraceRecord record) {
        boolean byHand = record.event() instanceof MembershipEvent.QuorumChanged quorum
                && quorum.quorate()
                && cone.stream()
                        .anyMatch(r -> r.component().startsWith("corosync-quorumtool")
                                && record.causes().contains(r.id()));
        return byHand ? 86 : weight(record.event());
    }

    private static String sentence(TraceRecord record) {
        String whole = Sentences.of(record);
        String words = whole.length() <= LONGEST_SENTENCE ? whole : whole.substring(0, LONGEST_SENTENCE - 4) + " ...";
        return words.isEmpty() || !(record.event() instanceof FaultInjected)
                ? words
                : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** Events of one category tell the same; only one of each is said. */
    private static String category(TraceRecord record) {
        TraceEvent event = record.event();
        String of = event instanceof HostEvent || event instanceof LeaderElectionEvent ? record.host() : "";
        return event.kind() + " " + of;
    }

    /** How much an event tells; 0 for what only carries the chain. */
    static int weight(TraceEvent event) {
        if (event instanceof PacemakerEvent.FenceConfirmed
                || event instanceof PacemakerEvent.FenceFailed
                || event instanceof PacemakerEvent.FenceGivenUp) {
            return 100;
        }
        if (event instanceof NetworkEvent.VipAcquired) {
            return 90;
        }
        if (event instanceof LeaderElectionEvent.LeaseExpired || event instanceof EtcdEvent.ClusterForked) {
            return 87;
        }
        if (event instanceof PacemakerEvent.ConfigurationChanged || event instanceof HostEvent.DiskWriteFailed) {
            return 56;
        }
        if (event instanceof LeaderElectionEvent.LeadershipStarted) {
            return 88;
        }
        if (event instanceof MembershipEvent.MembershipFormed) {
            return 85;
        }
        if (event instanceof LeaderElectionEvent.LeadershipEnded) {
            return 84;
        }
        if (event instanceof HostEvent.HostPoweredOff
                || event instanceof HostEvent.HostFrozen
                || event instanceof HostEvent.ProcessPaused
                || event instanceof HostEvent.HostThawed
                || event instanceof HostEvent.ProcessResumed) {
            return 80;
        }
        if (event instanceof MembershipEvent.QuorumChanged quorum) {
            return quorum.quorate() ? 40 : 82;
        }
        if (event instanceof EtcdEvent.RaftRoleChanged role) {
            return role.role().equals("leader") ? 70 : 0;
        }
        if (event instanceof PacemakerEvent.NodeUnclean) {
            return 65;
        }
        if (event instanceof PacemakerEvent.TransitionComputed) {
            return 60;
        }
        if (event instanceof HostEvent.ProcessExited) {
            return 58;
        }
        if (event instanceof LeaderElectionEvent.WorkStarted || event instanceof PacemakerEvent.ResourceStateChanged) {
            return 50;
        }
        if (event instanceof LeaderElectionEvent.LeaseWritten
                || event instanceof KubernetesEvent.PodBound
                || event instanceof KubernetesEvent.PodCidrAssigned
                || event instanceof KubernetesEvent.NodeReadyChanged) {
            return 48;
        }
        if (event instanceof NetworkEvent.VipReleased
                || event instanceof NetworkEvent.LinksCut
                || event instanceof LeaderElectionEvent.LeaseDeleted
                || event instanceof EtcdEvent.MembersChanged) {
            return 55;
        }
        if (event instanceof ClientEvent.ErrorSeen || event instanceof ClientEvent.AvailabilityChanged) {
            return 30;
        }
        return event instanceof FaultInjected ? 95 : 0;
    }
}
