package dev.quorate.model.pacemaker.fencer;

import dev.quorate.model.pacemaker.fencer.FenceMessage.OperationId;
import dev.quorate.trace.EventId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fencing that this host's client asked for: who can do it, who was tried (fenced_remote.c, remote_fencing_op_t). */
final class FenceOperation {

    /** What a peer can use. */
    private record Offer(List<String> devices, List<String> verified) {}

    final OperationId id;
    final FenceIpc.Fence request;
    final List<List<String>> levels;
    final List<String> tried = new ArrayList<>();
    final List<EventId> causes = new ArrayList<>();
    private final Map<String, Offer> offers = new LinkedHashMap<>();
    boolean executing;
    String executor = "";
    int level;
    int step;

    FenceOperation(OperationId id, FenceIpc.Fence request, List<List<String>> levels) {
        this.id = id;
        this.request = request;
        this.levels = levels;
        this.causes.addAll(request.causes());
    }

    void offer(String host, List<String> devices, List<String> verified) {
        offers.put(host, new Offer(devices, verified));
    }

    int replies() {
        return offers.size();
    }

    void forget(String host) {
        offers.remove(host);
    }

    boolean hasVerified() {
        return offers.values().stream().anyMatch(offer -> !offer.verified().isEmpty());
    }

    /** The devices of the step under way: of the topology level's next device, or whatever a peer has. */
    boolean usesTopology() {
        return !levels.isEmpty();
    }

    List<String> wanted() {
        return usesTopology() && level < levels.size()
                ? List.of(levels.get(level).get(step))
                : List.of();
    }

    /**
     * Who is asked next: one whose device was seen working, then another, the target itself last (fenced_remote.c,
     * stonith_choose_peer).
     */
    Optional<String> choosePeer() {
        for (int pass = 0; pass < 3; pass++) {
            for (Map.Entry<String, Offer> entry : offers.entrySet()) {
                boolean isTarget = entry.getKey().equals(request.target());
                boolean fits = pass == 2 ? isTarget : !isTarget;
                List<String> usable = pass == 0
                        ? entry.getValue().verified()
                        : entry.getValue().devices();
                if (fits && !tried.contains(entry.getKey()) && serves(usable)) {
                    return Optional.of(entry.getKey());
                }
            }
        }
        return Optional.empty();
    }

    private boolean serves(List<String> usable) {
        List<String> wanted = wanted();
        return wanted.isEmpty() ? !usable.isEmpty() : usable.containsAll(wanted);
    }

    List<String> devicesOf(String host) {
        List<String> wanted = wanted();
        Offer offer = offers.get(host);
        return wanted.isEmpty() && offer != null ? offer.devices() : wanted;
    }
}
