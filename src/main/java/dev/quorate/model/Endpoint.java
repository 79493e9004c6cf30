package dev.quorate.model;

/**
 * An address and a port.
 *
 * @param address an IPv4 address in dotted form, {@code 192.168.15.200}
 * @param port 1 to 65535
 */
public record Endpoint(String address, int port) implements Comparable<Endpoint> {

    public Endpoint {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be 1..65535, was " + port);
        }
    }

    @Override
    public int compareTo(Endpoint other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return address + ":" + port;
    }
}
