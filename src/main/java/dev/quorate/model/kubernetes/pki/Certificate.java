package dev.quorate.model.kubernetes.pki;

import dev.quorate.time.SimTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An X.509 certificate, with what decides whether it is accepted.
 *
 * @param commonName the user's name of a client certificate
 * @param organizations the user's groups
 * @param names subject alternative names: DNS names and IP addresses, in order
 * @param notBefore on the wall clock
 * @param notAfter on the wall clock
 * @param key which key pair it certifies
 * @param issuerKey which key pair signed it
 */
public record Certificate(
        String commonName,
        List<String> organizations,
        List<String> names,
        SimTime notBefore,
        SimTime notAfter,
        String key,
        String issuerKey) {

    /** Wall time zero of a run, for messages only. */
    private static final long EPOCH_SECONDS =
            Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();

    private static final Pattern ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}");

    public Certificate {
        organizations = List.copyOf(organizations);
        names = List.copyOf(names);
    }

    /**
     * Check it as a server's certificate as Go's crypto/x509 does.
     *
     * @param ca the CA that the client trusts
     * @param target the IP address or DNS name that the client connected to
     * @param wall the client's wall clock
     * @return the error in Go's words, or empty when it is good
     */
    public Optional<String> verifyServer(Certificate ca, String target, SimTime wall) {
        Optional<String> chain = verifyChain(ca, wall);
        if (chain.isPresent() || names.contains(target)) {
            return chain;
        }
        // x509.HostnameError: an IP target is answered with the IPs, a name with the names.
        List<String> alike = new ArrayList<>();
        for (String name : names) {
            if (isAddress(name) == isAddress(target)) {
                alike.add(name);
            }
        }
        if (!alike.isEmpty()) {
            return Optional.of("x509: certificate is valid for " + String.join(", ", alike) + ", not " + target);
        }
        return Optional.of(
                isAddress(target)
                        ? "x509: cannot validate certificate for " + target + " because it doesn't contain any IP SANs"
                        : "x509: certificate is not valid for any names, but wanted to match " + target);
    }

    /** Check validity and signature; the error in Go's words, or empty. */
    public Optional<String> verifyChain(Certificate ca, SimTime wall) {
        if (wall.isBefore(notBefore) || wall.isAfter(notAfter)) {
            boolean early = wall.isBefore(notBefore);
            return Optional.of("x509: certificate has expired or is not yet valid: current time " + rfc3339(wall)
                    + (early ? " is before " : " is after ") + rfc3339(early ? notBefore : notAfter));
        }
        if (!issuerKey.equals(ca.key) || wall.isAfter(ca.notAfter)) {
            return Optional.of("x509: certificate signed by unknown authority");
        }
        return Optional.empty();
    }

    private static boolean isAddress(String name) {
        return ADDRESS.matcher(name).matches();
    }

    private static String rfc3339(SimTime wall) {
        return Instant.ofEpochSecond(EPOCH_SECONDS + Math.floorDiv(wall.micros(), 1_000_000L))
                .toString();
    }
}
