package dev.quorate.model.corosync.totem;

/**
 * A ring's identity.
 *
 * @param rep node id of the representative, its lowest member
 * @param seq rises by four with each ring
 */
public record RingId(int rep, long seq) {

    /** As corosync logs it: {@code 1.2c}. */
    @Override
    public String toString() {
        return Integer.toHexString(rep) + "." + Long.toHexString(seq);
    }
}
