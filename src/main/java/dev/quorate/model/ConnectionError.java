package dev.quorate.model;

/** Why a connection could not be made or did not last, in errno's words. */
public enum ConnectionError {
    /** RST answered the SYN: the host is up, nobody listens there. */
    REFUSED("connection refused"),
    /** No ARP answer, or the host's own link is down. */
    UNREACHABLE("no route to host"),
    /** SYN or data retransmissions were given up. */
    TIMED_OUT("connection timed out"),
    /** The peer's kernel does not know the connection (it rebooted, or the VIP moved), or its process died. */
    RESET("connection reset by peer"),
    /** The peer closed in good order: end of stream. */
    CLOSED("EOF");

    private final String words;

    ConnectionError(String words) {
        this.words = words;
    }

    /** As a client prints it. */
    public String words() {
        return words;
    }
}
