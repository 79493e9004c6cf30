package dev.quorate.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.outcome.CampaignFold;
import dev.quorate.outcome.Json;
import dev.quorate.outcome.Proportion.Range;
import dev.quorate.outcome.RunOutcome;
import dev.quorate.outcome.RunRow;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.expect.Wanted;
import dev.quorate.scenario.fault.FaultPlans;
import dev.quorate.scenario.fault.FaultRates;
import dev.quorate.scenario.fault.ScheduledFault;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.RatesParser;
import dev.quorate.scenario.parse.ScenarioException;
import dev.quorate.scenario.parse.ScenarioParser;
import dev.quorate.scenario.parse.ScenarioWriter;
import dev.quorate.simulation.Simulation;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.time.RandomStream;
import dev.quorate.time.RandomStreams;
import dev.quorate.trace.TraceSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One scenario that many seeds are run of, with what differs from seed to seed.
 *
 * <p>It can be written as text and read back, on another machine too; {@link #hash} tells whether two are the same.
 */
public final class Cell {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String name;
    private final Scenario scenario;
    private final Draw draw;
    private final Optional<FaultRates> profile;

    private Cell(String name, Scenario scenario, Draw draw, Optional<FaultRates> profile) {
        this.name = name;
        this.scenario = scenario;
        this.draw = draw;
        this.profile = profile;
    }

    /**
     * A cell.
     *
     * @throws ScenarioException when the profile does not fit the scenario's cluster
     */
    public static Cell of(String name, Scenario scenario, Draw draw) throws ScenarioException {
        Optional<FaultRates> profile = Optional.empty();
        if (draw.profile().isPresent()) {
            profile = Optional.of(
                    RatesParser.parseText("the fault profile", draw.profile().get(), scenario.topology()));
        }
        return new Cell(name, scenario, draw, profile);
    }

    public String name() {
        return name;
    }

    /** The scenario that the seeds' are made of. */
    public Scenario scenario() {
        return scenario;
    }

    public Draw draw() {
        return draw;
    }

    /** How many incidents a year brings, where a profile says so. */
    public Optional<Double> incidentsPerYear() {
        return profile.map(FaultRates::incidentsPerYear);
    }

    /** The scenario of a seed: a pure function of cell and seed. */
    public Scenario scenario(long seed) {
        RandomStreams streams = new RandomStreams(seed);
        Scenario cast = Casting.recast(scenario.withSeed(seed), draw.targets(), streams.stream("campaign/cast"));
        Scenario spread = Jitter.spread(cast, draw.jitter());
        List<ScheduledFault> timeline = new ArrayList<>(spread.timeline());
        profile.ifPresent(p -> timeline.addAll(p.draw(scenario.duration().dividedBy(2), streams)));
        if (draw.swarm() > 0) {
            timeline.addAll(swarm(streams.stream("campaign/swarm")));
        }
        return spread.withTimeline(distinct(timeline));
    }

    /** Faults of a random subset of kinds: what is left out lets the others be seen. */
    private List<ScheduledFault> swarm(RandomStream random) {
        List<dev.quorate.scenario.fault.FaultCatalog.Kind> some = new ArrayList<>();
        for (dev.quorate.scenario.fault.FaultCatalog.Kind kind : FaultPlans.kinds()) {
            if (random.chance(0.5)) {
                some.add(kind);
            }
        }
        Duration within = scenario.duration().dividedBy(2);
        return FaultPlans.draw(
                scenario.topology(), some.isEmpty() ? FaultPlans.kinds() : some, draw.swarm(), within, random);
    }

    private static List<ScheduledFault> distinct(List<ScheduledFault> timeline) {
        java.util.TreeSet<String> ids = new java.util.TreeSet<>();
        List<ScheduledFault> result = new ArrayList<>();
        for (ScheduledFault each : timeline) {
            String id = each.id();
            for (int n = 2; !ids.add(id); n++) {
                id = each.id() + "-" + n;
            }
            result.add(
                    new ScheduledFault(id, each.trigger(), each.think(), each.fault(), each.lasting(), each.mistake()));
        }
        return result;
    }

    /** Run a seed. */
    public RunRow run(int index, long seed, DrivenSystem system) {
        return RunRow.of(index, run(seed, system, record -> {}));
    }

    /** Run a seed; {@code listener} hears every record. */
    public RunOutcome run(long seed, DrivenSystem system, TraceSink listener) {
        Simulation simulation = Simulation.of(scenario(seed)).heals(draw.heals());
        Replication replication = Replication.of(simulation);
        return draw.endsEarly() ? replication.runUntilSteady(system, listener) : replication.run(system, listener);
    }

    /** How rows of this cell are folded. */
    public CampaignFold fold(Optional<Double> incidents) {
        List<CampaignFold.Expected> expected = new ArrayList<>();
        for (Expectation each : scenario.expectations()) {
            Optional<Range> share = each.wanted() instanceof Wanted.ViolatedIn in
                    ? Optional.of(new Range(in.fromRatio(), in.toRatio()))
                    : Optional.empty();
            expected.add(new CampaignFold.Expected(each.key(), each.wanted().words(), share));
        }
        return new CampaignFold(scenario.title(), draw.words(), expected, incidents);
    }

    /** The cell as text: everything that a run depends on, the seed apart. */
    public String text() {
        return Json.line(json -> {
            json.writeStartObject();
            json.writeStringField("name", name);
            json.writeStringField("scenario", ScenarioWriter.write(scenario));
            json.writeNumberField("jitterMicros", dev.quorate.time.SimTime.micros(draw.jitter()));
            json.writeStringField("targets", draw.targets().name());
            json.writeStringField("profile", draw.profile().orElse(""));
            json.writeNumberField("swarm", draw.swarm());
            json.writeBooleanField("heals", draw.heals());
            json.writeBooleanField("endsEarly", draw.endsEarly());
            json.writeEndObject();
        });
    }

    /**
     * Read a cell back.
     *
     * @throws IOException when the text is none, or its scenario is not valid here
     */
    public static Cell parse(String text) throws IOException {
        try {
            JsonNode json = MAPPER.readTree(text);
            String profile = json.path("profile").asText();
            Draw draw = new Draw(
                    dev.quorate.time.SimTime.span(json.path("jitterMicros").asLong()),
                    Draw.Targets.valueOf(json.path("targets").asText()),
                    profile.isEmpty() ? Optional.empty() : Optional.of(profile),
                    json.path("swarm").asInt(),
                    json.path("heals").asBoolean(),
                    json.path("endsEarly").asBoolean());
            Scenario scenario = ScenarioParser.parseText(
                            "scenario", json.path("scenario").asText(), ParseOptions.NONE)
                    .scenario();
            return of(json.path("name").asText(), scenario, draw);
        } catch (ScenarioException | IllegalArgumentException e) {
            throw new IOException("not a cell: " + e.getMessage(), e);
        }
    }

    /** SHA-256 of the text. */
    public String hash() {
        return sha256(text());
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
