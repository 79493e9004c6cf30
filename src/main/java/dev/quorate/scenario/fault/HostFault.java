package dev.quorate.scenario.fault;

import dev.quorate.model.PowerAction;
import dev.quorate.model.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Faults of whole machines: power, freezes, clocks, CPU, disk. */
public sealed interface HostFault extends Fault {

    /** The power of a machine is cut. */
    @FaultKind(
            keyword = "power-off",
            doc = "cut a host's power: its processes are gone, unsynced writes lost; undone by power on",
            example = "{ at = 60s, power-off = k8s-master01, for = 2m }")
    record PowerOff(
            @Parameter(main = true, doc = "the host") Target host) implements HostFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.power(host.name(), PowerAction.OFF);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.power(host.name(), PowerAction.ON);
        }

        @Override
        public String describe() {
            return "power off " + host;
        }

        @Override
        public String describeEnd() {
            return "power on " + host;
        }
    }

    /** A machine without power gets it. */
    @FaultKind(
            keyword = "power-on",
            doc = "switch a host's power on; it boots",
            example = "{ at = 120s, power-on = k8s-master01 }")
    record PowerOn(@Parameter(main = true, doc = "the host") Target host) implements HostFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.power(host.name(), PowerAction.ON);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "power on " + host;
        }
    }

    /** A machine is brought back, whatever state it is in. */
    @FaultKind(
            keyword = "restart",
            doc = "hard reset of a host that runs, power on of one that is off",
            example = "{ at = 95s, restart = k8s-master01 }")
    record Restart(@Parameter(main = true, doc = "the host") Target host) implements HostFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.power(host.name(), world.isPowered(host.name()) ? PowerAction.REBOOT : PowerAction.ON);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "restart " + host;
        }
    }

    /** A machine reboots in good order. */
    @FaultKind(
            keyword = "reboot",
            doc = "systemctl reboot: units are stopped in order, then the host boots again",
            example = "{ at = 60s, reboot = k8s-master01 }")
    record Reboot(@Parameter(main = true, doc = "the host") Target host) implements HostFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.systemctl(host.name(), "reboot", "");
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "reboot " + host;
        }
    }

    /** What a frozen machine's clocks do at the thaw. */
    enum FrozenClock {
        STANDS_STILL,
        JUMPS
    }

    /** A whole machine stands still. */
    @FaultKind(
            keyword = "freeze",
            doc = "freeze a whole machine, its kernel too; undone by thaw",
            example = "{ at = 60s, freeze = vip holder, for = 30s, clock = jumps }")
    record Freeze(
            @Parameter(main = true, doc = "the host") Target host,

            @Parameter(value = "stands-still", doc = "its clocks at the thaw: stands-still or jumps")
            FrozenClock clock)
            implements HostFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.freeze(host.name(), clock == FrozenClock.JUMPS);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.thaw(host.name());
        }

        @Override
        public String describe() {
            return "freeze " + host;
        }

        @Override
        public String describeEnd() {
            return "thaw " + host;
        }
    }

    /** A frozen machine goes on. */
    @FaultKind(keyword = "thaw", doc = "let a frozen machine go on", example = "{ at = 90s, thaw = k8s-master01 }")
    record Thaw(@Parameter(main = true, doc = "the host") Target host) implements HostFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.thaw(host.name());
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "thaw " + host;
        }
    }

    /** Everything on a machine takes longer. */
    @FaultKind(
            keyword = "slow-cpu",
            doc = "every process of a host works slower by a factor",
            example = "{ at = 60s, slow-cpu = k8s-master01, factor = 20, for = 1m }")
    record SlowCpu(
            @Parameter(main = true, doc = "the host") Target host,

            @Parameter(value = "10", doc = "how many times slower, 1 or more")
            double factor)
            implements HostFault {
        public SlowCpu {
            Checks.require(factor >= 1 && factor <= 1e6, "factor must be 1 to 1000000, was " + factor);
        }

        @Override
        public void applyTo(FaultTarget world, String id) {
            world.cpuSlowness(host.name(), factor);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.cpuSlowness(host.name(), 1);
        }

        @Override
        public String describe() {
            return "CPU of " + host + " slowed " + Checks.number(factor) + " times";
        }
    }

    /** A wall clock is wrong from one moment to the next. */
    @FaultKind(
            keyword = "clock-step",
            doc = "step a host's wall clock; undone by stepping it back",
            example = "{ at = 60s, clock-step = k8s-master02, by = -1h }")
    record ClockStep(
            @Parameter(main = true, doc = "the host") Target host,

            @Parameter(doc = "how far, backwards when negative")
            Duration by)
            implements HostFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.stepClock(host.name(), by);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.stepClock(host.name(), by.negated());
        }

        @Override
        public String describe() {
            return "wall clock of " + host + " stepped by " + Checks.signed(by);
        }
    }

    /** A clock runs fast or slow. */
    @FaultKind(
            keyword = "clock-rate",
            doc = "run a host's clocks, the monotonic one too, at a rate",
            example = "{ at = 30s, clock-rate = k8s-master01, rate = 0.8, for = 2m }")
    record ClockRate(
            @Parameter(main = true, doc = "the host") Target host,

            @Parameter(doc = "seconds it shows for each true second, 0.01 to 100")
            double rate)
            implements HostFault {
        public ClockRate {
            Checks.require(rate >= 0.01 && rate <= 100, "rate must be 0.01 to 100, was " + rate);
        }

        @Override
        public void applyTo(FaultTarget world, String id) {
            world.clockRate(host.name(), Math.round(rate * 1_000_000));
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.clockRate(host.name(), 1_000_000);
        }

        @Override
        public String describe() {
            return "clock of " + host + " runs at " + Checks.number(rate) + " of true time";
        }
    }

    /** Syncs take long. */
    @FaultKind(
            keyword = "slow-disk",
            doc = "every fsync of a host takes longer: by a factor, by a span, or both",
            example = "{ at = 60s, slow-disk = etcd leader, extra = 800ms, for = 1m }")
    record SlowDisk(
            @Parameter(main = true, doc = "the host") Target host,

            @Parameter(value = "1", doc = "how many times slower, 1 or more")
            double factor,

            @Parameter(value = "0s", doc = "what each sync takes more")
            Duration extra)
            implements HostFault {
        public SlowDisk {
            Checks.require(factor >= 1 && factor <= 1e6, "factor must be 1 to 1000000, was " + factor);
            Checks.require(!extra.isNegative(), "extra must not be negative");
            Checks.require(factor > 1 || !extra.isZero(), "a slow disk needs a factor above 1 or an extra above 0s");
        }

        @Override
        public void applyTo(FaultTarget world, String id) {
            world.disk(host.name(), DiskCondition.slow(factor, extra));
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.disk(host.name(), DiskCondition.NORMAL);
        }

        @Override
        public String describe() {
            return "disk of " + host + " slowed"
                    + (factor > 1 ? " " + Checks.number(factor) + " times" : "")
                    + (extra.isZero() ? "" : " by " + Spread.words(extra));
        }
    }

    /** No space left on device. */
    @FaultKind(
            keyword = "disk-full",
            doc = "writes fail for want of space until it is undone",
            example = "{ at = 60s, disk-full = k8s-master01, for = 2m }")
    record DiskFull(
            @Parameter(main = true, doc = "the host") Target host) implements HostFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.disk(host.name(), DiskCondition.FULL);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.disk(host.name(), DiskCondition.NORMAL);
        }

        @Override
        public String describe() {
            return "disk of " + host + " full";
        }
    }

    /** A disk's write cache is volatile. */
    @FaultKind(
            keyword = "disk-lies",
            doc = "fsync answers before the data is safe; a later power loss takes what was written since",
            example = "{ at = 0s, disk-lies = k8s-master01 }")
    record DiskLies(
            @Parameter(main = true, doc = "the host") Target host) implements HostFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.disk(host.name(), DiskCondition.LYING);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.disk(host.name(), DiskCondition.NORMAL);
        }

        @Override
        public String describe() {
            return "disk of " + host + " lies about fsync";
        }
    }

    /** Which machines of the site a power cut takes. */
    enum Site {
        /** Everything: masters, workers, etcd hosts, fence devices. */
        ALL,
        MASTERS,
        WORKERS
    }

    /** The power of the whole site is cut; undone by a cold start of everything. */
    @FaultKind(
            keyword = "site-power-off",
            doc = "cut the power of the whole site; undone by powering everything on at once",
            example = "{ at = 60s, site-power-off = all, for = 1m }")
    record SitePowerOff(
            @Parameter(main = true, doc = "all, masters or workers")
            Site site) implements HostFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            hosts(world).forEach(host -> world.power(host, PowerAction.OFF));
        }

        @Override
        public void undo(FaultTarget world, String id) {
            hosts(world).forEach(host -> world.power(host, PowerAction.ON));
        }

        private List<String> hosts(FaultTarget world) {
            List<String> hosts = new ArrayList<>();
            if (site != Site.WORKERS) {
                hosts.addAll(world.topology().masterNames());
            }
            if (site != Site.MASTERS) {
                hosts.addAll(world.topology().workerNames());
            }
            if (site == Site.ALL) {
                world.topology().etcdHosts().forEach(host -> hosts.add(host.name()));
                world.topology().fenceDevices().forEach(device -> hosts.add(device.name()));
            }
            return hosts;
        }

        @Override
        public String describe() {
            return "power off the site (" + Settings.kebab(site.name()) + ")";
        }

        @Override
        public String describeEnd() {
            return "power on the site (" + Settings.kebab(site.name()) + ")";
        }
    }
}
