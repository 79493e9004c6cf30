package dev.quorate.scenario.fault;

import java.util.List;

/** What a person does with the files of hosts: the how-to's distribution of kubeconfigs and unit files (S5). */
public sealed interface FileFault extends Fault {

    @Override
    default boolean isOperator() {
        return true;
    }

    /** A file that is copied from host to host. */
    @FaultKind(
            keyword = "copy-file",
            doc = "copy a file to another host, or to another place; nothing happens when there is no such file",
            example =
                    "{ at = 10s, operator = copy-file, file = \"/etc/kubernetes/scheduler.conf\", node = k8s-master01, to = k8s-master02 }")
    record CopyFile(
            @Parameter(doc = "the file") String file,
            @Parameter(doc = "the host that has it") Target node,
            @Parameter(doc = "the host that gets it") Target to,

            @Parameter(value = "", doc = "its place there; empty for the same")
            String place)
            implements FileFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            String there = place.isEmpty() ? file : place;
            world.file(node.name(), file).ifPresent(content -> world.writeFile(to.name(), there, content));
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator copies " + file + " from " + node + " to " + to + (place.isEmpty() ? "" : ":" + place);
        }

        @Override
        public List<Target> targets() {
            return List.of(node, to);
        }
    }
}
