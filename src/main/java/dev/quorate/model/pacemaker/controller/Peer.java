package dev.quorate.model.pacemaker.controller;

/** What a controller knows of a node. */
final class Peer {

    /** How far a node is in the DC's join (enum crm_join_phase). */
    enum Phase {
        NONE,
        WELCOMED,
        INTEGRATED,
        FINALIZED,
        CONFIRMED
    }

    final String host;
    /** A member of Corosync's ring. */
    boolean member;
    /** Its controller is in the process group. */
    boolean online;
    /** {@code member}, {@code down}, or empty when never known. */
    String expected = "";

    Phase phase = Phase.NONE;

    Peer(String host) {
        this.host = host;
    }

    boolean isActive() {
        return member && online;
    }
}
