package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.CertificateSigningRequest;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.Informer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Approves the certificate requests of one group, as {@code --insecure-experimental-approve-all-kubelet-csrs-for-group}
 * says (S9; pkg/controller/certificates/approver of 1.6 and 1.7). Without the flag a person approves.
 */
public final class CsrApprovingController extends QueuedController {

    private String group = "";
    private @Nullable Informer<CertificateSigningRequest> requests;

    public CsrApprovingController() {
        super("csrapproving", 1);
    }

    @Override
    void prepare(ControllerContext context, Effects effects) {
        group = context.settings().insecureExperimentalApproveAllKubeletCsrsForGroup();
        requests = context.informers()
                .informer(Resource.CERTIFICATESIGNINGREQUESTS, "", CertificateSigningRequest.class)
                .handle((change, before, request, later) ->
                        enqueue(request.key().path(), later));
    }

    @Override
    void sync(String key, WorkQueue.Done done, Effects effects) {
        CertificateSigningRequest request = requests == null ? null : requests.find(key);
        if (request == null
                || request.approved()
                || group.isEmpty()
                || !request.groups().contains(group)) {
            done.on(false, effects);
            return;
        }
        CertificateSigningRequest approved = request.withApproved(true);
        call(
                id -> new ApiRequest.Update(id, approved, Duration.ZERO),
                (response, later) -> done.on(!response.isSuccess() && !response.isNotFound(), later),
                effects);
    }
}
