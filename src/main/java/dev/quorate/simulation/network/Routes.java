package dev.quorate.simulation.network;

import dev.quorate.model.net.ArpTable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one host's kernel worked out about the addresses it sends to: looked up for every packet. */
public final class Routes {

    /** One address: the network it is on, the own address that packets to it carry, who has it, and the last way there. */
    static final class Known {
        private final String address;
        private final String network;
        private final String source;
        private final ArpTable.Entry neighbour;
        private final ArpTable.Neighbours hearing;
        private @Nullable Route last;

        Known(String address, String network, String source, ArpTable.Entry neighbour, ArpTable.Neighbours hearing) {
            this.address = address;
            this.network = network;
            this.source = source;
            this.neighbour = neighbour;
            this.hearing = hearing;
        }

        String address() {
            return address;
        }

        String network() {
            return network;
        }

        String source() {
            return source;
        }

        /** What the host's ARP table holds of it. */
        ArpTable.Entry neighbour() {
            return neighbour;
        }

        /** What of its network the host can hear. */
        ArpTable.Neighbours hearing() {
            return hearing;
        }

        /** The last way there, if that neighbour still is the one to send to. */
        @Nullable
        Route lastBy(String neighbour) {
            Route known = last;
            return known != null && known.target().name().equals(neighbour) ? known : null;
        }

        Route use(Route route) {
            last = route;
            return route;
        }
    }

    private final Map<String, Known> byAddress = new LinkedHashMap<>();
    private @Nullable Route loopback;

    @Nullable
    Known to(String address) {
        return byAddress.get(address);
    }

    Known learn(Known known) {
        byAddress.put(known.address(), known);
        return known;
    }

    @Nullable
    Route loopback() {
        return loopback;
    }

    Route loopback(Route route) {
        loopback = route;
        return route;
    }
}
