package dev.quorate.model.pacemaker.executor;

import dev.quorate.model.Message;
import dev.quorate.model.pacemaker.cib.Agent;
import dev.quorate.trace.EventId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the controller says to {@code pacemaker-execd} and hears from it, over local IPC (lrmd_api_operations_t). */
public sealed interface ExecIpc extends Message {

    /** What to run. */
    record Operation(
            String resource,
            Agent agent,
            SortedMap<String, String> parameters,
            String task,
            long intervalMillis,
            long timeoutMillis,
            long startDelayMillis) {

        /** The parameter by which an agent learns that it runs an instance of a clone. */
        public static final String CLONE_MAX = "CRM_meta_clone_max";

        public Operation {
            parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        }

        /** {@code vip_monitor_10000}. */
        public String key() {
            return resource + "_" + task + "_" + intervalMillis;
        }
    }

    /**
     * Run an operation, again and again when it has an interval.
     *
     * @param call the client's number; a recurring operation keeps it
     * @param causes recorded events that brought it about
     */
    record Execute(int call, Operation operation, List<EventId> causes) implements ExecIpc {

        public Execute {
            causes = List.copyOf(causes);
        }
    }

    /**
     * An operation ended; of a recurring one only the first result and changes are told.
     *
     * @param opStatus as in {@code LrmOperation}
     */
    record Executed(int call, Operation operation, int rc, int opStatus, String reason) implements ExecIpc {}

    /** End a recurring operation. */
    record Cancel(int call, String resource, String task, long intervalMillis) implements ExecIpc {}

    /** A recurring operation was ended, or was none. */
    record Cancelled(int call, String resource, String task, long intervalMillis) implements ExecIpc {}
}
