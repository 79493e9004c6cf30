package dev.quorate.trace;

/** What concerns the run as a whole. */
public sealed interface RunEvent extends TraceEvent {

    /** The warm-up is over: time zero of the scenario. */
    record SteadyStateReached() implements RunEvent {
        @Override
        public String describe() {
            return "the cluster is in its steady state: time zero";
        }
    }

    /** Every fault was undone on request, to see the cluster recover. */
    record EverythingHealed() implements RunEvent {
        @Override
        public String describe() {
            return "every fault was undone";
        }
    }

    /** The run ended at its planned time. */
    record RunEnded() implements RunEvent {
        @Override
        public String describe() {
            return "the run ended";
        }
    }
}
