package dev.quorate.model.kubernetes.leaderelection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorate.golden.Golden;
import dev.quorate.model.Effects;
import dev.quorate.model.Lab;
import dev.quorate.model.Machine;
import dev.quorate.model.Timer;
import dev.quorate.model.kubernetes.ClientGo;
import dev.quorate.model.kubernetes.api.Lease;
import dev.quorate.time.SimTime;
import dev.quorate.trace.LeaderElectionEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** The cases of client-go's leaderelection_test.go, with the exact API calls. */
class LeaderElectorTest {

    private static final SimTime PAST = new SimTime(-3_600_000_000_000L);
    private static final SimTime FUTURE = new SimTime(3_600_000_000_000L);

    /** A process that hosts an elector alone. */
    private static final class Candidate implements Machine, LeaderElector.Callbacks {
        final ScriptedLease api;
        final LeaderElector elector;
        final List<String> events = new ArrayList<>();
        final BiConsumer<LeaderElector, Effects> start;

        Candidate(LeaderElectionConfig config, ScriptedLease api, BiConsumer<LeaderElector, Effects> start) {
            this.api = api;
            this.start = start;
            elector = new LeaderElector(config, api, this);
        }

        @Override
        public void onStart(Effects effects) {
            start.accept(elector, effects);
        }

        @Override
        public void onTimer(Timer timer, Effects effects) {
            elector.onTimer(timer, effects);
        }

        @Override
        public void onLocal(String from, dev.quorate.model.Message message, Effects effects) {
            elector.cancel("context canceled", effects);
        }

        @Override
        public void onStartedLeading(Effects effects) {
            events.add("started leading");
        }

        @Override
        public void onLeadingCancelled(Effects effects) {
            events.add("cancelled");
        }

        @Override
        public void onStoppedLeading(Effects effects) {
            events.add("stopped leading");
        }

        @Override
        public void onNewLeader(String identity, Effects effects) {
            events.add("new leader '" + identity + "'");
        }
    }

    /** Cancels the candidate's context. */
    private record Cancel() implements dev.quorate.model.Message {}

    private static LeaderElectionConfig config(int lease, int deadline, int retry, boolean release, ClientGo version) {
        return new LeaderElectionConfig(
                "kube-system",
                "lock",
                "baz",
                Duration.ofSeconds(lease),
                Duration.ofSeconds(deadline),
                Duration.ofSeconds(retry),
                release,
                version);
    }

    private static Lab lab(Machine candidate) {
        Lab lab = new Lab(1).host("h", Map.of("service", "10.0.0.1"));
        lab.start("h", "candidate", () -> candidate);
        return lab;
    }

    private static Lease lease(String holder, int seconds) {
        return new Lease(Lease.empty("kube-system", "lock").metadata(), holder, seconds, null, null, 0);
    }

    @Test
    void tryAcquireOrRenewDoesWhatClientGosTableSays() {
        Golden.check("leaderelection-try.txt", LeaderElectorTest::tryCase);
    }

    /** {@code stored=bing/3 observed=bing at=past version=0.36 wait=3}. */
    private static String tryCase(String command) {
        TreeMap<String, String> given = new TreeMap<>();
        for (String word : command.split("\\s+")) {
            int equals = word.indexOf('=');
            given.put(word.substring(0, equals), word.substring(equals + 1));
        }
        ScriptedLease api = new ScriptedLease();
        String stored = given.getOrDefault("stored", "none");
        if (!stored.equals("none")) {
            String[] parts = stored.split("/", -1);
            api.put(lease(parts[0], parts.length > 1 ? Integer.parseInt(parts[1]) : 0));
        }
        for (String outcome : given.getOrDefault("script", "").split(",")) {
            if (!outcome.isEmpty()) {
                api.script.add(outcome);
            }
        }
        StringBuilder answer = new StringBuilder();
        ClientGo version = ClientGo.of(given.getOrDefault("version", "0.36"));
        Candidate candidate = new Candidate(config(10, 8, 2, false, version), api, (elector, effects) -> {
            SimTime at = switch (given.getOrDefault("at", "zero")) {
                case "future" -> FUTURE;
                case "now" -> effects.monotonic();
                default -> PAST;
            };
            String observed = given.getOrDefault("observed", "");
            elector.observed(LeaderElectionRecord.of(lease(observed, observed.isEmpty() ? 0 : 10)), at);
            elector.tryOnce((success, later) -> answer.append(success).append(", "), effects);
        });
        Lab lab = lab(candidate).runFor(Duration.ofMillis(1));
        String wait = given.get("wait");
        if (wait != null) {
            lab.runFor(Duration.ofMillis(Long.parseLong(wait) * 1_000 + 1));
            lab.tell("h", "test", "candidate", new Cancel());
        }
        LeaderElectionRecord seen = candidate.elector.observedRecord();
        return String.join(", ", api.calls) + " -> " + answer + "holder '" + seen.holderIdentity() + "', transitions "
                + seen.leaderTransitions();
    }

