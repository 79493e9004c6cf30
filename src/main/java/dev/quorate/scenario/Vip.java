package dev.quorate.scenario;

/**
 * A virtual address that moves between masters.
 *
 * @param name what scenarios call it
 * @param address 192.168.15.200 in the how-to
 * @param network the network it is on
 * @param port where the apiserver is reached through it
 */
public record Vip(String name, String address, String network, int port) {

    public Vip {
        Addresses.require(address);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("the VIP's port must be 1 to 65535, was " + port);
        }
    }
}
