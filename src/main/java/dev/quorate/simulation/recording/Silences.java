package dev.quorate.simulation.recording;

import dev.quorate.trace.EventId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What kept somebody silent, since when and until when: a host without power, a paused process, a cut link.
 *
 * <p>Absence has causes too: when a timer that awaits a host fires, the silences that touched that host, the own host,
 * or the path between them since the timer was set are its causes.
 */
public final class Silences {

    /** Past silences older than this are forgotten; no protocol waits longer for a sign of life. */
    private static final long MEMORY_MICROS = 1_200_000_000L;

    /** One silence: of a host as a whole (then {@code peer} is empty), or of the link from host to peer. */
    private static final class Silence {
        private final EventId cause;
        private final String key;
        private final String host;
        private final String peer;
        private final long fromMicros;
        private long untilMicros = Long.MAX_VALUE;

        Silence(EventId cause, String key, String host, String peer, long fromMicros) {
            this.cause = cause;
            this.key = key;
            this.host = host;
            this.peer = peer;
            this.fromMicros = fromMicros;
        }
    }

    private final List<Silence> silences = new ArrayList<>();

    /** A host or one of its processes fell silent. */
    public void begin(String key, EventId cause, String host, long nowMicros) {
        begin(key, cause, host, "", nowMicros);
    }

    /** A link fell silent, in one direction. */
    public void begin(String key, EventId cause, String from, String to, long nowMicros) {
        silences.removeIf(s -> s.untilMicros < nowMicros - MEMORY_MICROS);
        silences.add(new Silence(cause, key, from, to, nowMicros));
    }

    /** What began under that key is over. */
    public void end(String key, long nowMicros) {
        end(key::equals, nowMicros);
    }

    /** What began under such keys is over. */
    public void end(Predicate<String> keys, long nowMicros) {
        for (Silence silence : silences) {
            if (silence.untilMicros == Long.MAX_VALUE && keys.test(silence.key)) {
                silence.untilMicros = nowMicros;
            }
        }
    }

    /** Why nothing was heard at {@code host} from the awaited hosts between then and now. */
    public List<EventId> explain(String host, List<String> awaited, long sinceMicros, long nowMicros) {
        if (silences.isEmpty() || awaited.isEmpty()) {
            return List.of();
        }
        List<EventId> causes = new ArrayList<>();
        for (Silence silence : silences) {
            boolean then = silence.untilMicros >= sinceMicros && silence.fromMicros <= nowMicros;
            if (then && touches(silence, host, awaited) && !causes.contains(silence.cause)) {
                causes.add(silence.cause);
            }
        }
        return causes;
    }

    private static boolean touches(Silence silence, String host, List<String> awaited) {
        if (silence.peer.isEmpty()) {
            return silence.host.equals(host) || awaited.contains(silence.host);
        }
        return (awaited.contains(silence.host) && silence.peer.equals(host))
                || (silence.host.equals(host) && awaited.contains(silence.peer));
    }
}
