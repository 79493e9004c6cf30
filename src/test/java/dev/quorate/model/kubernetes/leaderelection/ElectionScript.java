package dev.quorate.model.kubernetes.leaderelection;

import dev.quorate.model.Effects;
import dev.quorate.model.Lab;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.TraceRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Candidates over a Lease that answers as scripted, driven by commands of one line. */
final class ElectionScript {

    /** What a candidate is told by the test. */
    private record Word(String text) implements Message {}

    /** A process that hosts an elector alone. */
    private final class Candidate implements Machine, LeaderElector.Callbacks {
        final String name;
        final LeaderElector elector;

        Candidate(LeaderElectionConfig config) {
            name = config.identity();
            elector = new LeaderElector(config, api, this);
        }

        @Override
        public void onStart(Effects effects) {
            elector.run(effects);
        }

        @Override
        public void onTimer(Timer timer, Effects effects) {
            if (!elector.onTimer(timer, effects)) {
                tell(effects, "does not know the timer");
            }
        }

        @Override
        public void onLocal(String from, Message message, Effects effects) {
            switch (((Word) message).text()) {
                case "cancel" -> elector.cancel("context canceled", effects);
                case "ends" -> elector.processEnds("signal 15", effects);
                case "run" -> elector.run(effects);
                case "stray timer" -> onTimer(Timer.of("stray"), effects);
                default -> {
                    if (!api.deliver(effects)) {
                        tell(effects, "nothing to answer");
                    }
                }
            }
        }

        private void tell(Effects effects, String what) {
            events();
            told.append("  " + effects.monotonic() + " " + name + ": " + what + "\n");
        }

        @Override
        public void onStartedLeading(Effects effects) {
            tell(effects, "starts leading");
        }

        @Override
        public void onLeadingCancelled(Effects effects) {
            tell(effects, "cancels its work");
        }

        @Override
        public void onStoppedLeading(Effects effects) {
            tell(effects, "has stopped");
        }

        @Override
        public void onNewLeader(String identity, Effects effects) {
            tell(effects, "hears that '" + identity + "' leads");
        }
    }

    private Lab lab = new Lab(1);
    private ScriptedLease api = new ScriptedLease();
    private final Map<String, Candidate> candidates = new TreeMap<>();
    private final StringBuilder told = new StringBuilder();
    private int seen;

    String run(String command) {
        told.setLength(0);
        for (String line : command.split("\n")) {
            perform(line.trim().split(" "));
            events();
        }
        return told.isEmpty() ? "ok" : told.toString().stripTrailing();
    }

    private void perform(String[] words) {
        switch (words[0]) {
            case "new" -> {
                lab = new Lab(1);
                api = new ScriptedLease();
                candidates.clear();
                seen = 0;
            }
            case "lease" -> api.put(lease(words[1]));
            case "delete" -> api.lease = null;
            case "candidate" -> candidate(words);
            case "script" -> api.script.addAll(List.of(words[1].split(",")));
            case "run" -> lab.runFor(Duration.ofMillis(Long.parseLong(words[1])));
            case "stop" -> lab.signal(words[1], "candidate", Signal.STOP);
            case "cont" -> lab.signal(words[1], "candidate", Signal.CONT);
            case "kill" -> lab.signal(words[1], "candidate", Signal.KILL);
            case "tell" -> {
                lab.tell(
                        words[1],
                        "test",
                        "candidate",
                        new Word(String.join(" ", List.of(words).subList(2, words.length))));
                lab.runFor(Duration.ofMillis(1));
            }
            case "status" -> status();
            default -> throw new IllegalArgumentException("unknown command " + words[0]);
        }
    }

    /** {@code bing/15/3}: holder, seconds, transitions. */
    private static Lease lease(String word) {
        String[] parts = word.split("/", -1);
        SimTime longAgo = new SimTime(-3_600_000_000L);
        return new Lease(
                Lease.empty("kube-system", "lock").metadata(),
                parts[0],
                Integer.parseInt(parts[1]),
                longAgo,
                longAgo,
                Integer.parseInt(parts[2]));
    }

    private void candidate(String[] words) {
        Map<String, String> given = new TreeMap<>();
        for (String word : List.of(words).subList(2, words.length)) {
            int equals = word.indexOf('=');
            given.put(equals < 0 ? word : word.substring(0, equals), equals < 0 ? "" : word.substring(equals + 1));
        }
        LeaderElectionConfig config = new LeaderElectionConfig(
                "kube-system",
                "lock",
                words[1] + "_1",
                seconds(given, "lease", "15"),
                seconds(given, "deadline", "10"),
                seconds(given, "retry", "2"),
                given.containsKey("release"),
                ClientGo.of(given.getOrDefault("version", "0.36")));
        Candidate candidate = new Candidate(config);
        candidates.put(words[1], candidate);
        lab.host(words[1], Map.of("service", "10.0.0." + candidates.size()));
        lab.start(words[1], "candidate", () -> candidate);
    }

    private static Duration seconds(Map<String, String> given, String name, String otherwise) {
        return Duration.ofSeconds(Long.parseLong(given.getOrDefault(name, otherwise)));
    }

    private void events() {
        List<TraceRecord> trace = lab.trace();
        for (TraceRecord record : trace.subList(seen, trace.size())) {
            List<Long> causes = record.causes().stream().map(EventId::seq).toList();
            told.append(record.at() + " " + record.host() + " #" + record.id().seq() + " "
                    + record.event().describe() + (causes.isEmpty() ? "" : ", after #" + causes.get(0)) + "\n");
        }
        seen = trace.size();
    }

    private void status() {
        candidates.forEach((name, candidate) -> told.append(name + (candidate.elector.isLeader() ? " holds" : "")
                + (candidate.elector.isLeading() ? " leads" : "")
                + (candidate.elector.check(lab.now()) ? "" : " unhealthy") + ", saw "
                + text(candidate.elector.observedRecord()) + "\n"));
        Lease stored = api.lease;
        told.append("stored " + (stored == null ? "nothing" : text(LeaderElectionRecord.of(stored))) + "\n");
    }

    private static String text(LeaderElectionRecord record) {
        return "'" + record.holderIdentity() + "' for " + record.leaseDurationSeconds() + " s, acquired "
                + record.acquireTime() + ", renewed " + record.renewTime() + ", transitions "
                + record.leaderTransitions();
    }
}
