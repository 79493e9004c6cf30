package dev.quorate.model.kubernetes.controllermanager;

import dev.quorate.model.Effects;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.CertificateSigningRequest;
import dev.quorate.model.kubernetes.api.Resource;
import dev.quorate.model.kubernetes.client.Informer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Issues a certificate for each approved request, with the key that {@code --cluster-signing-key-file} names
 * (pkg/controller/certificates/signer). Two that are active at once sign twice; the first write wins.
 */
public final class CsrSigningController extends QueuedController {

    private boolean signs;
    private @Nullable Informer<CertificateSigningRequest> requests;

    public CsrSigningController() {
        super("csrsigning", 1);
    }

    @Override
    void prepare(ControllerContext context, Effects effects) {
        signs = !context.settings().clusterSigningCertFile().isEmpty()
                && !context.settings().clusterSigningKeyFile().isEmpty();
        requests = context.informers()
                .informer(Resource.CERTIFICATESIGNINGREQUESTS, "", CertificateSigningRequest.class)
                .handle((change, before, request, later) ->
                        enqueue(request.key().path(), later));
    }

    @Override
    void sync(String key, WorkQueue.Done done, Effects effects) {
        CertificateSigningRequest request = requests == null ? null : requests.find(key);
        if (request == null || !request.approved() || request.issued() || !signs) {
            done.on(false, effects);
            return;
        }
        CertificateSigningRequest issued = request.withIssued(true);
        call(
                id -> new ApiRequest.Update(id, issued, Duration.ZERO),
                (response, later) -> done.on(!response.isSuccess() && !response.isNotFound(), later),
                effects);
    }
}
