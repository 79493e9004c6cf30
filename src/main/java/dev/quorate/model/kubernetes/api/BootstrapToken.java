package dev.quorate.model.kubernetes.api;

import dev.quorate.time.SimTime;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a Secret of type {@code bootstrap.kubernetes.io/token} says (cluster-bootstrap token/api).
 *
 * @param id the public part, six characters
 * @param secret the part that signs
 * @param expiration on the wall clock; empty when it never expires
 * @param signs whether it signs {@code cluster-info}: usage-bootstrap-signing
 */
public record BootstrapToken(String id, String secret, Optional<SimTime> expiration, boolean signs) {

    public static final String TYPE = "bootstrap.kubernetes.io/token";

    /** Wall time zero of a run. */
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    /** The token in a Secret; empty when it is none, or a wrong one. */
    public static Optional<BootstrapToken> of(Secret secret) {
        Map<String, String> data = secret.data();
        String id = data.getOrDefault("token-id", "");
        String key = data.getOrDefault("token-secret", "");
        if (!secret.type().equals(TYPE) || id.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        Optional<SimTime> expiration = Optional.empty();
        String given = data.getOrDefault("expiration", "");
        if (!given.isEmpty()) {
            try {
                expiration = Optional.of(SimTime.of(Duration.between(EPOCH, Instant.parse(given))));
            } catch (DateTimeException e) {
                return Optional.empty(); // "Error parsing expiration": it is left alone
            }
        }
        boolean signs = data.getOrDefault("usage-bootstrap-signing", "").equals("true");
        return Optional.of(new BootstrapToken(id, key, expiration, signs));
    }

    /** The Secret that holds it, named as kubeadm names it. */
    public Secret toSecret() {
        Map<String, String> data = new TreeMap<>();
        data.put("token-id", id);
        data.put("token-secret", secret);
        expiration.ifPresent(at ->
                data.put("expiration", EPOCH.plusNanos(at.micros() * 1_000).toString()));
        data.put("usage-bootstrap-signing", Boolean.toString(signs));
        return Secret.of("kube-system", "bootstrap-token-" + id, TYPE, data);
    }

    public boolean isExpired(SimTime wall) {
        return expiration.filter(at -> !wall.isBefore(at)).isPresent();
    }

    /** A detached signature of a text: the same for the same token and text; ours is no HMAC. */
    public String sign(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : (secret + "." + text).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return id + ".." + Long.toHexString(hash);
    }
}
