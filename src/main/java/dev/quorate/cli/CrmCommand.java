package dev.quorate.cli;

import dev.quorate.importing.CibXml;
import dev.quorate.importing.ImportProblem;
import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.cib.NodeState;
import dev.quorate.model.pacemaker.scheduler.Action;
import dev.quorate.model.pacemaker.scheduler.Playback;
import dev.quorate.model.pacemaker.scheduler.PolicyEngine;
import dev.quorate.model.pacemaker.scheduler.Transition;
import dev.quorate.time.SimTime;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What Pacemaker's scheduler would decide for a CIB, in crm_simulate's words. */
@Command(
        name = "crm",
        header = "What Pacemaker would decide for a CIB, as crm_simulate tells it.",
        description = {
            "Reads a CIB (cibadmin --query, pcs cluster cib) and shows what the designated controller would do.",
            "",
            "Exit codes: 0 done, 2 the file or the command line is not valid."
        })
final class CrmCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = {"-x", "--xml-file"},
            required = true,
            paramLabel = "CIB.xml",
            description = "The CIB to read.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(
            names = {"-q", "--quorum"},
            paramLabel = "yes|no",
            description = "Decide as if the partition had quorum, or had not.")
    private String quorum = "";

    @Option(
            names = {"-u", "--node-up"},
            paramLabel = "NODE",
            description = "Bring a node online.")
    private List<String> up = new ArrayList<>();

    @Option(
            names = {"-d", "--node-down"},
            paramLabel = "NODE",
            description = "Take a node offline, cleanly.")
    private List<String> down = new ArrayList<>();

    @Option(
            names = {"-f", "--node-fail"},
            paramLabel = "NODE",
            description = "Mark a node as failed: it must be fenced.")
    private List<String> fail = new ArrayList<>();

    @Option(
            names = {"-S", "--simulate"},
            description = "Play the transition and show the cluster after it.")
    private boolean simulate;

    @Option(
            names = {"-t", "--set-datetime"},
            paramLabel = "TIME",
            description = "The time it is, as 2026-11-22T12:00:00Z; for failure-timeout. Default: now.")
    private String dateTime = "";

    @Option(names = "--json", description = "Print final, fence, actions and summary as JSON on stdout.")
    private boolean json;

    CrmCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        CibXml read = CibXml.read(console.find(file));
        for (ImportProblem left : read.unsupported()) {
            console.err().println(left.describe());
        }
        List<String> problems = new ArrayList<>();
        read.problems().forEach(problem -> problems.add(problem.describe()));
        read.cib().ifPresent(cib -> checkNodes(cib, problems));
        SimTime now = now(problems);
        if (!List.of("", "yes", "no", "1", "0", "true", "false").contains(quorum)) {
            problems.add("--quorum: '" + quorum + "' is neither yes nor no");
        }
        if (!problems.isEmpty() || read.cib().isEmpty()) {
            problems.forEach(console.err()::println);
            console.err().println(problems.size() == 1 ? "1 problem" : problems.size() + " problems");
            return ExitCode.USAGE;
        }
        Cib cib = injected(read.cib().get());
        Transition transition = PolicyEngine.decide(cib, now);
        Playback playback = Playback.of(cib, transition, now);
        transition.problems().forEach(problem -> console.err().println("pacemaker: " + problem));
        if (json) {
            printJson(transition, playback, now);
        } else {
            print(cib, transition, playback, now);
        }
        return ExitCode.OK;
    }

    private void checkNodes(Cib cib, List<String> problems) {
        List<String> known =
                cib.configuration().nodes().stream().map(node -> node.uname()).toList();
        List<String> named = new ArrayList<>(up);
        named.addAll(down);
        named.addAll(fail);
        for (String node : named) {
            if (!known.contains(node)) {
                problems.add("unknown node '" + node + "'; known nodes: " + String.join(", ", known));
            }
        }
    }

    private SimTime now(List<String> problems) {
        if (dateTime.isEmpty()) {
            return SimTime.ofSeconds(Instant.now().getEpochSecond());
        }
        try {
            return SimTime.ofSeconds(Instant.parse(dateTime).getEpochSecond());
        } catch (DateTimeException e) {
            problems.add("--set-datetime: '" + dateTime + "' is no time as 2026-11-22T12:00:00Z");
            return SimTime.ZERO;
        }
    }

    /** The CIB with what the options say (pcmk__inject_scheduler_input). */
    private Cib injected(Cib read) {
        Cib cib = read;
        if (!quorum.isEmpty()) {
            cib = cib.withQuorum(List.of("yes", "1", "true").contains(quorum));
        }
        for (String node : up) {
            cib = cib.update(node, state -> state.withMembership(true, true, "member", "member"));
        }
        for (String node : down) {
            NodeState gone = Playback.nodeDown(cib, node);
            cib = cib.with(gone);
        }
        for (String node : fail) {
            cib = cib.update(node, state -> state.withMembership(false, true, "member", "member"));
        }
        return cib;
    }

    private void printJson(Transition transition, Playback playback, SimTime now) throws IOException {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("initial", transition.initial());
        answer.put("final", PolicyEngine.running(playback.after(), now));
        answer.put("fence", transition.fence());
        List<Object> actions = new ArrayList<>();
        for (Action action : simulate ? playback.done() : transition.actions()) {
            actions.add(json(action));
        }
        answer.put("actions", actions);
        List<Object> blocked = new ArrayList<>();
        for (Action action : transition.blocked()) {
            blocked.add(json(action));
        }
        answer.put("blocked", blocked);
        answer.put("summary", transition.summary());
        answer.put("complete", playback.complete());
        JsonOut.print(console.out(), answer);
    }

    private static Map<String, Object> json(Action action) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", action.id());
        map.put("kind", action.kind().name().toLowerCase(java.util.Locale.ROOT));
        map.put("action", action.label());
        map.put("task", action.task());
        if (!action.resource().isEmpty()) {
            map.put("resource", action.resource());
        }
        if (!action.node().isEmpty()) {
            map.put("node", action.node());
        }
        if (action.intervalMillis() > 0) {
            map.put("interval", action.intervalMillis());
        }
        map.put("waits-for", action.waitsFor());
        if (!action.reason().isEmpty()) {
            map.put("reason", action.reason());
        }
        if (!action.because().isEmpty()) {
            map.put("because", action.because());
        }
        return map;
    }

    private void print(Cib cib, Transition transition, Playback playback, SimTime now) {
        PrintStream out = console.out();
        out.println("Current cluster status:");
        printStatus(cib, now);
        out.println();
        out.println("Transition Summary:");
        transition.summary().forEach(line -> out.println("  " + line));
        if (!simulate) {
            return;
        }
        out.println();
        out.println("Executing Cluster Transition:");
        playback.done().forEach(action -> out.println("  * " + execution(action)));
        if (!playback.complete()) {
            out.println("Transition failed: terminated");
        }
        out.println();
        out.println("Revised Cluster Status:");
        printStatus(playback.after(), now);
    }

    private static String execution(Action action) {
        return switch (action.kind()) {
            case PSEUDO -> "Pseudo action:   " + action.key();
            case FENCE -> "Fencing " + action.node() + " (" + action.operation() + ")";
            case CLUSTER -> "Cluster action:  " + action.task() + " on " + action.node();
            case RESOURCE ->
                "Resource action: " + action.lrmResource() + " " + action.task()
                        + (action.intervalMillis() > 0 ? "=" + action.intervalMillis() : "") + " on " + action.node();
        };
    }

    private void printStatus(Cib cib, SimTime now) {
        PolicyEngine.nodes(cib, now).forEach((node, state) -> console.out().println("  * Node " + node + ": " + state));
        PolicyEngine.running(cib, now)
                .forEach((resource, nodes) -> console.out()
                        .println("  * " + resource + ": "
                                + (nodes.isEmpty() ? "Stopped" : "Started on " + String.join(" ", nodes))));
    }
}
