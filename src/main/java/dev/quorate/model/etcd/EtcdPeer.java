package dev.quorate.model.etcd;

import java.util.ArrayList;
import java.util.List;

/**
 * A first member as {@code --initial-cluster} names it.
 *
 * @param name its {@code --name}, which is its host's name
 * @param address where its peers reach it
 */
public record EtcdPeer(String name, String address) {

    /** Read {@code name=address,name=address}. */
    public static List<EtcdPeer> parse(String text) {
        List<EtcdPeer> peers = new ArrayList<>();
        for (String item : text.split(",")) {
            int equals = item.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + item + "' in initial-cluster is not of the form name=address");
            }
            peers.add(new EtcdPeer(
                    item.substring(0, equals).trim(), item.substring(equals + 1).trim()));
        }
        return peers;
    }
}
