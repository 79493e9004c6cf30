package dev.quorate.scenario.fault;

import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.model.host.systemd.UnitFile;
import java.util.Map;

/** What a person does to the units and files of a host. */
public sealed interface UnitFault extends OperatorFault {

    /** A second daemon, past systemd and leader election. */
    @FaultKind(
            keyword = "start-by-hand",
            doc = "start a program by hand beside its unit, without leader election unless told otherwise",
            example = "{ at = 20s, operator = start-by-hand, process = kube-scheduler, node = k8s-master02 }")
    record StartByHand(
            @Parameter(doc = "kube-scheduler or kube-controller-manager")
            String process,

            @Parameter(doc = "the host") Target node,

            @Parameter(value = "false", doc = "its --leader-elect")
            boolean leaderElect)
            implements UnitFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.spawn(
                    node.name(),
                    new ProcessSpec(byHand(), process, Map.of("leader-elect", Boolean.toString(leaderElect))));
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.signal(node.name(), byHand(), Signal.TERM);
        }

        private String byHand() {
            return process + "-by-hand";
        }

        @Override
        public String describe() {
            return "operator starts " + process + " by hand on " + node
                    + (leaderElect ? "" : " without leader election");
        }
    }

    /** A unit that does not come back after a boot. */
    @FaultKind(
            keyword = "disable-unit",
            doc = "systemctl disable UNIT: it runs on, and is gone after the next boot",
            example = "{ at = 0s, operator = disable-unit, unit = kube-scheduler, node = k8s-master03 }")
    record DisableUnit(
            @Parameter(doc = "the unit, without .service") String unit,
            @Parameter(doc = "the host") Target node) implements UnitFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.systemctl(node.name(), "disable", unit);
        }

        @Override
        public void undo(FaultTarget world, String id) {
            world.systemctl(node.name(), "enable", unit);
        }

        @Override
        public String describe() {
            return "operator leaves " + unit + " disabled on " + node;
        }
    }

    /** A unit file that is not there. */
    @FaultKind(
            keyword = "remove-unit-file",
            doc = "delete a unit's file and reload systemd: it can no longer be started",
            example = "{ at = 0s, operator = remove-unit-file, unit = kube-scheduler, node = k8s-master03 }")
    record RemoveUnitFile(
            @Parameter(doc = "the unit, without .service") String unit,
            @Parameter(doc = "the host") Target node) implements UnitFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.deleteFile(node.name(), UnitFile.path(unit + ".service"));
            world.systemctl(node.name(), "daemon-reload", "");
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator removes the unit file of " + unit + " on " + node;
        }
    }

    /** A file that is not there. */
    @FaultKind(
            keyword = "remove-file",
            doc = "delete a file of a host: a kubeconfig, a certificate, a key",
            example = "{ at = 0s, operator = remove-file, file = /etc/kubernetes/scheduler.conf, node = k8s-master03 }")
    record RemoveFile(
            @Parameter(doc = "its path") String file,
            @Parameter(doc = "the host") Target node) implements UnitFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            world.deleteFile(node.name(), file);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator removes " + file + " on " + node;
        }
    }
}
