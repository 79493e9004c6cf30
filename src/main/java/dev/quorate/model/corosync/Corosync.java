package dev.quorate.model.corosync;

import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.corosync.CorosyncIpc.CpgJoin;
import dev.quorate.model.corosync.CorosyncIpc.CpgLeave;
import dev.quorate.model.corosync.CorosyncIpc.CpgMember;
import dev.quorate.model.corosync.CorosyncIpc.CpgMulticast;
import dev.quorate.model.corosync.CorosyncIpc.DevicePoll;
import dev.quorate.model.corosync.CorosyncIpc.DeviceRegister;
import dev.quorate.model.corosync.CorosyncIpc.DeviceRing;
import dev.quorate.model.corosync.CorosyncIpc.QuorumNotification;
import dev.quorate.model.corosync.CorosyncIpc.QuorumTrackStart;
import dev.quorate.model.corosync.CorosyncIpc.SetExpectedVotes;
import dev.quorate.model.corosync.CorosyncIpc.ToolAnswer;
import dev.quorate.model.corosync.totem.RingId;
import dev.quorate.model.corosync.totem.RingNode;
import dev.quorate.model.corosync.totem.Totem;
import dev.quorate.model.corosync.totem.TotemListener;
import dev.quorate.model.corosync.totem.TotemMessage;
import dev.quorate.model.corosync.totem.TotemSettings;
import dev.quorate.model.corosync.votequorum.QuorumView;
import dev.quorate.model.corosync.votequorum.Votequorum;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.MembershipEvent.QuorumChanged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The corosync daemon of one host: Totem below, votequorum and process groups on it, local clients above.
 *
 * <p>On each new ring the services synchronise (exec/sync.c): every member tells its votes and its groups' processes;
 * only when all were heard do quorum and groups change, for clients as well. A ring that breaks before that changes
 * nothing: so a node may keep an old view for long while rings come and go.
 */
public final class Corosync implements Machine {

    private static final Timer BOOT = Timer.of("boot");
    private static final Timer WINDOW = Timer.of("last-man-standing");
    private static final Timer DEVICE = Timer.of("quorum-device");
    private static final Timer SHUTDOWN = Timer.of("shutdown");
    /**
     * From the start of the process to the first join message. Measured with udpu, to a whole ring, some 45 ms more:
     * 226, 238, 258, 323, 827 ms; hence a quickest time and a tail.
     */
    private static final Duration BOOT_MIN = Duration.ofMillis(180);

    private static final double BOOT_TAIL_MICROS = 50_000;
    /** From SIGTERM until the services are unloaded, but for the wait for a token. */
    private static final long SHUTDOWN_MILLIS = 60;
    /** knet waits for its threads in steps of 200 ms (libknet/threads_common.c, wait_all_threads_status). */
    private static final Duration KNET_THREADS = Duration.ofMillis(200);
    /** Exit codes of include/corosync/corodefs.h: configuration refused. */
    private static final int EXIT_CONFIGURATION = 8;

    private final CorosyncSettings settings;
    private final Map<Integer, CorosyncNode> nodelist = new TreeMap<>();
    private final TreeSet<String> trackers = new TreeSet<>();
    private @Nullable Node node;

    /** A corosync with its corosync.conf; which node of the list it is follows from the host it runs on. */
    public Corosync(CorosyncSettings settings, List<CorosyncNode> nodelist) {
        this.settings = settings;
        nodelist.forEach(n -> this.nodelist.put(n.nodeId(), n));
    }

    @Override
    public void onStart(Effects effects) {
        Map<Integer, Integer> votes = new TreeMap<>();
        nodelist.forEach((id, n) -> votes.put(id, n.votes()));
        Optional<CorosyncNode> self = nodelist.values().stream()
                .filter(n -> n.name().equals(effects.host()))
                .findFirst();
        if (self.isEmpty() || Votequorum.refusal(settings.quorum(), votes).isPresent()) {
            effects.exit(EXIT_CONFIGURATION);
            return;
        }
        node = new Node(self.get(), votes);
        Duration boot = BOOT_MIN.plus(SimTime.span((long) effects.random("boot").exponential(BOOT_TAIL_MICROS)));
        boolean knet = settings.totem().transport() == TotemSettings.Transport.KNET;
        effects.setTimer(BOOT, knet ? boot.plus(KNET_THREADS) : boot);
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        if (node != null) {
            node.onTimer(timer, effects);
        }
    }

    @Override
    public void onDatagram(Endpoint from, int port, Message message, Effects effects) {
        if (node != null && message instanceof TotemMessage totem) {
            node.totem.onDatagram(from, totem, effects);
        }
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        if (node != null && message instanceof CorosyncIpc ipc) {
            node.onClient(from, ipc, effects);
        }
    }

