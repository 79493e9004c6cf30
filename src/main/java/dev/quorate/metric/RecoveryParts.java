package dev.quorate.metric;

import dev.quorate.trace.Actor;
import dev.quorate.trace.ClusterState;
import dev.quorate.trace.FaultEvent.FaultInjected;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import dev.quorate.trace.MembershipEvent.MembershipFormed;
import dev.quorate.trace.PacemakerEvent.FenceConfirmed;
import dev.quorate.trace.PacemakerEvent.FenceRequested;
import dev.quorate.trace.StateChange;
import dev.quorate.trace.TraceRecord;
import dev.quorate.trace.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Splits the recovery from a run's first fault into its parts, online. */
final class RecoveryParts {

    private static final long NEVER = Long.MIN_VALUE;

    private final TreeMap<String, List<String>> members = new TreeMap<>();
    private final TreeSet<String> lostVips = new TreeSet<>();
    private final TreeSet<String> lostLeaders = new TreeSet<>();
    private long fault = NEVER;
    private long shrunk = NEVER;
    private long expired = NEVER;
    private boolean fenceAsked;
    private long fenced = NEVER;
    private boolean vipLost;
    private long vipBack = NEVER;
    private boolean leaderLost;
    private long leaderBack = NEVER;
    private boolean apiLost;
    private boolean apiAway;
    private long apiBack = NEVER;
    private long written = NEVER;

    void onEvent(TraceRecord record) {
        long at = record.at().micros();
        if (record.event() instanceof FaultInjected) {
            if (fault == NEVER) {
                fault = at;
            }
        } else if (record.event() instanceof MembershipFormed formed) {
            List<String> before = members.put(record.host(), formed.members());
            if (shrunk == NEVER
                    && fault != NEVER
                    && before != null
                    && !formed.members().containsAll(before)) {
                shrunk = at;
            }
        } else if (fault == NEVER) {
            return;
        } else if (record.event() instanceof LeadershipStarted && expired == NEVER) {
            expired = at;
        } else if (record.event() instanceof FenceRequested) {
            fenceAsked = true;
        } else if (record.event() instanceof FenceConfirmed && fenced == NEVER) {
            fenced = at;
        }
    }

    /** A write through the VIP succeeded, the first after an outage. */
    void onWrite(long at) {
        if (apiLost) {
            written = at;
        }
    }

    void onApi(boolean away, long at) {
        if (fault == NEVER) {
            return;
        }
        if (away && !apiAway) {
            apiLost = true;
            written = NEVER;
        } else if (!away && apiAway) {
            apiBack = at;
        }
        apiAway = away;
    }

    void onChange(StateChange change, ClusterState state) {
        if (fault == NEVER) {
            return;
        }
        String subject = change.subject();
        long at = change.at().micros();
        if (change.track() == Track.VIP) {
            if (state.count(Track.VIP, subject, "holds") == 0) {
                vipLost = true;
                lostVips.add(subject);
            } else if (lostVips.remove(subject) && lostVips.isEmpty()) {
                vipBack = at;
            }
        } else if (change.track() == Track.ACTING && Actor.acts(change.from()) != Actor.acts(change.to())) {
            if (state.acting(subject).isEmpty()) {
                leaderLost = true;
                lostLeaders.add(subject);
            } else if (lostLeaders.remove(subject) && lostLeaders.isEmpty()) {
                leaderBack = at;
            }
        }
    }

    /** The parts that were needed, one after the other, and their total; none without a fault. */
    List<MetricValue> values(long end) {
        List<MetricValue> values = new ArrayList<>();
        if (fault == NEVER) {
            return values;
        }
        boolean broke = shrunk != NEVER || vipLost || leaderLost || apiLost;
        if (!broke) {
            return values;
        }
        long[] at = {fault};
        boolean censored = false;
        long detected = shrunk != NEVER ? shrunk : expired;
        // an API that was away for a moment is no loss that anybody has to detect
        boolean undone = !lostVips.isEmpty() || !lostLeaders.isEmpty() || apiAway;
        censored |= part(values, Metric.DETECTION, detected != NEVER || undone, detected, at, end);
        censored |= part(values, Metric.FENCING, fenceAsked || fenced != NEVER, fenced, at, end);
        censored |= part(values, Metric.VIP_TAKE_OVER, vipLost, lostVips.isEmpty() ? vipBack : NEVER, at, end);
        censored |=
                part(values, Metric.LEADER_TAKE_OVER, leaderLost, lostLeaders.isEmpty() ? leaderBack : NEVER, at, end);
        // who asks seldom may not have written since: it could have when the API was back
        long wrote = apiAway ? NEVER : Math.max(written, apiBack);
        censored |= part(values, Metric.FIRST_WRITE, apiLost, wrote, at, end);
        values.add(new MetricValue(Metric.RECOVERY, "", at[0] - fault, censored));
        return values;
    }

    private static boolean part(
            List<MetricValue> values, Metric metric, boolean needed, long reached, long[] at, long end) {
        if (!needed) {
            return false;
        }
        boolean censored = reached == NEVER;
        long until = Math.max(at[0], censored ? end : reached);
        values.add(new MetricValue(metric, "", until - at[0], censored));
        at[0] = until;
        return censored;
    }

    /** The kinds of event it wants to see. */
    static List<Class<?>> events() {
        return Arrays.asList(
                FaultInjected.class,
                MembershipFormed.class,
                LeadershipStarted.class,
                FenceRequested.class,
                FenceConfirmed.class);
    }
}
