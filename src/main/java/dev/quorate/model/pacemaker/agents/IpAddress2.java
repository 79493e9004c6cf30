package dev.quorate.model.pacemaker.agents;

import dev.quorate.model.Effects;
import dev.quorate.model.pacemaker.DaemonTimings;
import java.time.Duration;

/**
 * {@code ocf:heartbeat:IPaddr2}: an address on this host and gratuitous ARPs for it.
 *
 * <p>The kernel's address changes in the midst of the run: the script first looks whether it serves the address and
 * finds the interface. Defaults of the agent: arp_count 5, arp_interval 200 ms, in the background.
 */
public final class IpAddress2 extends AgentRun {

    /** Share of a run that is over when the address is added or deleted; a shell script before and after {@code ip}. */
    private static final double SHARE_BEFORE = 0.6;

    private Duration rest = Duration.ZERO;

    @Override
    public void start(String task, AgentHost host, Effects effects) {
        String ip = host.parameters().get("ip");
        if (ip == null) {
            finish(Ocf.ERR_CONFIGURED, "no parameter ip");
            return;
        }
        DaemonTimings timings = host.timings();
        switch (task) {
            case "start" ->
                split(
                        DaemonTimings.draw(
                                effects.random("IPaddr2"), timings.ipaddr2StartMin(), timings.ipaddr2StartMedian()),
                        "add",
                        host,
                        effects);
            case "stop" ->
                split(
                        DaemonTimings.draw(
                                effects.random("IPaddr2"), timings.ipaddr2StopMin(), timings.ipaddr2StopMedian()),
                        "delete",
                        host,
                        effects);
            case "monitor" ->
                host.after(
                        DaemonTimings.draw(effects.random("IPaddr2"), timings.agentMin(), timings.agentMedian()),
                        "look",
                        effects);
            default -> finish(Ocf.ERR_UNIMPLEMENTED, "no action " + task);
        }
    }

    /** What is no number, the shell hands to send_arp, which then sends nothing. */
    private static int number(AgentHost host, String name, int otherwise) {
        String given = host.parameters().get(name);
        if (given == null) {
            return otherwise;
        }
        return given.matches("[0-9]{1,6}") ? Integer.parseInt(given) : 0;
    }

    private void split(Duration whole, String step, AgentHost host, Effects effects) {
        long micros = (long) (whole.toNanos() / 1_000.0 * SHARE_BEFORE);
        Duration before = Duration.ofNanos(micros * 1_000L);
        rest = whole.minus(before);
        host.after(before, step, effects);
    }

    @Override
    public void onTimer(String step, AgentHost host, Effects effects) {
        String ip = host.parameters().getOrDefault("ip", "");
        switch (step) {
            case "add" -> {
                effects.kernel().addAddress(ip);
                host.announceInBackground(
                        ip,
                        number(host, "arp_count", 5),
                        Duration.ofMillis(number(host, "arp_interval", 200)),
                        effects);
                host.after(rest, "done", effects);
            }
            case "delete" -> {
                if (effects.kernel().addresses().contains(ip)) {
                    effects.kernel().removeAddress(ip, "resource " + host.resource() + " stopped");
                }
                host.after(rest, "done", effects);
            }
            case "look" -> {
                if (effects.kernel().addresses().contains(ip)) {
                    finish(Ocf.SUCCESS, "");
                } else {
                    finish(Ocf.NOT_RUNNING, ip + " is not here");
                }
            }
            default -> finish(Ocf.SUCCESS, "");
        }
    }
}
