package dev.quorate.model.corosync.totem;

import java.time.Duration;

/**
 * The times that Corosync computes from its configuration (exec/totemconfig.c, totem_volatile_config_set_defaults);
 * whole milliseconds, as there.
 *
 * @param token the effective token timeout, with token_coefficient
 */
public record TotemTimeouts(
        Duration token,
        Duration tokenRetransmit,
        Duration hold,
        Duration consensus,
        Duration pingInterval,
        Duration pingTimeout) {

    /** The times for a ring of that many configured nodes. */
    public static TotemTimeouts of(TotemSettings settings, int nodeCount) {
        long token = settings.token().toMillis();
        if (nodeCount > 2) {
            token += settings.tokenCoefficient().toMillis() * (nodeCount - 2);
        }
        long retransmit =
                given(settings.tokenRetransmit(), (long) (token / (settings.tokenRetransmitsBeforeLossConst() + 0.2)));
        // 1000 / HZ, with HZ 100: a timer tick of margin
        long hold = given(settings.hold(), Math.max(1, (long) (retransmit * 0.8) - 10));
        long consensus = given(settings.consensus(), (long) (token * 1.2));
        int pongs = settings.knetPongCount();
        return new TotemTimeouts(
                Duration.ofMillis(token),
                Duration.ofMillis(retransmit),
                Duration.ofMillis(hold),
                Duration.ofMillis(consensus),
                Duration.ofMillis(given(settings.knetPingInterval(), token / (pongs * 2L))),
                Duration.ofMillis(given(settings.knetPingTimeout(), token / pongs)));
    }

    private static long given(Duration configured, long computed) {
        return configured.isZero() ? computed : configured.toMillis();
    }
}
