package dev.quorate.model.corosync.totem;

import dev.quorate.model.Effects;
import dev.quorate.model.Message;
import java.util.List;

/** What Totem tells the services above it. */
public interface TotemListener {

    /** A message, in the same order at every member. */
    void onDelivered(int from, Message payload, Effects effects);

    /**
     * A new ring is installed; messages of the old one were all delivered before.
     *
     * @param members node ids, lowest first
     * @param left members of the old ring that do not come along
     */
    void onMembership(RingId ring, List<Integer> members, List<Integer> left, Effects effects);
}
