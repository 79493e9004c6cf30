package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.LrmOperation;
import dev.quorate.model.pacemaker.cib.LrmResource;
import dev.quorate.model.pacemaker.cib.Operation;
import dev.quorate.model.pacemaker.cib.Values;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fail counts as the nodes' transient attributes hold them (lib/pengine/failcounts.c). */
final class FailCounts {

    private FailCounts() {}

    /**
     * Failures of a resource on a node (pe_get_failcount).
     *
     * @param effective whether failures older than failure-timeout count no longer
     * @param operation the history entry in question, for {@code on-fail=block} whose failures never expire
     */
    static int count(Rsc rsc, Member node, boolean effective, @Nullable LrmOperation operation) {
        if (node.attributes.subMap("fail-count-", "fail-count.").isEmpty()) {
            return 0; // nothing failed here: the usual case
        }
        String name = rsc.historyName == null ? rsc.id : rsc.historyName;
        if (!rsc.unique) {
            name = strip(name);
        }
        String resource = Pattern.quote(name) + (rsc.unique ? "" : "(:[0-9]+)?") + "#.+_[0-9]+";
        Pattern failCount = Pattern.compile("fail-count-" + resource);
        Pattern lastFailure = Pattern.compile("last-failure-" + resource);
        int count = 0;
        long last = 0;
        for (Map.Entry<String, String> attribute : node.attributes.entrySet()) {
            if (failCount.matcher(attribute.getKey()).matches()) {
                count = Values.add(count, Values.score(attribute.getValue()));
            } else if (lastFailure.matcher(attribute.getKey()).matches()) {
                last = Math.max(last, seconds(attribute.getValue()));
            }
        }
        if (count > 0 && rsc.failureTimeoutSeconds > 0 && blocks(rsc, node, operation)) {
            rsc.failureTimeoutSeconds = 0;
        }
        if (effective
                && count > 0
                && last > 0
                && rsc.failureTimeoutSeconds > 0
                && rsc.cluster.nowSeconds > last + rsc.failureTimeoutSeconds) {
            return 0;
        }
        return count;
    }

    /** A clone's id without the instance's number. */
    static String strip(String id) {
        int colon = id.lastIndexOf(':');
        if (colon <= 0 || colon == id.length() - 1) {
            return id;
        }
        return id.substring(colon + 1).chars().allMatch(Character::isDigit) ? id.substring(0, colon) : id;
    }

    private static long seconds(String value) {
        try {
            return Long.parseLong(value.trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether a failure of an operation with on-fail=block is on record (block_failure). */
    private static boolean blocks(Rsc rsc, Member node, @Nullable LrmOperation operation) {
        if (rsc.primitive == null) {
            return false;
        }
        for (Operation configured : rsc.primitive.operations()) {
            String onFail = configured.options().getOrDefault("on-fail", "").toLowerCase(Locale.ROOT);
            if (!onFail.equals("block")) {
                continue;
            }
            if (operation != null) {
                if (isFailureOf(rsc, configured, operation)) {
                    return true;
                }
                continue;
            }
            for (LrmResource resource : rsc.cluster.cib.stateOf(node.name).resources()) {
                if (resource.id().equals(strip(rsc.id))
                        && resource.operations().stream().anyMatch(past -> isFailureOf(rsc, configured, past))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isFailureOf(Rsc rsc, Operation configured, LrmOperation past) {
        if (configured.intervalMillis() != past.intervalMillis()
                || !configured.name().equals(past.task())) {
            return false;
        }
        String name = strip(rsc.id);
        return past.historyId().equals(name + "_last_failure_0")
                || (past.historyId().equals(Task.key(name, configured.name(), configured.intervalMillis()))
                        && past.rc() != past.expectedRc());
    }

    /** Whether a node has failed a resource often enough (pcmk__threshold_reached). */
    static boolean thresholdReached(Rsc rsc, Member node) {
        if (rsc.migrationThreshold == 0 || rsc.failureIgnored) {
            return false;
        }
        int count = count(rsc, node, true, null);
        return count > 0 && rsc.migrationThreshold - count <= 0;
    }
}