    @Test
    void aLeaseOfThreeSecondsIsTakenAfterThreeSecondsWhateverTheOwnDuration() {
        ScriptedLease api = new ScriptedLease();
        api.put(lease("bing", 3));
        Candidate candidate = new Candidate(config(10, 8, 2, false, ClientGo.V0_36), api, LeaderElector::run);
        Lab lab = lab(candidate).runFor(Duration.ofMillis(2_900));
        assertThat(candidate.events).containsExactly("new leader 'bing'");
        lab.runFor(Duration.ofMillis(4_600));
        assertThat(candidate.events).containsExactly("new leader 'bing'", "new leader 'baz'", "started leading");
        assertThat(candidate.elector.observedRecord().leaderTransitions()).isEqualTo(1);
    }

    @Test
    void beforeVersion027TheOwnDurationDecides() {
        ScriptedLease api = new ScriptedLease();
        api.put(lease("bing", 3));
        Candidate candidate = new Candidate(config(10, 8, 2, false, ClientGo.V0_20), api, LeaderElector::run);
        Lab lab = lab(candidate).runFor(Duration.ofMillis(9_900));
        assertThat(candidate.events).containsExactly("new leader 'bing'");
        lab.runFor(Duration.ofMillis(4_600));
        assertThat(candidate.events).contains("started leading");
    }

    @Test
    void theFastPathRenewsWithOneUpdate() {
        ScriptedLease api = new ScriptedLease();
        Candidate candidate = new Candidate(config(15, 2, 1, false, ClientGo.V0_36), api, LeaderElector::run);
        lab(candidate).runFor(Duration.ofMillis(1_500));
        assertThat(api.calls).containsExactly("get", "create", "update", "update");
    }

    @Test
    void aConflictOnTheFastPathIsMendedByTheSlowOne() {
        ScriptedLease api = new ScriptedLease();
        api.script.addAll(List.of("ok", "ok", "ok", "conflict"));
        Candidate candidate = new Candidate(config(15, 2, 1, false, ClientGo.V0_36), api, LeaderElector::run);
        lab(candidate).runFor(Duration.ofMillis(2_500));
        assertThat(api.calls).containsExactly("get", "create", "update", "update(conflict)", "get", "update", "update");
    }

    @Test
    void beforeVersion030EveryRenewalIsGetAndUpdate() {
        ScriptedLease api = new ScriptedLease();
        Candidate candidate = new Candidate(config(15, 2, 1, false, ClientGo.V0_27), api, LeaderElector::run);
        lab(candidate).runFor(Duration.ofMillis(1_500));
        assertThat(api.calls).containsExactly("get", "create", "get", "update", "get", "update");
    }

    @Test
    void releaseReadsFirstAndBlanksTheHolder() {
        ScriptedLease api = new ScriptedLease();
        Candidate candidate = new Candidate(config(15, 10, 2, true, ClientGo.V0_36), api, LeaderElector::run);
        Lab lab = lab(candidate).runFor(Duration.ofMillis(500));
        lab.tell("h", "test", "candidate", new Cancel());
        lab.runFor(Duration.ofMillis(500));
        assertThat(api.calls).containsExactly("get", "create", "update", "get", "update");
        assertThat(candidate.elector.observedRecord().holderIdentity()).isEmpty();
        assertThat(candidate.elector.observedRecord().leaseDurationSeconds()).isEqualTo(1);
        assertThat(candidate.elector.observedRecord().leaderTransitions()).isZero();
        assertThat(candidate.events)
                .containsExactly(
                        "new leader 'baz'", "started leading", "new leader ''", "cancelled", "stopped leading");
    }

    @Test
    void releaseTriesAgainOnAConflictOnlyInTheNewest() {
        for (ClientGo version : List.of(ClientGo.V0_34, ClientGo.V0_36)) {
            ScriptedLease api = new ScriptedLease();
            api.script.addAll(List.of("ok", "ok", "ok", "ok", "conflict"));
            Candidate candidate = new Candidate(config(15, 10, 2, true, version), api, LeaderElector::run);
            Lab lab = lab(candidate).runFor(Duration.ofMillis(500));
            lab.tell("h", "test", "candidate", new Cancel());
            lab.runFor(Duration.ofMillis(500));
            boolean again = version == ClientGo.V0_36;
            assertThat(candidate.elector.observedRecord().holderIdentity()).isEqualTo(again ? "" : "baz");
            assertThat(candidate.events).endsWith("cancelled", "stopped leading");
        }
    }

