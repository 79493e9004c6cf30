package dev.quorate.model.pacemaker.tools;

import dev.quorate.model.Effects;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.ProcessSpec;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.host.systemd.SystemdIpc;
import dev.quorate.model.pacemaker.DaemonTimings;
import dev.quorate.model.pacemaker.PcsCommands;
import dev.quorate.model.pacemaker.based.CibChange;
import dev.quorate.model.pacemaker.based.CibIpc;
import dev.quorate.model.pacemaker.fencer.FenceIpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code pcs}: one command of an operator, on a master. Exits 0 when it was taken, 1 when not.
 *
 * <p>Argument {@code command}: what stands after {@code pcs}. Beside the commands that {@link PcsCommands} knows:
 * {@code stonith confirm NODE}, {@code resource cleanup [R] [node=N]}, {@code cluster stop}, {@code cluster start}.
 */
public final class Pcs implements Machine {

    private static final String BASED = "pacemaker-based";

    /** How long it waits for an answer before it fails. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long LAST_CALL = 3;

    private final List<String> command;
    private final DaemonTimings timings;
    private List<String> jobs = List.of();

    Pcs(List<String> command, DaemonTimings timings) {
        this.command = List.copyOf(command);
        this.timings = timings;
    }

    /** As its argument {@code command} says. */
    public static Pcs create(ProcessSpec spec, DaemonTimings timings) {
        String line = spec.arguments().get("command");
        if (line == null || line.isBlank()) {
            throw new IllegalArgumentException("process " + spec.name()
                    + " of kind pcs needs an argument 'command', 'node standby k8s-master01' say");
        }
        List<String> words = new ArrayList<>(PcsCommands.words(line));
        if (words.get(0).equals("pcs")) {
            words.remove(0);
        }
        return new Pcs(words, timings);
    }

    @Override
    public void onStart(Effects effects) {
        effects.setTimer(
                Timer.of("begin"), DaemonTimings.draw(effects.random("tool"), timings.toolMin(), timings.toolMedian()));
    }

    private void begin(Effects effects) {
        effects.setTimer(Timer.of("patience"), PATIENCE);
        String verb = command.get(0) + (command.size() > 1 ? " " + command.get(1) : "");
        switch (verb) {
            case "stonith confirm" -> {
                if (command.size() < 3) {
                    effects.exit(1);
                    return;
                }
                effects.tell("pacemaker-fenced", new FenceIpc.Confirm(command.get(2)));
                effects.setTimer(Timer.of("done"), Duration.ofMillis(10));
            }
            case "resource cleanup", "resource refresh" ->
                change(new CibChange.FailCountsCleared(word(2), cleanedNode()), effects);
            case "cluster stop" -> units(List.of("pacemaker.service", "corosync.service"), effects);
            case "cluster start" -> units(List.of("corosync.service", "pacemaker.service"), effects);
            default -> effects.tell(BASED, new CibIpc.CibQuery(1));
        }
    }

    private String cleanedNode() {
        return word(3).replace("node=", "");
    }

    /** The node's controller forgets the history, and has the policy engine asked (trigger_delete_refresh). */
    private void forgetHistory(Effects effects) {
        effects.tell(BASED, new CibIpc.CibModify(0, new CibChange.FailuresForgotten(word(2), cleanedNode())));
        effects.tell(
                BASED,
                new CibIpc.CibModify(
                        LAST_CALL, new CibChange.Refreshed(effects.wall().micros() / 1_000_000)));
    }

    private String word(int index) {
        return command.size() > index ? command.get(index) : "";
    }

    private void units(List<String> units, Effects effects) {
        jobs = units;
        nextJob(effects);
    }

    private void nextJob(Effects effects) {
        if (jobs.isEmpty()) {
            effects.exit(0);
            return;
        }
        String unit = jobs.get(0);
        effects.cancelTimer(Timer.of("patience")); // stopping Pacemaker takes as long as its resources take
        effects.tell(
                "systemd",
                command.get(1).equals("stop")
                        ? new SystemdIpc.StopUnit(jobs.size(), unit)
                        : new SystemdIpc.StartUnit(jobs.size(), unit));
    }

    private void change(CibChange change, Effects effects) {
        effects.tell(BASED, new CibIpc.CibModify(2, change));
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        if (message instanceof CibIpc.CibAnswer answer) {
            try {
                PcsCommands.edit(answer.cib().cib().configuration(), command);
            } catch (IllegalArgumentException refused) {
                effects.exit(1);
                return;
            }
            change(new CibChange.ConfigurationEdited(command), effects);
        } else if (message instanceof CibIpc.CibModified modified) {
            boolean cleaning =
                    command.size() > 1 && List.of("cleanup", "refresh").contains(command.get(1));
            if (cleaning && modified.call() != LAST_CALL) {
                effects.setTimer(
                        Timer.of("history"),
                        DaemonTimings.draw(effects.random("tool"), timings.dispatchMin(), timings.dispatchMedian()));
            } else {
                effects.exit(0);
            }
        } else if (message instanceof SystemdIpc.JobDone done) {
            if (done.isDone()) {
                jobs = jobs.subList(1, jobs.size());
                nextJob(effects);
            } else {
                effects.exit(1);
            }
        }
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        if (timer.name().equals("begin")) {
            begin(effects);
        } else if (timer.name().equals("history")) {
            forgetHistory(effects);
        } else {
            effects.exit(timer.name().equals("done") ? 0 : 1);
        }
    }

    @Override
    public void onLocalLost(String peer, Effects effects) {
        effects.exit(1);
    }

    @Override
    public void onSignal(Signal signal, Effects effects) {
        effects.exit(128 + signal.number());
    }
}
