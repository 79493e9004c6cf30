package dev.quorate.model.pacemaker.fencer;

import dev.quorate.model.pacemaker.fencer.BmcMessage.Command;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import java.util.List;

/**
 * One job of this host's fencer: devices in turn until one has done it, each tried a few times.
 *
 * <p>A reboot is "off", seen to be off, and "on" (fence agents' method onoff); it has worked once the machine is off.
 */
final class FenceAgentRun {

    final long number;
    final FenceMessage.Execute job;
    final List<FenceDevice> devices;
    int device;
    int attempt;
    /** When the present device was first called. */
    SimTime firstCalled = SimTime.ZERO;

    int retransmissions;
    Command command = Command.OFF;
    EventId called = new EventId(1);

    FenceAgentRun(long number, FenceMessage.Execute job, List<FenceDevice> devices) {
        this.number = number;
        this.job = job;
        this.devices = List.copyOf(devices);
    }

    FenceDevice current() {
        return devices.get(device);
    }
}
