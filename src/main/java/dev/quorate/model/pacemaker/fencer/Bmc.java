package dev.quorate.model.pacemaker.fencer;

import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.PowerAction;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Timer;
import dev.quorate.model.pacemaker.fencer.BmcMessage.Behaviour;
import dev.quorate.model.pacemaker.fencer.BmcMessage.Command;
import dev.quorate.model.pacemaker.fencer.BmcMessage.Mode;
import dev.quorate.model.pacemaker.fencer.BmcMessage.PowerReply;
import dev.quorate.model.pacemaker.fencer.BmcMessage.PowerRequest;
import dev.quorate.model.pacemaker.fencer.BmcMessage.SetBehaviour;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A management controller (BMC) on a host of its own: it switches a machine's power when asked over the network.
 *
 * <p>Arguments: {@code host}, whose power it switches; {@code mode} (working, dead, failing, lying); {@code
 * delay-millis}; {@code wired-to} when the cable goes to another host. A fault changes them with {@link SetBehaviour}.
 */
public final class Bmc implements Machine {

    private record Pending(Endpoint from, PowerRequest request) {}

    private final Map<Long, Pending> pending = new TreeMap<>();
    private Behaviour behaviour;
    private boolean claimedPower = true;
    private long next;

    public Bmc(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    /** As its process's arguments say. */
    public static Bmc create(ProcessSpec spec) {
        Map<String, String> arguments = spec.arguments();
        String host = arguments.get("host");
        if (host == null) {
            throw new IllegalArgumentException("process " + spec.name() + " of kind bmc needs an argument 'host'");
        }
        Mode mode = Mode.valueOf(arguments.getOrDefault("mode", "working").toUpperCase(java.util.Locale.ROOT));
        Duration delay = SimTime.span(1_000L * Long.parseLong(arguments.getOrDefault("delay-millis", "0")));
        return new Bmc(new Behaviour(mode, delay, arguments.getOrDefault("wired-to", host)));
    }

    @Override
    public void onStart(Effects effects) {
        effects.listenDatagrams(BmcMessage.PORT);
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        if (message instanceof SetBehaviour change) {
            behaviour = change.behaviour();
        }
    }

    @Override
    public void onDatagram(Endpoint from, int port, Message message, Effects effects) {
        if (!(message instanceof PowerRequest request) || behaviour.mode() == Mode.DEAD) {
            return;
        }
        long number = ++next;
        pending.put(number, new Pending(from, request));
        if (behaviour.delay().isZero() || behaviour.mode() == Mode.FAILING) {
            carryOut(number, effects);
        } else {
            effects.setTimer(Timer.of("command", number), behaviour.delay());
        }
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        carryOut(timer.number(), effects);
    }

    private void carryOut(long number, Effects effects) {
        Pending due = pending.remove(number);
        if (due == null || behaviour.mode() == Mode.DEAD) {
            return;
        }
        PowerReply reply = switch (behaviour.mode()) {
            case FAILING -> new PowerReply(due.request().request(), false, true, "command refused");
            case LYING -> lie(due.request());
            default -> obey(due.request(), effects);
        };
        effects.sendDatagram(BmcMessage.PORT, due.from(), reply);
    }

    private PowerReply lie(PowerRequest request) {
        if (request.command() != Command.STATUS) {
            claimedPower = request.command() == Command.ON;
        }
        return new PowerReply(request.request(), true, claimedPower, "");
    }

    private PowerReply obey(PowerRequest request, Effects effects) {
        String host = behaviour.wiredTo();
        boolean powered = effects.kernel().isPowered(host);
        if (request.command() == Command.OFF && powered) {
            effects.kernel().power(host, PowerAction.OFF);
        } else if (request.command() == Command.ON && !powered) {
            effects.kernel().power(host, PowerAction.ON);
        }
        return new PowerReply(request.request(), true, effects.kernel().isPowered(host), "");
    }
}
