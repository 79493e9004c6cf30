package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.Effects;
import java.util.List;

/** A node's side of a join: ask for a DC, answer its offer, confirm (controld_join_client.c). */
final class JoinClient {

    private final Controld controller;

    JoinClient(Controld controller) {
        this.controller = controller;
    }

    /** The controller is up once it knows the ring and its group: ask whether there is a DC. */
    void begin(Effects effects) {
        if (controller.state() != FsaState.STARTING || !controller.membership().isKnown(effects)) {
            return;
        }
        controller.enter(FsaState.PENDING);
        controller.election().waitForDc(List.of(), effects);
        controller.mainloop().sleep(now -> controller.multicast(new CrmdMessage.JoinAnnounce(), now), effects);
    }

    void onOffer(String from, CrmdMessage.JoinOffer offer, Effects effects) {
        if (!offer.to().equals(effects.host())
                || controller.state() == FsaState.STARTING
                || controller.state() == FsaState.STOPPING) {
            return;
        }
        String dc = controller.election().dc();
        if (!dc.isEmpty() && !dc.equals(from)) {
            controller.election().stand(effects);
            return;
        }
        controller.election().follow(from, effects);
        controller.mainloop().after(controller.joinStep(effects), later -> request(from, offer.join(), later), effects);
    }

    private void request(String from, long join, Effects effects) {
        controller.query(
                (answer, now) -> {
                    if (controller.election().dc().equals(from)) {
                        controller.multicast(
                                new CrmdMessage.JoinRequest(
                                        from, join, answer.cib().version()),
                                now);
                    }
                },
                effects);
    }

    void onAck(String from, CrmdMessage.JoinAck ack, Effects effects) {
        if (!ack.to().equals(effects.host()) || !controller.election().dc().equals(from)) {
            return;
        }
        if (!controller.isDc()) {
            if (controller.state() != FsaState.NOT_DC) {
                controller.enter(FsaState.NOT_DC);
                controller.askAgainForShutdown(effects); // "now that we have a new DC"
            }
            controller.election().joined(effects);
        }
        controller
                .mainloop()
                .after(
                        controller.joinStep(effects),
                        later -> controller.multicast(
                                new CrmdMessage.JoinConfirm(
                                        from, ack.join(), controller.executor().history()),
                                later),
                        effects);
    }
}
