package dev.quorate.cli;

import dev.quorate.report.Moment;
import dev.quorate.trace.MessageRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Holds the messages of a run until it is known which of them are worth keeping. */
final class MessageBuffer implements Consumer<MessageRecord> {

    /** Older ones are let go: about 100 MB, an hour of three masters. */
    private static final int MOST = 500_000;

    private final boolean everything;
    private final ArrayDeque<MessageRecord> messages = new ArrayDeque<>();

    MessageBuffer(boolean everything) {
        this.everything = everything;
    }

    @Override
    public void accept(MessageRecord message) {
        messages.addLast(message);
        if (!everything && messages.size() > MOST) {
            messages.removeFirst();
        }
    }

    /** All of them when that was asked for, or else those around the moments. */
    List<MessageRecord> kept(List<Moment> moments) {
        List<MessageRecord> kept = new ArrayList<>();
        for (MessageRecord message : messages) {
            if (everything || moments.stream().anyMatch(moment -> moment.isNear(message))) {
                kept.add(message);
            }
        }
        return kept;
    }
}
