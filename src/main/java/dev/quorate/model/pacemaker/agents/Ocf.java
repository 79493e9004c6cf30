package dev.quorate.model.pacemaker.agents;

/** Exit codes of resource agents (OCF resource agent API). */
public final class Ocf {

    public static final int SUCCESS = 0;
    public static final int ERR_GENERIC = 1;
    public static final int ERR_UNIMPLEMENTED = 3;
    public static final int ERR_INSTALLED = 5;
    public static final int ERR_CONFIGURED = 6;
    public static final int NOT_RUNNING = 7;

    private Ocf() {}
}
