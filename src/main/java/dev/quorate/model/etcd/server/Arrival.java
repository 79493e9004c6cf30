package dev.quorate.model.etcd.server;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdMember;
import dev.quorate.model.etcd.EtcdSettings;
import java.time.Duration;
import java.util.List;

/** What a member does when it comes up: it shortens the wait for an election, and tells the others its name. */
final class Arrival {

    private static final Timer ADJUST = Timer.of("adjust-ticks");
    private static final Timer PUBLISH = Timer.of("publish");
    private static final Duration ADJUST_STEP = Duration.ofMillis(50);
    private static final int ADJUST_STEPS = 100; // 5 s, rafthttp.ConnReadTimeout

    private final MemberServer server;
    private final EtcdSettings settings;
    private int adjustsLeft;

    Arrival(MemberServer server, EtcdSettings settings) {
        this.server = server;
        this.settings = settings;
    }

    void begin(Effects effects) {
        if (server.raft().members().isSingleton()) {
            server.ticker().advance(settings.electionTicks() - 1);
        } else if (settings.initialElectionTickAdvance()) {
            adjustsLeft = ADJUST_STEPS;
            effects.setTimer(ADJUST, ADJUST_STEP);
        }
        if (!isPublished()) {
            effects.setTimer(PUBLISH, Duration.ZERO);
        }
    }

    private boolean isPublished() {
        return server.membership().member(server.id()).map(EtcdMember::started).orElse(false);
    }

    /** Whether that timer was its own. */
    boolean onTimer(Timer timer, Effects effects) {
        if (timer.equals(ADJUST)) {
            adjustTicks(effects);
        } else if (timer.equals(PUBLISH)) {
            publish(effects);
        } else {
            return false;
        }
        return true;
    }

    /** A member that starts among living peers need not wait a whole election timeout (server.go adjustTicks). */
    private void adjustTicks(Effects effects) {
        adjustsLeft--;
        if (server.transport().activePeers() > 1) {
            server.ticker().catchUp(effects);
            server.ticker().advance(settings.electionTicks() - 2);
        } else if (adjustsLeft > 0) {
            effects.setTimer(ADJUST, ADJUST_STEP);
        }
    }

    private void publish(Effects effects) {
        if (!isPublished()) {
            boolean proposed = server.raft().propose(List.of(new PublishMember(server.id(), server.name())));
            effects.setTimer(PUBLISH, proposed ? settings.requestTimeout() : settings.heartbeatInterval());
        }
    }
}
