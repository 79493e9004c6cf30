package dev.quorate.simulation.host;

import dev.quorate.model.Kernel;
import dev.quorate.model.PowerAction;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import java.util.List;
import java.util.Optional;

/** The host's kernel as one process calls it: what it spawns is its child. */
record ProcessKernel(SimHost host, HostedProcess caller) implements Kernel {

    @Override
    public List<String> addresses() {
        return host.addresses();
    }

    @Override
    public String address(String network) {
        return host.address(network);
    }

    @Override
    public void addAddress(String address) {
        host.addAddress(address);
    }

    @Override
    public void removeAddress(String address, String reason) {
        host.removeAddress(address, reason);
    }

    @Override
    public void announce(String address) {
        host.network().announce(host, address);
    }

    @Override
    public boolean spawn(ProcessSpec spec) {
        return host.spawn(spec, caller.name());
    }

    @Override
    public void signal(String process, Signal signal) {
        host.signal(process, signal);
    }

    @Override
    public boolean isRunning(String process) {
        return host.process(process) != null;
    }

    @Override
    public List<String> processes() {
        return host.processNames();
    }

    @Override
    public Optional<Object> file(String path) {
        return host.file(path);
    }

    @Override
    public List<String> files(String prefix) {
        return host.files(prefix);
    }

    @Override
    public void writeFile(String path, Object content) {
        host.writeFile(path, content);
    }

    @Override
    public void deleteFile(String path) {
        host.deleteFile(path);
    }

    @Override
    public void power(String target, PowerAction action) {
        host.power(target, action);
    }

    @Override
    public boolean isPowered(String target) {
        return host.isPowered(target);
    }

    @Override
    public void resetHost(boolean reboot, String reason) {
        host.reset(reboot, reason);
    }
}
