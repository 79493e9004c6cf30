package dev.quorate.trace;

/** What a client of the API saw: the prober through the VIP, kubectl, kubelets. */
public sealed interface ClientEvent extends TraceEvent {

    /** A probe began to fail, or to succeed again; {@code error} is empty when it succeeds. */
    record AvailabilityChanged(String target, boolean available, String error) implements ClientEvent {
        @Override
        public String describe() {
            return available ? "reaches " + target : "cannot reach " + target + ": " + error;
        }
    }

    /** A write through the API succeeded; recorded for the first after an outage. */
    record WriteSucceeded(String target) implements ClientEvent {
        @Override
        public String describe() {
            return "wrote through " + target;
        }
    }

    /** A client met an error that a person would read. */
    record ErrorSeen(String target, String error) implements ClientEvent {
        @Override
        public String describe() {
            return "got from " + target + ": " + error;
        }
    }
}
