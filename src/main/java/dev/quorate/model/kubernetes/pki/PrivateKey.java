package dev.quorate.model.kubernetes.pki;

/** A private key, known by its name: it fits a certificate whose {@code key} is the same. */
public record PrivateKey(String key) {}