    @Override
    public void onLocalLost(String peer, Effects effects) {
        trackers.remove(peer);
        if (node != null) {
            CpgMember gone = new CpgMember(effects.host(), peer);
            for (String group : node.groups.of(gone)) {
                node.totem.multicast(new ServiceMessage.GroupLeave(group, gone), effects);
            }
        }
    }

    @Override
    public void onSignal(Signal signal, Effects effects) {
        if (node == null || signal == Signal.HUP) {
            Machine.super.onSignal(signal, effects);
            return;
        }
        node.shutdown(effects);
    }

    /** What votequorum last decided, for tests and tools. */
    public QuorumView quorum() {
        return started().decided;
    }

    /** The ring protocol, for tests. */
    public Totem totem() {
        return started().totem;
    }

    private Node started() {
        if (node == null) {
            throw new IllegalStateException("corosync is not started");
        }
        return node;
    }

    /** The daemon once it knows which node it is. */
    private final class Node implements TotemListener {
        private final Totem totem;
        private final Votequorum votequorum;
        private final ProcessGroups groups;
        private QuorumView decided;
        private RingId ring = new RingId(0, 0);
        private boolean told;

        private List<Integer> members = List.of();
        private boolean syncing;
        private final TreeSet<Integer> heard = new TreeSet<>();
        private final TreeSet<Integer> leftSinceSync = new TreeSet<>();
        private final Map<String, List<CpgMember>> toldGroups = new TreeMap<>();
        private List<EventId> ringCauses = List.of();
        private final int self;
        private String device = "";
        private boolean deviceAlive;
        private boolean syncWaitsForDevice;

        Node(CorosyncNode self, Map<Integer, Integer> votes) {
            List<RingNode> ringNodes = nodelist.values().stream()
                    .map(n -> new RingNode(n.nodeId(), n.name(), n.ringAddress()))
                    .toList();
            this.self = self.nodeId();
            totem = new Totem(settings.totem(), self.nodeId(), ringNodes, this);
            votequorum = new Votequorum(settings.quorum(), self.nodeId(), votes);
            groups = new ProcessGroups(self.name());
            decided = votequorum.view();
        }

        void onTimer(Timer timer, Effects effects) {
            if (timer.equals(BOOT)) {
                totem.start(effects);
            } else if (timer.equals(WINDOW)) {
                votequorum.onLastManStandingWindow();
                publish(false, effects);
            } else if (timer.equals(DEVICE)) {
                deviceAlive = false;
                deviceCasts(false, effects);
            } else if (timer.equals(SHUTDOWN)) {
                totem.leave(effects);
                effects.exit(0);
            } else {
                totem.onTimer(timer, effects);
            }
        }

        void onClient(String from, CorosyncIpc message, Effects effects) {
            CpgMember client = new CpgMember(effects.host(), from);
            if (message instanceof CpgJoin join) {
                totem.multicast(new ServiceMessage.GroupJoin(join.group(), client), effects);
            } else if (message instanceof CpgLeave leave) {
                totem.multicast(new ServiceMessage.GroupLeave(leave.group(), client), effects);
            } else if (message instanceof CpgMulticast mcast) {
                totem.multicast(new ServiceMessage.GroupMessage(mcast.group(), client, mcast.payload()), effects);
            } else if (message instanceof QuorumTrackStart) {
                trackers.add(from);
                effects.tell(from, notification());
            } else if (message instanceof DeviceRegister) {
                device = from;
                if (!members.isEmpty()) {
                    effects.tell(device, new DeviceRing(self, ring.toString(), members));
                }
            } else if (message instanceof DevicePoll poll && poll.ringId().equals(ring.toString())) {
                deviceAlive = true;
                effects.setTimer(DEVICE, settings.quorum().device().timeout());
                deviceCasts(poll.castVote(), effects);
            } else if (message instanceof SetExpectedVotes set) {
                Optional<String> refused = votequorum.refuseExpectedVotes(set.expectedVotes());
                if (refused.isEmpty()) {
                    totem.multicast(new ServiceMessage.Reconfigure(set.expectedVotes()), effects);
                }
                effects.tell(from, new ToolAnswer(refused.isEmpty(), refused.orElse("")));
            }
        }

