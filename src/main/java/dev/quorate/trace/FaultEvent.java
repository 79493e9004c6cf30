package dev.quorate.trace;

import java.util.List;

/** What was done to the cluster from outside: by fate or by a person. Always a root cause, or caused by a trigger. */
public sealed interface FaultEvent extends TraceEvent {

    /**
     * A fault began.
     *
     * @param fault the fault's id in the scenario, fixed at parse time
     * @param faultKind as in {@code quorate list faults}
     * @param hosts the hosts it touches
     * @param what in words: {@code "power off k8s-master01"}
     * @param operator whether a person did it
     */
    record FaultInjected(String fault, String faultKind, List<String> hosts, String what, boolean operator)
            implements FaultEvent {
        @Override
        public String describe() {
            return what;
        }
    }

    /**
     * A fault was undone.
     *
     * @param fault the fault's id in the scenario
     * @param faultKind as in {@code quorate list faults}
     * @param hosts the hosts it touched
     * @param what in words: {@code "network healed"}
     */
    record FaultEnded(String fault, String faultKind, List<String> hosts, String what) implements FaultEvent {
        @Override
        public String describe() {
            return what;
        }
    }

    /** A fault's trigger never came, so it was not injected. */
    record FaultNotInjected(String fault, String faultKind, String why) implements FaultEvent {
        @Override
        public String describe() {
            return faultKind + " did not happen: " + why;
        }
    }
}
