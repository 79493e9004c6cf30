package dev.quorate.report;

import dev.quorate.time.SimTime;
import dev.quorate.trace.Actor;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.ClusterState.Fencing;
import dev.quorate.trace.FaultEvent.FaultEnded;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.MembershipEvent.MembershipFormed;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The cluster at one instant, in {@code crm_mon}'s words, and Kubernetes below in its own. */
public final class ClusterView {

    private final ClusterState state = new ClusterState();
    private final TreeMap<String, String> faults = new TreeMap<>();
    private final TreeSet<String> nodes = new TreeSet<>();
    private final SimTime at;

    private ClusterView(Trace trace, SimTime at) {
        this.at = at;
        for (TraceRecord record : trace.records()) {
            if (record.at().isAfter(at)) {
                break;
            }
            state.accept(record);
            if (record.event() instanceof MembershipFormed formed) {
                nodes.addAll(formed.members());
            }
            if (record.event() instanceof FaultInjected fault) {
                faults.put(fault.fault(), fault.what());
            } else if (record.event() instanceof FaultEnded ended) {
                faults.remove(ended.fault());
            }
        }
    }

    /** The cluster's state at that instant, as text. */
    public static String at(Trace trace, SimTime at) {
        return new ClusterView(trace, at).text();
    }

    private String text() {
        StringBuilder out = new StringBuilder("Cluster at " + at + "\n");
        Map<String, List<String>> partitions = partitions();
        if (partitions.isEmpty()) {
            out.append("\n  * no host is in a membership\n");
        }
        partitions.forEach((members, hosts) -> partition(members, hosts, partitions.size() > 1, out));
        resources(out);
        fencing(out);
        kubernetes(out);
        if (!faults.isEmpty()) {
            out.append("\nFaults so far (not undone):\n");
            faults.values().forEach(what -> out.append("  * ").append(what).append('\n'));
        }
        StringBuilder harmless = new StringBuilder();
        out.toString()
                .lines()
                .forEach(line -> harmless.append(TextStyle.harmless(line.replace("\t", "  ")))
                        .append('\n'));
        return harmless.toString();
    }

    /** Hosts by the membership that they see. */
    private Map<String, List<String>> partitions() {
        Map<String, List<String>> partitions = new LinkedHashMap<>();
        state.states(Track.MEMBERSHIP, "")
                .forEach((host, members) -> partitions
                        .computeIfAbsent(members, m -> new ArrayList<>())
                        .add(host));
        return partitions;
    }

    private void partition(String members, List<String> hosts, boolean several, StringBuilder out) {
        boolean quorum =
                hosts.stream().anyMatch(h -> state.state(Track.QUORUM, "", h).equals("quorate"));
        String dc = hosts.stream()
                .filter(h -> state.state(Track.DC, "", h).equals("dc"))
                .findFirst()
                .orElse("NONE");
        out.append("\nCluster Summary")
                .append(several ? ", as " + String.join(", ", hosts) + " see it" : "")
                .append(":\n");
        out.append("  * Current DC: ")
                .append(dc)
                .append(" - partition ")
                .append(quorum ? "with quorum" : "WITHOUT quorum")
                .append('\n');
        TreeSet<String> online = new TreeSet<>(Arrays.asList(members.split(" ")));
        TreeSet<String> all = new TreeSet<>(nodes);
        all.removeAll(online);
        out.append("\nNode List:\n  * Online: [ ")
                .append(String.join(" ", online))
                .append(" ]\n");
        if (!all.isEmpty()) {
            out.append("  * OFFLINE: [ ").append(String.join(" ", all)).append(" ]\n");
        }
        for (String host : nodes) {
            String really = state.state(Track.HOST, "", host);
            if (!really.isEmpty() && !really.equals("up")) {
                out.append("  * (").append(host).append(" is ").append(really).append(")\n");
            }
        }
    }

    private void resources(StringBuilder out) {
        if (state.subjects(Track.RESOURCE).isEmpty()) {
            return;
        }
        out.append("\nFull List of Resources:\n");
        for (String resource : state.subjects(Track.RESOURCE)) {
            Map<String, String> states = state.states(Track.RESOURCE, resource);
            if (states.isEmpty()) {
                out.append("  * ").append(resource).append(":\t Stopped\n");
            }
            states.forEach((host, each) -> out.append("  * ")
                    .append(resource)
                    .append(":\t ")
                    .append(capital(each))
                    .append(' ')
                    .append(host)
                    .append('\n'));
        }
    }

    private void fencing(StringBuilder out) {
        StringBuilder lines = new StringBuilder();
        for (String host : nodes) {
            Fencing fencing = state.fencing(host);
            if (fencing != null) {
                lines.append("  * ")
                        .append(host)
                        .append(": ")
                        .append(fencing.state())
                        .append(" (")
                        .append(fencing.event())
                        .append(")\n");
            }
        }
        if (!lines.isEmpty()) {
            out.append("\nFencing History:\n").append(lines);
        }
    }

    private void kubernetes(StringBuilder out) {
        out.append("\nKubernetes masters:\n");
        for (String vip : state.subjects(Track.VIP)) {
            Map<String, String> holders = state.states(Track.VIP, vip);
            out.append("  * VIP ")
                    .append(vip)
                    .append(": ")
                    .append(holders.isEmpty() ? "nobody" : words(holders, "holds"))
                    .append('\n');
        }
        TreeSet<String> leases = new TreeSet<>();
        state.actors().forEach(actor -> leases.add(actor.lease()));
        for (String lease : leases) {
            List<String> who = new ArrayList<>();
            for (Actor actor : state.actors()) {
                if (actor.lease().equals(lease) && !actor.state().isEmpty()) {
                    who.add(ClusterState.place(actor) + " (" + actor.state() + ")");
                }
            }
            TreeSet<String> holders =
                    new TreeSet<>(state.states(Track.LEASE, lease).values());
            out.append("  * ")
                    .append(lease)
                    .append(": ")
                    .append(who.isEmpty() ? "nobody leads" : String.join(", ", who));
            out.append(holders.isEmpty() ? "" : "; the store names " + String.join(", ", holders))
                    .append('\n');
        }
        for (String cluster : state.subjects(Track.ETCD)) {
            out.append("  * etcd ")
                    .append(cluster)
                    .append(": ")
                    .append(words(state.states(Track.ETCD, cluster), ""))
                    .append('\n');
        }
        for (String target : state.subjects(Track.API)) {
            out.append("  * API ")
                    .append(target)
                    .append(": ")
                    .append(words(state.states(Track.API, target), ""))
                    .append('\n');
        }
        for (String network : state.subjects(Track.LINK)) {
            TreeSet<String> cut =
                    new TreeSet<>(state.states(Track.LINK, network).keySet());
            if (!cut.isEmpty()) {
                out.append("  * cut on the ")
                        .append(network)
                        .append(" network: ")
                        .append(String.join(", ", cut))
                        .append('\n');
            }
        }
    }

    private static String words(Map<String, String> states, String plain) {
        List<String> words = new ArrayList<>();
        states.forEach((host, each) ->
                words.add(each.equals(plain) ? host : host + " (" + each.replace("@", ", term ") + ")"));
        return words.isEmpty() ? "nobody" : String.join(", ", words);
    }

    private static String capital(String word) {
        return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
