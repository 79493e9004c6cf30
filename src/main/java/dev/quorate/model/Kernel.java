package dev.quorate.model;

import java.util.List;
import java.util.Optional;

/**
 * System calls that take no time worth simulating: addresses, processes and files of this host. What does take time
 * (an agent's start, a unit's stop) is timed by the machine that calls.
 */
public interface Kernel {

    /** The addresses that this host's kernel answers for now, VIPs included, in the order they were added. */
    List<String> addresses();

    /** This host's own address on a network ({@code cluster}, {@code service}), VIPs apart. */
    String address(String network);

    /** {@code ip addr add}; adding one that is there does nothing. */
    void addAddress(String address);

    /** {@code ip addr del}; removing one that is not there does nothing. */
    void removeAddress(String address, String reason);

    /** Broadcast one gratuitous ARP for an address of this host. */
    void announce(String address);

    /** Start a process as this one's child; does nothing and answers false when one of that name runs. */
    boolean spawn(ProcessSpec spec);

    /** Send a signal to a process of this host; KILL, STOP and CONT act at once. */
    void signal(String process, Signal signal);

    /** Whether a process of that name exists (a paused one does). */
    boolean isRunning(String process);

    /** Names of this host's processes, in the order they started. */
    List<String> processes();

    /** A file's content as an immutable object (a unit file, a kubeconfig, a certificate). */
    Optional<Object> file(String path);

    /** Put a file in place; at once and durably. */
    void writeFile(String path, Object content);

    void deleteFile(String path);

    /** Full paths of the files whose path begins with that folder, in path order: {@code /etc/systemd/system/}. */
    List<String> files(String folder);

    /** Power a machine on, off, or off and on, as its BMC can; only a fence device's own host may. */
    void power(String host, PowerAction action);

    /** Whether a machine has power, as its BMC knows. */
    boolean isPowered(String host);

    /** The watchdog or {@code sysrq} ends this host now, with a reboot when {@code reboot}. */
    void resetHost(boolean reboot, String reason);
}
