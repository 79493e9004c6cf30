package dev.quorate.testkit;

import dev.quorate.model.Effects;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.ComponentMachine;
import dev.quorate.model.kubernetes.client.KubeconfigFile;
import dev.quorate.model.kubernetes.leaderelection.Identity;
import dev.quorate.model.kubernetes.pki.ClusterPki;
import dev.quorate.time.SimTime;
import dev.quorate.trace.LeaderElectionEvent.LeadershipEnded;
import dev.quorate.trace.LeaderElectionEvent.LeadershipStarted;
import java.time.Duration;

/** An elector as many are written: it holds the record's renewTime against its own wall clock. */
final class NaiveElector extends ComponentMachine {

    static final String LEASE = "kube-system/elector";

    private static final Duration LEASE_DURATION = Duration.ofSeconds(15);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Timer TICK = Timer.of("tick");

    private String identity = "";
    private ApiClient client;
    private boolean leads;
    private SimTime renewed = SimTime.ZERO;

    @Override
    public void onStart(Effects effects) {
        var config =
                KubeconfigFile.read(ClusterPki.ADMIN, effects, message -> {}).orElseThrow();
        identity = Identity.fresh(effects);
        client = add(new ApiClient("api", config, true));
        tick(effects);
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        if (timer.equals(TICK)) {
            tick(effects);
        } else {
            super.onTimer(timer, effects);
        }
    }

    private void tick(Effects effects) {
        if (leads && renewed.plus(LEASE_DURATION.minus(PERIOD)).isBefore(effects.monotonic())) {
            follow("not renewed", effects);
        }
        effects.setTimer(TICK, PERIOD);
        client.call(
                id -> new ApiRequest.Get(id, ObjectKey.lease("kube-system", "elector"), ApiRequest.MOST_RECENT, PERIOD),
                PERIOD,
                this::seen,
                effects);
    }

    private void seen(ApiResponse response, Effects effects) {
        if (response.isNotFound()) {
            write(Lease.empty("kube-system", "elector"), true, effects);
        } else if (response.isSuccess()) {
            Lease lease = response.as(Lease.class);
            boolean mine = lease.holderIdentity().equals(identity);
            // the mistake: renewTime is the clock of whoever wrote it
            SimTime written = lease.renewTime() == null ? SimTime.ZERO : lease.renewTime();
            if (mine || written.plus(LEASE_DURATION).isBefore(effects.wall())) {
                write(lease, false, effects);
            } else {
                follow("another holds it", effects);
            }
        }
    }

    private void write(Lease lease, boolean create, Effects effects) {
        SimTime asked = effects.monotonic();
        Lease mine = new Lease(lease.metadata(), identity, 15, effects.wall(), effects.wall(), 0);
        client.call(
                id -> create ? new ApiRequest.Create(id, mine, PERIOD) : new ApiRequest.Update(id, mine, PERIOD),
                PERIOD,
                (response, later) -> {
                    if (response.isSuccess()) {
                        renewed = asked;
                        if (!leads) {
                            leads = true;
                            later.record(new LeadershipStarted(LEASE, identity));
                        }
                    }
                },
                effects);
    }

    private void follow(String why, Effects effects) {
        if (leads) {
            leads = false;
            effects.record(new LeadershipEnded(LEASE, identity, why));
        }
    }
}