        /** The device's vote counts from now on, or no longer; a ring that waited for its word goes on. */
        private void deviceCasts(boolean cast, Effects effects) {
            boolean changed = votequorum.deviceCasts(cast);
            if (syncWaitsForDevice) {
                syncWaitsForDevice = false;
                sendSync(effects);
            } else if (changed && syncing) {
                totem.multicastOfSync(new ServiceMessage.Votes(votequorum.ownInfo()), effects);
            } else if (changed) {
                totem.multicast(new ServiceMessage.Votes(votequorum.ownInfo()), effects);
            }
        }

        private void sendSync(Effects effects) {
            totem.multicastOfSync(new ServiceMessage.Sync(ring, votequorum.ownInfo(), groups.own()), effects);
        }

        void shutdown(Effects effects) {
            // services are unloaded by work that runs when a token passes (exec/schedwrk.c)
            long hold = totem.timeouts().hold().toMillis();
            Duration most = Duration.ofMillis(SHUTDOWN_MILLIS + hold);
            effects.setTimer(SHUTDOWN, effects.random("shutdown").uniform(Duration.ofMillis(SHUTDOWN_MILLIS), most));
        }

        @Override
        public void onMembership(RingId newRing, List<Integer> newMembers, List<Integer> left, Effects effects) {
            ringCauses = totem.causes();
            ring = newRing;
            members = newMembers;
            syncing = true;
            leftSinceSync.addAll(left);
            heard.clear();
            toldGroups.clear();
            totem.syncBegins();
            if (votequorum.membersChange(newMembers)) {
                effects.setTimer(WINDOW, settings.quorum().lastManStandingWindow());
            }
            if (!device.isEmpty()) {
                effects.tell(device, new DeviceRing(self, ring.toString(), members));
            }
            // a living device may hold up the synchronisation until it has asked, for sync_timeout at most
            syncWaitsForDevice = deviceAlive;
            if (syncWaitsForDevice) {
                effects.setTimer(DEVICE, settings.quorum().device().syncTimeout());
            } else {
                sendSync(effects);
            }
        }

        @Override
        public void onDelivered(int from, Message payload, Effects effects) {
            if (payload instanceof ServiceMessage.Sync sync) {
                onSync(from, sync, effects);
            } else if (payload instanceof ServiceMessage.Votes votes) {
                votequorum.onNodeInfo(from, votes.info());
                publish(false, effects);
            } else if (payload instanceof ServiceMessage.Reconfigure set) {
                votequorum.setExpectedVotes(set.expectedVotes());
                publish(false, effects);
            } else if (payload instanceof ServiceMessage.GroupJoin join) {
                groups.join(join.group(), join.member(), effects);
            } else if (payload instanceof ServiceMessage.GroupLeave leave) {
                groups.leave(leave.group(), leave.member(), effects);
            } else if (payload instanceof ServiceMessage.GroupMessage message) {
                groups.deliver(message, effects);
            }
        }

        private void onSync(int from, ServiceMessage.Sync sync, Effects effects) {
            if (!syncing || !sync.ring().equals(ring)) {
                return;
            }
            votequorum.onNodeInfo(from, sync.info());
            sync.groups()
                    .forEach((group, processes) -> toldGroups
                            .computeIfAbsent(group, g -> new ArrayList<>())
                            .addAll(processes));
            heard.add(from);
            if (heard.containsAll(members)) {
                syncing = false;
                totem.syncEnds(effects);
                List<String> hosts = names(members);
                groups.activate(hosts, names(List.copyOf(leftSinceSync)), toldGroups, effects);
                leftSinceSync.clear();
                votequorum.activate();
                publish(true, effects);
            }
        }

        /** Tell clients and the trace what changed; a new ring is told to clients in any case. */
        private void publish(boolean newRing, Effects effects) {
            QuorumView view = votequorum.view();
            if (syncing) {
                return;
            }
            boolean changed = !told
                    || view.quorate() != decided.quorate()
                    || !view.members().equals(decided.members())
                    || view.quorum() != decided.quorum();
            decided = view;
            told = true;
            if (changed) {
                effects.recordBecause(
                        new QuorumChanged(
                                view.quorate(),
                                view.votes(),
                                view.expectedVotes(),
                                view.quorum(),
                                names(view.members())),
                        votequorum.decisive(),
                        ringCauses.toArray(EventId[]::new));
            }
            if (changed || newRing) {
                for (String tracker : trackers) {
                    effects.tell(tracker, notification());
                }
            }
        }

        private QuorumNotification notification() {
            return new QuorumNotification(decided.quorate(), ring.toString(), names(decided.members()));
        }

        private List<String> names(List<Integer> ids) {
            List<String> names = new ArrayList<>();
            for (int id : ids) {
                CorosyncNode known = nodelist.get(id);
                names.add(known == null ? "node " + id : known.name());
            }
            return names;
        }
    }
}
