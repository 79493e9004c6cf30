package dev.quorate.model.kubernetes.scheduler;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.KubeSchedulerSettings;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.Component;
import dev.quorate.model.kubernetes.client.InformerFactory;

/** What a leading scheduler does. Its caches are kept up by standbys as well. */
public interface SchedulingLoop extends Component {

    /** Ask for informers; called at the process's start, long before it leads. */
    void prepare(ApiClient client, InformerFactory informers, KubeSchedulerSettings settings, Effects effects);

    /** Schedule from now on; the caches are synced. */
    void run(Effects effects);

    /** The leader's context is done: bind no more. */
    void stop(Effects effects);
}
