package dev.quorate.model.pacemaker.agents;

import dev.quorate.model.pacemaker.cib.Agent;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The agents that are installed on a host, by their spelling; {@code systemd:} units need no entry. */
public final class AgentCatalog {

    private final Map<String, Supplier<AgentRun>> agents = new TreeMap<>();

    /** The agents that need nothing but the kernel and the service manager. */
    public static AgentCatalog standard() {
        return new AgentCatalog()
                .with("ocf:heartbeat:IPaddr2", IpAddress2::new)
                .with("ocf:heartbeat:Dummy", TrivialService::new)
                .with("ocf:pacemaker:Dummy", TrivialService::new);
    }

    /** This catalog with one agent more, or another one of that name. */
    public AgentCatalog with(String spelling, Supplier<AgentRun> run) {
        agents.put(spelling, run);
        return this;
    }

    /** This catalog with {@code ocf:quorate:apiserver-health}. */
    public AgentCatalog withHealthCheck(HealthCheck.Probe probe) {
        return with("ocf:quorate:apiserver-health", () -> new HealthCheck(probe));
    }

    /** A new run of an agent, or empty when it is not installed. */
    public Optional<AgentRun> run(Agent agent) {
        if (agent.standard().equals("systemd")) {
            return Optional.of(new SystemdUnit(agent.type()));
        }
        return Optional.ofNullable(agents.get(agent.spell())).map(Supplier::get);
    }
}
