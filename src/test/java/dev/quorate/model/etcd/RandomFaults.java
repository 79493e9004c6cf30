package dev.quorate.model.etcd;

import dev.quorate.model.PowerAction;
import dev.quorate.model.Signal;
import dev.quorate.model.etcd.Linearizability.Kind;
import dev.quorate.model.etcd.Linearizability.Op;
import dev.quorate.time.RandomStream;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One random schedule of faults and client calls against a cluster, watched after every event. */
final class RandomFaults {

    private record Call(String member, long id, Kind kind, String expected, String value, SimTime at) {}

    private final RandomStream random;
    private final EtcdLab etcd;
    private final RaftInvariants invariants = new RaftInvariants();
    private final List<String> members;
    private final Set<String> paused = new LinkedHashSet<>();
    private final Set<String> off = new LinkedHashSet<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<String> script = new ArrayList<>();
    private int values;
    private boolean undecided;

    RandomFaults(long seed) {
        random = RandomStream.of(seed);
        int count = random.chance(0.7) ? 3 : 5;
        String version = random.chance(0.5) ? "3.4.23" : "3.5.16";
        // small snapshots, so that followers that were away need one
        int snapshotCount = random.chance(0.3) ? 8 : 100_000;
        etcd = new EtcdLab(
                seed, count, version, Map.of("snapshot-count", "" + snapshotCount, "snapshot-catch-up-entries", "2"));
        members = etcd.names();
        etcd.lab.afterEvent(this::look);
        etcd.startAll();
    }

    private void look() {
        for (String member : members) {
            if (etcd.isRunning(member)) {
                etcd.machine(member).raft().ifPresent(node -> invariants.look(member, node));
            } else {
                invariants.forget(member);
            }
        }
    }

    /** Run it; throws when a rule is broken. */
    void run() {
        etcd.lab.runFor(Duration.ofSeconds(2));
        for (int i = 0; i < 24; i++) {
            step();
            etcd.lab.runFor(random.uniform(Duration.ofMillis(20), Duration.ofMillis(900)));
        }
        heal();
        etcd.lab.runFor(Duration.ofSeconds(8));
        heal(); // one that was told to stop may have ended only now
        etcd.lab.runFor(Duration.ofSeconds(8));
        checkRecovery();
        checkHistory();
    }

    private void step() {
        String member = random.pick(members);
        int dice = random.nextInt(100);
        if (dice < 14) {
            note("kill " + member);
            etcd.kill(member);
            paused.remove(member);
        } else if (dice < 30) {
            restartOne();
        } else if (dice < 38) {
            note("power off " + member);
            etcd.lab.powerOff(member);
            off.add(member);
            paused.remove(member);
        } else if (dice < 46) {
            note("stop " + member);
            etcd.lab.signal(member, "etcd", Signal.STOP);
            paused.add(member);
        } else if (dice < 54) {
            note("continue all");
            resumeAll();
        } else if (dice < 66) {
            partition();
        } else if (dice < 74) {
            note("heal");
            etcd.lab.heal();
        } else if (dice < 78) {
            int millis = random.pick(List.of(1, 5, 150, 700));
            note("sync " + millis + "ms");
            etcd.lab.syncLatency(Duration.ofMillis(millis));
        } else if (dice < 82) {
            note("term " + member);
            etcd.lab.signal(member, "etcd", Signal.TERM);
        }
        int count = random.chance(0.1) ? 3 : random.nextInt(2);
        for (int i = 0; i < count; i++) {
            call();
        }
    }

    private void note(String what) {
        script.add(etcd.lab.now() + " " + what);
    }

    private void partition() {
        List<String> shuffled = new ArrayList<>(members);
        random.shuffle(shuffled);
        int cut = 1 + random.nextInt(members.size() - 1);
        List<String> one = List.copyOf(shuffled.subList(0, cut));
        if (random.chance(0.3)) {
            note("cut from " + one);
            etcd.lab.cut((from, to) -> one.contains(from) && !one.contains(to));
        } else {
            note("partition " + one);
            etcd.lab.partition(List.of(one, List.copyOf(shuffled.subList(cut, shuffled.size()))));
        }
    }

    private void restartOne() {
        List<String> down = members.stream().filter(m -> !etcd.isRunning(m)).toList();
        if (!down.isEmpty()) {
            restart(random.pick(down));
        }
    }

