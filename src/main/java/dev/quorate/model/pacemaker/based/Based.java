package dev.quorate.model.pacemaker.based;

import dev.quorate.model.Effects;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.WriteBatch;
import dev.quorate.model.corosync.CorosyncIpc;
import dev.quorate.model.pacemaker.DaemonTimings;
import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.Configuration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code pacemaker-based}, the CIB's keeper on one node.
 *
 * <p>A change goes to every member through Corosync and is applied on delivery, so that copies of one partition stay
 * the same; queries are answered at once from the own copy. That a query can overtake an update is what makes the DC
 * ask again after a second (controld_schedulerd.c, do_pe_invoke_callback). The status lives in memory alone; the
 * configuration is on the disk (cib.xml).
 */
public final class Based implements Machine {

    private static final String GROUP = "cib";
    private static final String DISK_KEY = "cib.xml";
    private static final int DISCONNECT = 102; // CRM_EX_DISCONNECT

    /** A client's update that was applied and is answered when the work is done. */
    private record Answer(String client, long call) {}

    /** What is on the disk: the configuration and its epoch. */
    private record Stored(long epoch, Configuration configuration) {}

    private final DaemonTimings timings;
    private final Set<String> subscribers = new TreeSet<>();
    private final Map<Long, Answer> answers = new TreeMap<>();
    private VersionedCib copy;
    private long nextAnswer = 1;

    /**
     * Make one.
     *
     * @param initial the configuration that a node has which never ran before
     */
    public Based(Configuration initial, DaemonTimings timings) {
        this.timings = timings;
        this.copy = new VersionedCib(new CibVersion(1, 0), Cib.of(initial).withQuorum(false));
    }

    @Override
    public void onStart(Effects effects) {
        effects.read(DISK_KEY).ifPresent(found -> {
            Stored stored = (Stored) found;
            copy = new VersionedCib(
                    new CibVersion(stored.epoch(), 0),
                    Cib.of(stored.configuration()).withQuorum(false));
        });
        effects.tell("corosync", new CorosyncIpc.CpgJoin(GROUP));
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        if (message instanceof CibIpc.CibSubscribe) {
            subscribers.add(from);
        } else if (message instanceof CibIpc.CibQuery query) {
            effects.tell(from, new CibIpc.CibAnswer(query.call(), copy));
        } else if (message instanceof CibIpc.CibModify modify) {
            onModify(from, modify, effects);
        } else if (message instanceof CibIpc.CibSyncFrom sync) {
            multicast(new CibMessage.SyncRequest(effects.host(), from, sync.call(), sync.host()), effects);
        } else if (message instanceof CorosyncIpc.CpgDelivered delivered
                && delivered.payload() instanceof CibMessage cibMessage) {
            onDelivered(cibMessage, effects);
        }
    }

    private void onModify(String client, CibIpc.CibModify modify, Effects effects) {
        // crm_update_quorum(quorum, force_update): sent at the end of every join, whether it changes anything or not
        boolean forced = modify.change() instanceof CibChange.QuorumChanged;
        if (modify.call() != 0
                && !forced
                && copy.apply(modify.change()).version().equals(copy.version())) {
            effects.tell(client, new CibIpc.CibModified(modify.call())); // nothing to change, nothing to send
            return;
        }
        multicast(new CibMessage.Update(effects.host(), client, modify.call(), modify.change()), effects);
    }

    private void onDelivered(CibMessage message, Effects effects) {
        if (message instanceof CibMessage.Update update) {
            onUpdate(update, effects);
        } else if (message instanceof CibMessage.SyncRequest request) {
            if (request.from().equals(effects.host())) {
                multicast(new CibMessage.Replace(request.origin(), request.client(), request.call(), copy), effects);
            }
        } else if (message instanceof CibMessage.Replace replace) {
            copy = replace.cib();
            store(effects);
            subscribers.forEach(client -> effects.tell(client, new CibIpc.CibReplaced(copy)));
            answer(replace.origin(), replace.client(), replace.call(), effects);
        }
    }

    private void onUpdate(CibMessage.Update update, Effects effects) {
        CibVersion before = copy.version();
        copy = copy.apply(update.change());
        if (!copy.version().equals(before)) {
            if (update.change().isConfiguration()) {
                store(effects);
            }
            CibIpc.CibNotification notification = new CibIpc.CibNotification(update.change(), update.origin());
            subscribers.forEach(client -> effects.tell(client, notification));
        }
        answer(update.origin(), update.client(), update.call(), effects);
    }

    private void answer(String origin, String client, long call, Effects effects) {
        if (call == 0 || !origin.equals(effects.host())) {
            return;
        }
        long number = nextAnswer++;
        answers.put(number, new Answer(client, call));
        effects.setTimer(
                Timer.of("answer", number),
                DaemonTimings.draw(effects.random("answer"), timings.cibUpdateMin(), timings.cibUpdateMedian()));
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        Answer answer = answers.remove(timer.number());
        if (answer != null) {
            effects.tell(answer.client(), new CibIpc.CibModified(answer.call()));
        }
    }

    private void store(Effects effects) {
        effects.persist(
                WriteBatch.of(
                        DISK_KEY, new Stored(copy.version().epoch(), copy.cib().configuration())),
                0);
    }

    private void multicast(CibMessage message, Effects effects) {
        effects.tell("corosync", new CorosyncIpc.CpgMulticast(GROUP, message));
    }

    @Override
    public void onLocalLost(String peer, Effects effects) {
        if (peer.equals("corosync")) {
            effects.exit(DISCONNECT);
        }
        subscribers.remove(peer);
    }

    @Override
    public void onSignal(Signal signal, Effects effects) {
        effects.exit(0);
    }
}
