package dev.quorate.model.corosync.totem;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.BiConsumer;

/** What a node sends: to all others, to the next on its ring, and to itself. */
final class Wire {

    private static final Timer LOOPBACK = Timer.of("loopback");
    private static final Duration LOOPBACK_DELAY = Duration.ofNanos(50_000);

    private final Links links;
    private final int self;
    private final ArrayDeque<TotemMessage> loopback = new ArrayDeque<>();
    private int next;

    Wire(Links links, int self) {
        this.links = links;
        this.self = self;
    }

    /** From now on the token goes to that node. */
    void leadTo(int node) {
        next = node;
    }

    void toNext(TotemMessage message, Effects effects) {
        if (next == self) {
            toSelf(message, effects);
        } else {
            links.send(next, message, effects);
        }
    }

    void toOthers(TotemMessage message, Effects effects) {
        links.multicast(message, effects);
    }

    void toAll(TotemMessage message, Effects effects) {
        links.multicast(message, effects);
        toSelf(message, effects);
    }

    /** What a node sends to itself comes back through the event loop, not at once. */
    private void toSelf(TotemMessage message, Effects effects) {
        if (loopback.isEmpty()) {
            effects.setTimer(LOOPBACK, LOOPBACK_DELAY);
        }
        loopback.add(message);
    }

    /** Hand over what came back; what is sent to itself meanwhile waits for the next time. */
    void takeOwn(BiConsumer<TotemMessage, Effects> receiver, Effects effects) {
        for (int i = loopback.size(); i > 0; i--) {
            receiver.accept(loopback.remove(), effects);
        }
        if (!loopback.isEmpty()) {
            effects.setTimer(LOOPBACK, LOOPBACK_DELAY);
        }
    }

    @Override
    public String toString() {
        return "next " + next;
    }
}
