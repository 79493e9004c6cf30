package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.time.SimTime;
import java.util.List;
import java.util.Map;

/** The deadlines of every request and watch, on one timer that is due at the earliest. */
final class Deadlines {

    static final Timer TIMER = Timer.of("deadlines");

    private final Map<ConnectionId, Session> sessions;
    private SimTime nextDeadline = SimTime.MAX;

    Deadlines(Map<ConnectionId, Session> sessions) {
        this.sessions = sessions;
    }

    /** A request or watch has that deadline. */
    void arm(SimTime deadline, Effects effects) {
        if (deadline.isBefore(nextDeadline)) {
            nextDeadline = deadline;
            effects.setTimer(TIMER, deadline.since(effects.monotonic()));
        }
    }

    /** Time out what is due. */
    void due(Effects effects) {
        SimTime now = effects.monotonic();
        nextDeadline = SimTime.MAX;
        SimTime next = SimTime.MAX;
        for (Session session : sessions.values()) {
            for (Map.Entry<Long, SimTime> entry : List.copyOf(session.inFlight.entrySet())) {
                if (entry.getValue().isAfter(now)) {
                    next = entry.getValue().isBefore(next) ? entry.getValue() : next;
                } else {
                    timedOut(session, entry.getKey(), effects);
                }
            }
            for (Map.Entry<Long, Session.Watching> entry : List.copyOf(session.watches.entrySet())) {
                SimTime until = entry.getValue().until();
                if (until.isAfter(now)) {
                    next = until.isBefore(next) ? until : next;
                } else {
                    session.watches.remove(entry.getKey());
                    effects.send(session.connection, ApiResponse.ok(entry.getKey()));
                }
            }
        }
        if (!next.equals(SimTime.MAX)) {
            arm(next, effects);
        }
    }

    private static void timedOut(Session session, long id, Effects effects) {
        session.inFlight.remove(id);
        effects.send(
                session.connection,
                ApiResponse.error(
                        id,
                        504,
                        "Timeout",
                        "Timeout: request did not complete within requested timeout - context deadline exceeded"));
    }
}
