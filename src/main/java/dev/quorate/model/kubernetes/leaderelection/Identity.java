package dev.quorate.model.kubernetes.leaderelection;

import dev.quorate.model.Effects;
import dev.quorate.time.RandomStream;

/** Who a candidate is: {@code hostname_uuid}, new at each start of the process. */
public final class Identity {

    private Identity() {}

    public static String fresh(Effects effects) {
        RandomStream random = effects.random("identity");
        String hex = hex(random) + hex(random);
        return effects.host() + "_" + hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + hex.substring(12, 16)
                + "-" + hex.substring(16, 20) + "-" + hex.substring(20);
    }

    private static String hex(RandomStream random) {
        String digits = Long.toHexString(random.nextLong());
        return "0".repeat(16 - digits.length()) + digits;
    }
}
