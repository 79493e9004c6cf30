package dev.quorate.model.pacemaker.fencer;

import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Timer;
import dev.quorate.model.pacemaker.DaemonTimings;
import dev.quorate.model.pacemaker.fencer.BmcMessage.Command;
import dev.quorate.model.pacemaker.fencer.BmcMessage.PowerReply;
import dev.quorate.model.pacemaker.fencer.BmcMessage.PowerRequest;
import dev.quorate.trace.EventId;
import dev.quorate.trace.PacemakerEvent.FenceAgentCalled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The fence agents that run on this host, and which devices are known to work. */
final class FenceExecution {

    /** The agents' own UDP port. */
    static final int PORT = 32_623;

    /** ipmitool sends a request again after that long, four times (-N 1 -R 4 of lanplus). */
    private static final Duration RETRANSMIT = Duration.ofSeconds(1);

    private static final int RETRANSMISSIONS = 4;

    /** A failed agent is started again after that long (lib/fencing/st_actions.c). */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** What the execution tells of a job's end. */
    interface Listener {
        void executed(FenceMessage.Execute job, boolean ok, String reason, EventId called, Effects effects);
    }

    /** The executor asked whether a device answers. */
    private record Question(String client, String device, int sent) {}

    private final DaemonTimings timings;
    private final Listener listener;
    private final Map<String, FenceDevice> devices = new TreeMap<>();
    private final Set<String> verified = new TreeSet<>();
    private final Map<Long, FenceAgentRun> runs = new TreeMap<>();
    private final Map<Long, Question> questions = new TreeMap<>();
    private Duration stonithTimeout = Duration.ofSeconds(60);
    private long numbers;

    FenceExecution(DaemonTimings timings, Listener listener) {
        this.timings = timings;
        this.listener = listener;
    }

    void configured(Map<String, FenceDevice> current, Duration timeout) {
        stonithTimeout = timeout;
        devices.clear();
        devices.putAll(current);
        verified.retainAll(devices.keySet());
    }

    List<String> usableAgainst(String target) {
        List<String> usable = new ArrayList<>();
        for (FenceDevice device : devices.values()) {
            if (!device.isWatchdog() && device.canFence(target)) {
                usable.add(device.id());
            }
        }
        return usable;
    }

    List<String> verified(List<String> usable) {
        return usable.stream().filter(verified::contains).toList();
    }

    void run(FenceMessage.Execute job, Effects effects) {
        List<FenceDevice> chosen = new ArrayList<>();
        for (String id : job.devices()) {
            if (devices.containsKey(id)) {
                chosen.add(devices.get(id));
            }
        }
        if (chosen.isEmpty()) {
            listener.executed(job, false, "no such device here", new EventId(1), effects);
            return;
        }
        FenceAgentRun run = new FenceAgentRun(++numbers, job, chosen);
        runs.put(run.number, run);
        Duration delay = Duration.ofMillis(job.delayMillis())
                .plus(run.current().delay(job.target(), effects.random("pcmk_delay")));
        effects.setTimer(Timer.of("begin", run.number), delay);
    }

    void onTimer(Timer timer, Effects effects) {
        if (timer.name().equals("question")) {
            askAgain(timer.number(), effects);
            return;
        }
        FenceAgentRun run = runs.get(timer.number());
        if (run == null) {
            return;
        }
        switch (timer.name()) {
            case "begin" -> {
                if (run.attempt++ == 0) {
                    run.firstCalled = effects.monotonic();
                }
                effects.setTimer(Timer.of("limit", run.number), timeout(run).minus(elapsed(run, effects)));
                effects.setTimer(
                        Timer.of("call", run.number),
                        DaemonTimings.draw(
                                effects.random("fence-agent"), timings.fenceAgentMin(), timings.fenceAgentMedian()));
            }
            case "call" -> {
                run.called = effects.record(
                        new FenceAgentCalled(run.job.target(), run.current().id(), run.job.action(), run.attempt),
                        run.job.causes().toArray(new EventId[0]));
                run.command = Command.OFF;
                run.retransmissions = 0;
                send(run, effects);
            }
            case "silence" -> {
                if (run.retransmissions++ < RETRANSMISSIONS) {
                    send(run, effects);
                } else if (run.command == Command.ON) {
                    succeed(run, effects); // off is what counts; that it stays off is only a warning
                } else {
                    fail(run, "no answer from " + run.current().address(), effects);
                }
            }
            case "poll" -> {
                run.command = Command.STATUS;
                run.retransmissions = 0;
                send(run, effects);
            }
            case "end" -> {
                end(run, effects);
                verified.add(run.current().id());
                listener.executed(run.job, true, "", run.called, effects);
            }
            case "limit" -> {
                run.attempt = Integer.MAX_VALUE; // one that timed out is not called again
                fail(run, "agent timed out", effects);
            }
            default -> throw new IllegalStateException("no such timer: " + timer);
        }
    }