    @Test
    void aContextCancelledDuringAnUpdateStillReleases() {
        ScriptedLease api = new ScriptedLease();
        api.script.addAll(List.of("ok", "ok", "ok", "hang"));
        Candidate candidate = new Candidate(config(15, 2, 1, true, ClientGo.V0_30), api, LeaderElector::run);
        Lab lab = lab(candidate).runFor(Duration.ofMillis(1_500));
        lab.tell("h", "test", "candidate", new Cancel());
        lab.runFor(Duration.ofMillis(10));
        assertThat(api.calls).containsExactly("get", "create", "update", "update(hang)", "cancel", "update");
        assertThat(candidate.events).endsWith("cancelled", "stopped leading");
        assertThat(lab.trace(LeaderElectionEvent.LeadershipEnded.class)).hasSize(1);
    }

    @Test
    void aContextCancelledDuringAGetOfACandidateEndsItWithoutLeading() {
        ScriptedLease api = new ScriptedLease();
        api.script.add("hang");
        Candidate candidate = new Candidate(config(15, 10, 2, true, ClientGo.V0_36), api, LeaderElector::run);
        Lab lab = lab(candidate).runFor(Duration.ofMillis(500));
        lab.tell("h", "test", "candidate", new Cancel());
        lab.runFor(Duration.ofMillis(10));
        assertThat(candidate.events).containsExactly("stopped leading");
    }

    @Test
    void aFailedGetLeavesAnEmptyObjectBehindBefore034AndReleaseFailsAtOnce() {
        for (ClientGo version : List.of(ClientGo.V0_20, ClientGo.V0_30)) {
            ScriptedLease api = new ScriptedLease();
            Candidate candidate = new Candidate(config(15, 3, 1, true, version), api, LeaderElector::run);
            Lab lab = lab(candidate).runFor(Duration.ofMillis(500));
            for (int i = 0; i < 100; i++) {
                api.script.add("error");
            }
            lab.runFor(Duration.ofMillis(3_600));
            assertThat(candidate.events).endsWith("cancelled", "stopped leading");
            String last = api.calls.get(api.calls.size() - 1);
            assertThat(last).isEqualTo("get(error)");
        }
    }

    @Test
    void configurationIsCheckedAsByNewLeaderElector() {
        assertThatThrownBy(() -> config(10, 10, 2, false, ClientGo.V0_36))
                .hasMessage("leaseDuration must be greater than renewDeadline");
        assertThatThrownBy(() -> config(15, 2, 2, false, ClientGo.V0_36))
                .hasMessage("renewDeadline must be greater than retryPeriod*JitterFactor");
        assertThatThrownBy(() -> new LeaderElectionConfig(
                        "n",
                        "l",
                        "",
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2),
                        false,
                        ClientGo.V0_36))
                .hasMessage("Lock identity is empty");
    }

    @Test
    void leaseAndRecordTurnIntoEachOtherWithoutLoss() {
        LeaderElectionRecord record =
                new LeaderElectionRecord("baz", 15, new SimTime(1_234_567), new SimTime(7_654_321), 3);
        assertThat(LeaderElectionRecord.of(record.onto(Lease.empty("a", "b")))).isEqualTo(record);
    }

    @Test
    void twoRenewalsWithinOneSecondLookTheSame() {
        LeaderElectionRecord first = new LeaderElectionRecord("a", 15, null, new SimTime(1_000_001), 0);
        LeaderElectionRecord second = new LeaderElectionRecord("a", 15, null, new SimTime(1_999_999), 0);
        LeaderElectionRecord third = new LeaderElectionRecord("a", 15, null, new SimTime(2_000_000), 0);
        assertThat(first.raw()).isEqualTo(second.raw()).isNotEqualTo(third.raw());
    }

    @Test
    void healthFailsForALeaderThatDidNotRenewForLeaseAndTwentySeconds() {
        ScriptedLease api = new ScriptedLease();
        Candidate candidate = new Candidate(config(15, 10, 2, false, ClientGo.V0_36), api, LeaderElector::run);
        lab(candidate).runFor(Duration.ofMillis(1));
        assertThat(candidate.elector.check(SimTime.ofSeconds(35))).isTrue();
        assertThat(candidate.elector.check(SimTime.ofMillis(35_010))).isFalse();
    }
}
