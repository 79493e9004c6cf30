package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.api.ApiObject;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.Pod;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.api.ResourceQuota;
import dev.quorate.model.kubernetes.apiserver.GuaranteedUpdate.Change;
import dev.quorate.model.kubernetes.apiserver.GuaranteedUpdate.Outcome;
import dev.quorate.model.kubernetes.apiserver.GuaranteedUpdate.Transform;
import java.util.ArrayList;
import java.util.List;

/**
 * Charges a new pod to its namespace's quotas before it is created, by compare and swap: nobody overshoots them, however
 * many controllers create pods (plugin/pkg/admission/resourcequota). A charge whose pod then fails stands until the
 * controller counts again.
 */
final class QuotaAdmission {

    /** Goes on when every quota has room. */
    interface Admitted {
        void on(Effects effects);
    }

    private final WatchCache cache;
    private final GuaranteedUpdate updates;

    QuotaAdmission(WatchCache cache, GuaranteedUpdate updates) {
        this.cache = cache;
        this.updates = updates;
    }

    void charge(long id, ApiObject object, Registry.Answer refused, Admitted admitted, Effects effects) {
        if (!(object instanceof Pod)) {
            admitted.on(effects);
            return;
        }
        List<ApiObject> quotas = new ArrayList<>(
                cache.list(Resource.RESOURCEQUOTAS, object.metadata().namespace(), ""));
        charge(id, object, quotas, refused, admitted, effects);
    }

    private void charge(
            long id,
            ApiObject object,
            List<ApiObject> quotas,
            Registry.Answer refused,
            Admitted admitted,
            Effects effects) {
        if (quotas.isEmpty()) {
            admitted.on(effects);
            return;
        }
        ApiObject first = quotas.remove(0);
        Transform charged = current -> {
            if (!(current instanceof ResourceQuota quota)) {
                return Outcome.refuse(Refusals.notFound(id, first.key()));
            }
            return quota.usedPods() < quota.hardPods()
                    ? Outcome.write(quota.withUsedPods(quota.usedPods() + 1))
                    : Outcome.refuse(exceeded(id, object, quota));
        };
        Registry.Answer answer = (response, later) -> {
            if (response.isSuccess() || response.isNotFound()) {
                charge(id, object, quotas, refused, admitted, later);
            } else {
                refused.on(response, later);
            }
        };
        updates.change(new Change(id, "update", first.key(), charged, "admission", answer), effects);
    }

    private static ApiResponse exceeded(long id, ApiObject object, ResourceQuota quota) {
        return ApiResponse.error(
                id,
                403,
                "Forbidden",
                "pods \"" + object.metadata().name() + "\" is forbidden: exceeded quota: "
                        + quota.metadata().name() + ", requested: pods=1, used: pods=" + quota.usedPods()
                        + ", limited: pods=" + quota.hardPods());
    }
}
