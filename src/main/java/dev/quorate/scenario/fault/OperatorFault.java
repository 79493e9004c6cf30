package dev.quorate.scenario.fault;

import dev.quorate.model.ProcessSpec;
import java.util.Map;

/**
 * What a person does, rightly or by mistake, at a host and with the tools that a person has.
 *
 * <p>A tool is a process of its own ({@code pcs}, {@code kubectl}, {@code etcdctl}): it may hang, fail or be killed.
 */
public sealed interface OperatorFault extends Fault permits PcsFault, UnitFault, LeaseFault, EtcdFault, HandsOnFault {

    @Override
    default boolean isOperator() {
        return true;
    }

    /** Type a command at a host's terminal. */
    static void type(FaultTarget world, Target host, String id, String tool, String command) {
        world.spawn(host.name(), new ProcessSpec(tool + "-" + id, tool, Map.of("command", command)));
    }
}
