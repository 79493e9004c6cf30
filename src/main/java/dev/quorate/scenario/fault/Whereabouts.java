package dev.quorate.scenario.fault;

import dev.quorate.trace.EtcdEvent;
import dev.quorate.trace.FaultEvent;
import dev.quorate.trace.HostEvent;
import dev.quorate.trace.LeaderElectionEvent;
import dev.quorate.trace.NetworkEvent;
import dev.quorate.trace.PacemakerEvent;
import dev.quorate.trace.TraceEvent;
import dev.quorate.trace.TraceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who is where, folded from the trace as it grows: for symbolic targets and conditions.
 *
 * <p>The newest of several holders comes last.
 */
public final class Whereabouts {

    private final Map<String, List<String>> vipHolders = new TreeMap<>();
    private final Map<String, List<String>> actingLeaders = new TreeMap<>();
    private final Map<String, String> leaseHolders = new TreeMap<>();
    private final Map<String, List<String>> faultTargets = new TreeMap<>();
    private final List<String> dcs = new ArrayList<>();
    private final List<String> etcdLeaders = new ArrayList<>();
    private final TreeSet<String> off = new TreeSet<>();

    /** Take in the next record. */
    public void onRecord(TraceRecord record) {
        TraceEvent event = record.event();
        if (event instanceof EtcdEvent e) {
            onEtcd(record.host(), e);
        } else if (event instanceof LeaderElectionEvent e) {
            onElection(record.host(), e);
        } else if (event instanceof HostEvent e) {
            onHost(record.host(), record.component(), e);
        } else if (event instanceof NetworkEvent.VipAcquired e) {
            enter(vipHolders.computeIfAbsent(e.vip(), v -> new ArrayList<>()), record.host());
        } else if (event instanceof NetworkEvent.VipReleased e) {
            vipHolders.getOrDefault(e.vip(), new ArrayList<>()).remove(record.host());
        } else if (event instanceof PacemakerEvent.DcElected) {
            enter(dcs, record.host());
        } else if (event instanceof PacemakerEvent.DcReleased) {
            dcs.remove(record.host());
        } else if (event instanceof FaultEvent.FaultInjected e) {
            faultTargets.put(e.fault(), e.hosts());
        }
    }

    /** Hosts that hold a VIP, by its address. */
    public List<String> vipHolders(String vip) {
        return List.copyOf(vipHolders.getOrDefault(vip, List.of()));
    }

    /** Hosts whose process acts as leader of a lease. */
    public List<String> actingLeaders(String lease) {
        return List.copyOf(actingLeaders.getOrDefault(lease, List.of()));
    }

    /** The host of the process that the store names as the lease's holder; empty or one. */
    public List<String> leaseHolder(String lease) {
        String holder = leaseHolders.getOrDefault(lease, "");
        return holder.isEmpty() ? List.of() : List.of(holder);
    }

    /** Hosts that are DC of their partition. */
    public List<String> dcs() {
        return List.copyOf(dcs);
    }

    /** Hosts whose etcd member is leader. */
    public List<String> etcdLeaders() {
        return List.copyOf(etcdLeaders);
    }

    /** Hosts that a fault hit. */
    public List<String> targetsOf(String fault) {
        return faultTargets.getOrDefault(fault, List.of());
    }

    /** Those of the hosts that have power, in order. */
    public List<String> powered(List<String> hosts) {
        return hosts.stream().filter(host -> !off.contains(host)).toList();
    }

    /** A lease's name without its namespace: {@code kube-system/kube-scheduler} is {@code kube-scheduler}. */
    static String shortName(String lease) {
        return lease.substring(lease.lastIndexOf('/') + 1);
    }

    /** The host of a holder identity: client-go's is {@code <host>_<uuid>}. */
    static String hostOf(String holderIdentity) {
        int end = holderIdentity.indexOf('_');
        return end < 0 ? holderIdentity : holderIdentity.substring(0, end);
    }

    private void onEtcd(String host, EtcdEvent event) {
        if (event instanceof EtcdEvent.RaftRoleChanged e) {
            if (e.role().equals("leader")) {
                enter(etcdLeaders, host);
            } else {
                etcdLeaders.remove(host);
            }
        }
    }

    private void onElection(String host, LeaderElectionEvent event) {
        if (event instanceof LeaderElectionEvent.LeadershipStarted e) {
            enter(actingLeaders.computeIfAbsent(shortName(e.lease()), l -> new ArrayList<>()), host);
        } else if (event instanceof LeaderElectionEvent.LeadershipEnded e) {
            actingLeaders.getOrDefault(shortName(e.lease()), new ArrayList<>()).remove(host);
        } else if (event instanceof LeaderElectionEvent.LeaseWritten e) {
            leaseHolders.put(shortName(e.lease()), hostOf(e.holderIdentity()));
        } else if (event instanceof LeaderElectionEvent.LeaseDeleted e) {
            leaseHolders.remove(shortName(e.lease()));
        }
    }

    private void onHost(String host, String component, HostEvent event) {
        if (event instanceof HostEvent.HostPoweredOff) {
            off.add(host);
            vipHolders.values().forEach(holders -> holders.remove(host));
            actingLeaders.values().forEach(leaders -> leaders.remove(host));
            dcs.remove(host);
            etcdLeaders.remove(host);
        } else if (event instanceof HostEvent.HostPoweredOn) {
            off.remove(host);
        } else if (event instanceof HostEvent.ProcessExited) {
            actingLeaders.getOrDefault(component, new ArrayList<>()).remove(host);
            if (component.equals("etcd")) {
                etcdLeaders.remove(host);
            } else if (component.startsWith("pacemaker")) {
                dcs.remove(host);
            }
        }
    }

    private static void enter(List<String> hosts, String host) {
        hosts.remove(host);
        hosts.add(host);
    }
}
