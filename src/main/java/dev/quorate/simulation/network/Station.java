package dev.quorate.simulation.network;

import dev.quorate.model.net.ArpTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A host as the network knows it. */
public interface Station {

    String name();

    /** The host's own addresses, in the order of its networks; VIPs apart. */
    List<String> ownAddresses();

    /** Whether its kernel answers for that address: it has power, does not stand still, and the address is added. */
    boolean answersFor(String address);

    /** Whether its kernel works: power on, booted, not frozen. */
    boolean isAnswering();

    ArpTable arp();

    /** What it knows of the ways to others. */
    Routes routes();

    /** Who receives datagrams on that port, if anybody. */
    @Nullable
    Socket datagramSocket(int port);

    /** Who accepts connections on that port, if anybody. */
    @Nullable
    Socket listener(int port);

    /** A number for a new end of a connection on this host. */
    long nextConnection();

    /** The ends of connections that this host's kernel knows. */
    TcpTable connections();
}
