package dev.quorate.model.kubernetes.api;

import java.util.List;

/** A request for a certificate: who asks, whether approved, and what was issued. */
public record CertificateSigningRequest(
        ObjectMeta metadata, String username, List<String> groups, boolean approved, boolean issued)
        implements ApiObject {

    public CertificateSigningRequest {
        groups = List.copyOf(groups);
    }

    public static CertificateSigningRequest of(String name, String username, List<String> groups) {
        return new CertificateSigningRequest(ObjectMeta.of("", name), username, groups, false, false);
    }

    public CertificateSigningRequest withApproved(boolean other) {
        return new CertificateSigningRequest(metadata, username, groups, other, issued);
    }

    public CertificateSigningRequest withIssued(boolean other) {
        return new CertificateSigningRequest(metadata, username, groups, approved, other);
    }

    @Override
    public CertificateSigningRequest withMetadata(ObjectMeta other) {
        return new CertificateSigningRequest(other, username, groups, approved, issued);
    }

    @Override
    public Resource resource() {
        return Resource.CERTIFICATESIGNINGREQUESTS;
    }
}
