package dev.quorate.scenario;

/**
 * The power switch or BMC of one node: a machine of its own, that fence agents reach over a network.
 *
 * <p>What Pacemaker believes of it stands in {@code cluster.pacemaker.stonith}; this is the thing itself.
 *
 * @param name its host name
 * @param node the node whose power it switches
 * @param network the network it is reached over
 * @param address its address there
 * @param sharesPower whether it dies with its node's power feed
 */
public record FenceDevice(String name, String node, String network, String address, boolean sharesPower) {

    public FenceDevice {
        Addresses.require(address);
    }
}
