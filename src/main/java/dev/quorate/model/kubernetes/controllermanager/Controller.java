package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.client.Component;

/**
 * A control loop of kube-controller-manager: made anew for each leader, so that what it remembers is gone at a failover.
 */
public interface Controller extends Component {

    /** As {@code --controllers} spells it: {@code nodeipam}. */
    String name();

    /** Called to go on with the next controller. */
    interface Started {
        void on(Effects effects);
    }

    /** Ask for informers and their events; call {@code next} when it has started, now or later. */
    void start(ControllerContext context, Started next, Effects effects);

    /** The caches are synced: work. */
    void run(Effects effects);

    /** The leader's context is done: no more writes. */
    void stop(Effects effects);
}
