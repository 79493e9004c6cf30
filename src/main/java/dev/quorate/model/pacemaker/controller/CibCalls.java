package dev.quorate.model.pacemaker.controller;

import dev.quorate.model.Effects;
import dev.quorate.model.pacemaker.based.CibChange;
import dev.quorate.model.pacemaker.based.CibIpc;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Calls to {@code pacemaker-based} that are under way: how many there are decides whether the DC asks again. */
final class CibCalls {

    private static final String BASED = "pacemaker-based";

    private final Map<Long, Consumer<Effects>> pending = new TreeMap<>();
    private long calls;

    /** Change without waiting for an answer (fsa_cib_anon_update). */
    void change(CibChange change, Effects effects) {
        effects.tell(BASED, new CibIpc.CibModify(0, change));
    }

    /** Change, and go on when it is answered. */
    void change(CibChange change, Consumer<Effects> then, Effects effects) {
        long call = ++calls;
        pending.put(call, then);
        effects.tell(BASED, new CibIpc.CibModify(call, change));
    }

    /** Have a host send its copy to all, and go on when that is answered. */
    void syncFrom(String host, Consumer<Effects> then, Effects effects) {
        long call = ++calls;
        pending.put(call, then);
        effects.tell(BASED, new CibIpc.CibSyncFrom(call, host));
    }

    /** Read the options again; a query with a callback of its own, so that it counts while it is under way. */
    void readOptions(Effects effects) {
        long call = ++calls;
        pending.put(call, then -> {});
        effects.tell(BASED, new CibIpc.CibQuery(call));
    }

    /** Ask for the CIB; answers the call's number, which {@code CibAnswer} carries. */
    long query(Effects effects) {
        long call = ++calls;
        effects.tell(BASED, new CibIpc.CibQuery(call));
        return call;
    }

    void answered(long call, Effects effects) {
        Consumer<Effects> then = pending.remove(call);
        if (then != null) {
            then.accept(effects);
        }
    }

    /** Updates and reads of options that were not answered yet (num_cib_op_callbacks, the query itself apart). */
    int pending() {
        return pending.size();
    }
}