    private void send(FenceAgentRun run, Effects effects) {
        String address = run.current().address();
        if (!address.isEmpty()) {
            effects.sendDatagram(
                    PORT, new Endpoint(address, BmcMessage.PORT), new PowerRequest(run.number, run.command));
        }
        effects.setTimer(
                Timer.of("silence", run.number),
                RETRANSMIT,
                List.of(run.current().id()));
    }

    void onReply(PowerReply reply, Effects effects) {
        Question question = questions.remove(reply.request());
        if (question != null) {
            effects.cancelTimer(Timer.of("question", reply.request()));
            answer(question, reply.ok(), reply.error(), effects);
            return;
        }
        FenceAgentRun run = runs.get(reply.request());
        if (run == null || run.attempt == 0) {
            return;
        }
        effects.cancelTimer(Timer.of("silence", run.number));
        if (run.command == Command.ON) {
            succeed(run, effects);
        } else if (!reply.ok()) {
            fail(run, reply.error(), effects);
        } else if (reply.powered()) {
            effects.setTimer(Timer.of("poll", run.number), Duration.ofSeconds(1));
        } else if (run.job.action().equals("reboot")) {
            run.command = Command.ON;
            run.retransmissions = 0;
            send(run, effects);
        } else {
            succeed(run, effects);
        }
    }

    private void succeed(FenceAgentRun run, Effects effects) {
        clear(run, effects);
        effects.setTimer(
                Timer.of("end", run.number),
                DaemonTimings.draw(
                        effects.random("fence-agent-end"), timings.fenceAgentEndMin(), timings.fenceAgentEndMedian()));
    }

    private void fail(FenceAgentRun run, String reason, Effects effects) {
        clear(run, effects);
        if (run.attempt < run.current().attempts(run.job.action()) && hasTimeLeft(run, effects)) {
            effects.setTimer(Timer.of("begin", run.number), RETRY);
        } else if (run.device + 1 < run.devices.size()) {
            run.device++;
            run.attempt = 0;
            effects.setTimer(Timer.of("begin", run.number), Duration.ZERO);
        } else {
            end(run, effects);
            listener.executed(run.job, false, reason, run.called, effects);
        }
    }

    private Duration timeout(FenceAgentRun run) {
        return run.current().timeout(run.job.action(), stonithTimeout);
    }

    private static Duration elapsed(FenceAgentRun run, Effects effects) {
        return effects.monotonic().since(run.firstCalled);
    }

    /** An agent is called again only while less than 70 % of its time is over (st_actions.c, update_remaining_timeout). */
    private boolean hasTimeLeft(FenceAgentRun run, Effects effects) {
        return elapsed(run, effects).toSeconds() * 10 < timeout(run).toSeconds() * 7;
    }

    private void end(FenceAgentRun run, Effects effects) {
        runs.remove(run.number);
        clear(run, effects);
    }

    private void clear(FenceAgentRun run, Effects effects) {
        for (String name : List.of("silence", "poll", "limit", "call")) {
            effects.cancelTimer(Timer.of(name, run.number));
        }
    }

    /** The executor starts or monitors a device: does it answer? */
    void ask(String client, String id, Effects effects) {
        FenceDevice device = devices.get(id);
        if (device == null) {
            effects.tell(client, new FenceIpc.DeviceStatus(id, false, "no such device"));
        } else if (device.isWatchdog()) {
            effects.tell(client, new FenceIpc.DeviceStatus(id, true, ""));
        } else {
            long number = ++numbers;
            questions.put(number, new Question(client, id, 0));
            askAgain(number, effects);
        }
    }

    private void askAgain(long number, Effects effects) {
        Question question = questions.remove(number);
        FenceDevice device = question == null ? null : devices.get(question.device());
        if (question == null || device == null) {
            return;
        }
        if (question.sent() > RETRANSMISSIONS || device.address().isEmpty()) {
            answer(question, false, "no answer from " + device.address(), effects);
            return;
        }
        questions.put(number, new Question(question.client(), question.device(), question.sent() + 1));
        effects.sendDatagram(
                PORT, new Endpoint(device.address(), BmcMessage.PORT), new PowerRequest(number, Command.STATUS));
        effects.setTimer(Timer.of("question", number), RETRANSMIT);
    }

    private void answer(Question question, boolean ok, String error, Effects effects) {
        if (ok) {
            verified.add(question.device());
        }
        effects.tell(question.client(), new FenceIpc.DeviceStatus(question.device(), ok, error));
    }
}