    private void restart(String member) {
        note("start " + member);
        if (off.remove(member)) {
            etcd.lab.kernel(member).power(member, PowerAction.ON);
        }
        etcd.start(member);
    }

    private void resumeAll() {
        paused.forEach(m -> etcd.lab.signal(m, "etcd", Signal.CONT));
        paused.clear();
    }

    private void heal() {
        note("heal all");
        etcd.lab.syncLatency(Duration.ofMillis(2));
        etcd.lab.heal();
        resumeAll();
        members.stream().filter(m -> !etcd.isRunning(m)).toList().forEach(this::restart);
    }

    private void call() {
        List<String> reachable = members.stream().filter(m -> !off.contains(m)).toList();
        if (reachable.isEmpty()) {
            return;
        }
        String member = random.pick(reachable);
        long id = etcd.id();
        String value = "v" + ++values;
        String expected = random.chance(0.3) ? "" : "v" + (1 + random.nextInt(values));
        int dice = random.nextInt(3);
        if (dice == 0) {
            etcd.ask(member, new EtcdClientMessage.PutRequest(id, EtcdOp.Put.of("r", value)));
            calls.add(new Call(member, id, Kind.WRITE, "", value, etcd.lab.now()));
        } else if (dice == 1) {
            etcd.ask(member, new EtcdClientMessage.RangeRequest(id, EtcdOp.Range.of("r"), false));
            calls.add(new Call(member, id, Kind.READ, "", "", etcd.lab.now()));
        } else {
            Compare compare = expected.isEmpty() ? Compare.createRevision("r", 0) : Compare.value("r", expected);
            etcd.ask(
                    member,
                    new EtcdClientMessage.TxnRequest(
                            id, List.of(compare), List.of(EtcdOp.Put.of("r", value)), List.of()));
            calls.add(new Call(member, id, Kind.CAS, expected, value, etcd.lab.now()));
        }
    }

    /** After all is healed there is one leader, writes succeed, and every member has the same content. */
    private void checkRecovery() {
        long leading = members.stream().filter(m -> etcd.machine(m).isLeader()).count();
        expect(leading == 1, leading + " leaders after the network healed");
        var response = etcd.put(members.get(0), "last", "1");
        expect(response instanceof EtcdClientMessage.PutResponse, "put after recovery answered " + response);
        etcd.lab.runFor(Duration.ofSeconds(1));
        var content = etcd.machine(members.get(0)).content();
        for (String member : members) {
            expect(
                    etcd.machine(member).content().equals(content)
                            && etcd.machine(member).revision()
                                    == etcd.machine(members.get(0)).revision(),
                    member + " holds " + etcd.machine(member).content() + ", not " + content);
        }
    }

    private void checkHistory() {
        List<Op> history = new ArrayList<>();
        for (Call call : calls) {
            history.add(outcome(call));
        }
        try {
            expect(Linearizability.holds(history), "history is not linearizable: " + history);
        } catch (IllegalStateException e) {
            undecided = true; // so many calls of unknown outcome that the search has no end
        }
    }

    private Op outcome(Call call) {
        Optional<TestClient.Answer> answer = etcd.answer(call.member(), call.id());
        long invoked = call.at().micros();
        long unknown = Long.MAX_VALUE;
        if (answer.isEmpty() || answer.get().response() instanceof EtcdClientMessage.Failure) {
            return new Op(call.kind(), call.expected(), call.value(), true, invoked, unknown);
        }
        long returned = answer.get().at().micros();
        if (answer.get().response() instanceof EtcdClientMessage.TxnResponse txn) {
            return new Op(call.kind(), call.expected(), call.value(), txn.succeeded(), invoked, returned);
        }
        if (answer.get().response() instanceof EtcdClientMessage.RangeResponse range) {
            String value =
                    range.kvs().isEmpty() ? "" : (String) range.kvs().get(0).value();
            return new Op(Kind.READ, "", value, true, invoked, returned);
        }
        return new Op(call.kind(), call.expected(), call.value(), true, invoked, returned);
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** Whether the history was too open to be judged. */
    boolean isUndecided() {
        return undecided;
    }

    List<String> script() {
        return script;
    }

    int elections() {
        return invariants.terms().size();
    }

    long committed() {
        return invariants.committedEntries();
    }
}
