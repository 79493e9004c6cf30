package dev.quorate.simulation.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one host's kernel worked out about the addresses it sends to: looked up for every packet. */
public final class Routes {

    /** One address: the network it is on, the own address that packets to it carry, and the last way there. */
    static final class Known {
        private final String network;
        private final String source;
        private @Nullable Route last;

        Known(String network, String source) {
            this.network = network;
            this.source = source;
        }

        String network() {
            return network;
        }

        String source() {
            return source;
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

    Known learn(String address, Known known) {
        byAddress.put(address, known);
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
