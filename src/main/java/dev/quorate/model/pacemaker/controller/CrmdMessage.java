package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.Message;
import dev.quorate.model.pacemaker.based.CibVersion;
import dev.quorate.model.pacemaker.based.TransitionKey;
import dev.quorate.model.pacemaker.cib.LrmResource;
import dev.quorate.model.pacemaker.cib.Primitive;
import dev.quorate.trace.EventId;
import java.util.List;

/** What controllers say in Corosync's process group {@code crmd}, in total order. */
sealed interface CrmdMessage extends Message {

    /**
     * I stand for DC.
     *
     * @param owner who started the election
     * @param round the owner's count
     * @param uptimeMicros processor time used by its controller
     */
    record Vote(String owner, long round, long uptimeMicros) implements CrmdMessage {}

    /** {@code to} may win: you beat me. */
    record NoVote(String to, String owner, long round) implements CrmdMessage {}

    /** Is there a DC? I would like to join. */
    record JoinAnnounce() implements CrmdMessage {}

    /** DC: join me. */
    record JoinOffer(String to, long join) implements CrmdMessage {}

    /** I would; my copy of the CIB is that old. */
    record JoinRequest(String dc, long join, CibVersion version) implements CrmdMessage {}

    /** DC: you are in. */
    record JoinAck(String to, long join) implements CrmdMessage {}

    /** And this is what runs here. */
    record JoinConfirm(String dc, long join, List<LrmResource> history) implements CrmdMessage {

        public JoinConfirm {
            history = List.copyOf(history);
        }
    }

    /** I am here; sent when the membership changed, so that two DCs notice each other. */
    record NoOp(boolean fromDc) implements CrmdMessage {}

    /**
     * DC: run that operation.
     *
     * @param cloneMax how many instances its clone may have ({@code CRM_meta_clone_max}); 0 for what is no clone's
     */
    record ResourceOrder(
            String to,
            String lrmResource,
            Primitive primitive,
            int cloneMax,
            String task,
            long intervalMillis,
            long timeoutMillis,
            long startDelayMillis,
            int expectedRc,
            TransitionKey key,
            List<EventId> causes)
            implements CrmdMessage {

        public ResourceOrder {
            causes = List.copyOf(causes);
        }
    }

    /** DC: end that recurring operation. */
    record CancelOrder(String to, String lrmResource, String task, long intervalMillis, TransitionKey key)
            implements CrmdMessage {}

    /** DC: forget what ran of that resource. */
    record ForgetOrder(String to, String lrmResource) implements CrmdMessage {}

    /** I want to shut down: move my resources away first. */
    record ShutdownRequest() implements CrmdMessage {}

    /** DC: nothing runs at yours any more, go. */
    record ShutdownOrder(String to) implements CrmdMessage {}
}
