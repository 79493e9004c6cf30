package dev.quorate.model.kubernetes.controllermanager;

import java.util.BitSet;
import java.util.Optional;

/** The ranges of {@code --cluster-cidr} that nodes can get, as a bitmap (ipam/cidrset/cidr_set.go). */
final class CidrSet {

    private final long base;
    private final int mask;
    private final int count;
    private final BitSet used = new BitSet();
    private int next;

    /**
     * @param cidr {@code 10.244.0.0/16}
     * @param mask length of a node's prefix
     */
    CidrSet(String cidr, int mask) {
        int slash = cidr.indexOf('/');
        String[] octets = cidr.substring(0, Math.max(slash, 0)).split("\\.", -1);
        if (octets.length != 4) {
            throw new IllegalArgumentException("cluster-cidr must be like 10.244.0.0/16, was '" + cidr + "'");
        }
        long address = 0;
        for (String octet : octets) {
            address = address * 256 + Integer.parseInt(octet);
        }
        int length = Integer.parseInt(cidr.substring(slash + 1));
        if (mask < length || mask - length > 16) {
            throw new IllegalArgumentException("node-cidr-mask-size " + mask + " does not suit cluster-cidr " + cidr
                    + ": it must be " + length + " to " + (length + 16));
        }
        base = address;
        this.mask = mask;
        count = 1 << (mask - length);
    }

    /** AllocateNext: the next free one after the last given out. */
    Optional<String> allocateNext() {
        for (int i = 0; i < count; i++) {
            int candidate = (next + i) % count;
            if (!used.get(candidate)) {
                used.set(candidate);
                next = (candidate + 1) % count;
                return Optional.of(name(candidate));
            }
        }
        return Optional.empty();
    }

    void occupy(String cidr) {
        int index = index(cidr);
        if (index >= 0) {
            used.set(index);
        }
    }

    void release(String cidr) {
        int index = index(cidr);
        if (index >= 0) {
            used.clear(index);
        }
    }

    private String name(int index) {
        long address = base + ((long) index << (32 - mask));
        return (address >> 24) % 256 + "." + (address >> 16) % 256 + "." + (address >> 8) % 256 + "." + address % 256
                + "/" + mask;
    }

    /** The number of a range, or -1 for one that is none of this set's. */
    private int index(String cidr) {
        String[] octets = cidr.substring(0, Math.max(0, cidr.indexOf('/'))).split("\\.", -1);
        if (octets.length != 4) {
            return -1;
        }
        long address = 0;
        for (String octet : octets) {
            address = address * 256 + Integer.parseInt(octet);
        }
        long index = (address - base) >> (32 - mask);
        return index >= 0 && index < count ? (int) index : -1;
    }
}
