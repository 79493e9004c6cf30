package dev.quorate.model.pacemaker.scheduler;

/** One end of an ordering between two actions that exist (pe_action_wrapper_t). */
final class Link {

    final Work work;
    int flags;
    boolean inGraph;
    final String constraint;

    Link(Work work, int flags, String constraint) {
        this.work = work;
        this.flags = flags;
        this.constraint = constraint;
    }

    boolean is(int flag) {
        return (flags & flag) != 0;
    }
}
