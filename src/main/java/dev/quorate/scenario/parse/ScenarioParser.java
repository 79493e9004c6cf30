package dev.quorate.scenario.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigResolveOptions;
import dev.quorate.scenario.ClusterSettings;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.StartMode;
import dev.quorate.scenario.SteadyStart;
import dev.quorate.scenario.Topology;
import dev.quorate.scenario.expect.Expectation;
import dev.quorate.scenario.fault.ScheduledFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads scenario files, and reports every problem of all of them at once. */
public final class ScenarioParser {

    private static final List<String> ROLES = List.of("dc", "vip", "etcd", "leader");
    private static final String WARM_UP = "warm-up";

    private final Problems problems = new Problems();
    private final TreeMap<String, String> origins = new TreeMap<>();
    private final ParseOptions options;
    private final boolean clusterAlone;
    /** An include failed: what seems to be missing may stand there. */
    private boolean incomplete;

    private ScenarioParser(ParseOptions options, boolean clusterAlone) {
        this.options = options;
        this.clusterAlone = clusterAlone;
    }

    /** Read a scenario file. */
    public static ParsedScenario parse(Path file, ParseOptions options) throws ScenarioException {
        return new ScenarioParser(options, false).file(file);
    }

    /** Read a scenario file as it stands. */
    public static Scenario parse(Path file) throws ScenarioException {
        return parse(file, ParseOptions.NONE).scenario();
    }

    /** Read a file of which only the cluster matters, as those in {@code scenarios/clusters}: a calm scenario on it. */
    public static ParsedScenario parseCluster(Path file, ParseOptions options) throws ScenarioException {
        return new ScenarioParser(options, true).file(file);
    }

    /** Read a scenario from its text; it includes nothing. */
    public static ParsedScenario parseText(String name, String text, ParseOptions options) throws ScenarioException {
        ScenarioParser parser = new ScenarioParser(options, false);
        Optional<Config> config = Includes.parse(SourceFile.of(name, text), parser.problems);
        return parser.finish(config, List.of(name));
    }

    private ParsedScenario file(Path file) throws ScenarioException {
        Includes.Reading reading =
                new Includes.Reading(problems, options.clusterFile().orElse(null));
        Optional<Config> config = Includes.read(file.toString(), file, reading);
        Path cluster = options.clusterFile().orElse(null);
        if (cluster != null && config.isPresent() && !reading.clusterReplaced) {
            Config fallback =
                    Includes.read(cluster.toString(), cluster, reading).orElse(ConfigFactory.empty());
            config = config.map(own -> own.withFallback(fallback));
        }
        return finish(config, reading.files);
    }

    private ParsedScenario finish(Optional<Config> config, List<String> files) throws ScenarioException {
        if (config.isEmpty()) {
            problems.throwIfAny();
            throw new IllegalStateException("no scenario and no problem");
        }
        Optional<Config> resolved = resolve(config.get());
        if (resolved.isEmpty()) {
            problems.throwIfAny();
        }
        Config root = Overrides.apply(options.overrides(), resolved.orElse(config.get()), problems);
        Optional<Scenario> scenario = decode(new ObjectReader(root.root(), "", problems));
        problems.throwIfAny();
        return new ParsedScenario(scenario.orElseThrow(), origins, files);
    }

    private Optional<Config> resolve(Config root) {
        try {
            return Optional.of(root.resolve(ConfigResolveOptions.noSystem()));
        } catch (ConfigException e) {
            ConfigOrigin origin = e.origin() == null ? root.origin() : e.origin();
            String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
            problems.add(origin, "${", "substitution: " + message.replaceFirst("^.*?: \\d+: ", ""));
            return Optional.empty();
        }
    }

    private Optional<Scenario> decode(ObjectReader root) {
        incomplete = !problems.isEmpty();
        for (String key : root.keys()) {
            origins.put(key, root.originOf(key).description());
        }
        String title = required(root, "title", "calm");
        Duration duration = clusterAlone && !root.has("duration")
                ? Duration.ofMinutes(5)
                : root.has("duration")
                        ? root.duration("duration").orElse(Scenario.MAX_DURATION)
                        : missing(root, "duration", Scenario.MAX_DURATION);
        List<String> teaches = teaches(root);
        Optional<String> pair = root.text("pair");
        long seed = root.parsed("seed", long.class).map(Long.class::cast).orElse(1L);
        StartMode start =
                root.parsed("start", StartMode.class).map(StartMode.class::cast).orElse(StartMode.WARM);
        Topology topology = Topology.threeMasters();
        ClusterSettings settings = ClusterSettings.defaults();
        Optional<ObjectReader> cluster = root.object("cluster");
        if (cluster.isPresent()) {
            ClusterDecoder decoder = new ClusterDecoder(problems, origins);
            topology = decoder.topology(cluster.get());
            settings = decoder.settings(cluster.get(), topology);
            cluster.get().expectKnown(List.of("name"));
            cluster.get().rejectUnknown("setting");
        } else if (!incomplete && !root.has("cluster")) {
            problems.add(
                    root.origin(),
                    "",
                    "there is no cluster; begin the file with include required(\"clusters/three-masters.conf\")");
        }
        SteadyStart initial = initial(root, start, topology);
        List<ScheduledFault> timeline = timeline(root, topology, duration);
        List<Expectation> expectations = root.object("expect")
                .map(expect -> new ExpectDecoder(problems, options.expectationNames()).decode(expect))
                .orElse(List.of());
        root.rejectUnknown("key");
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return make(
                root, title, teaches, pair, duration, seed, start, initial, topology, settings, timeline, expectations);
    }

    private Optional<Scenario> make(
            ObjectReader root,
            String title,
            List<String> teaches,
            Optional<String> pair,
            Duration duration,
            long seed,
            StartMode start,
            SteadyStart initial,
            Topology topology,
            ClusterSettings settings,
            List<ScheduledFault> timeline,
            List<Expectation> expectations) {
        try {
            return Optional.of(new Scenario(
                    title, teaches, pair, duration, seed, start, initial, topology, settings, timeline, expectations));
        } catch (IllegalArgumentException e) {
            problems.add(root.originOf("duration"), "duration", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private String required(ObjectReader root, String key, String otherwise) {
        if (root.has(key)) {
            return root.text(key).orElse(otherwise);
        }
        return clusterAlone ? otherwise : missing(root, key, otherwise);
    }

    private <T> T missing(ObjectReader root, String key, T otherwise) {
        root.expectKnown(List.of(key));
        if (incomplete) {
            return otherwise;
        }
        String file = Problems.place(root.origin()).file();
        problems.add(ScenarioProblem.of(
                file,
                "'" + key + "' is missing; " + (key.equals("title") ? "title = \"...\"" : "duration = 3m")
                        + " would do"));
        return otherwise;
    }

    private List<String> teaches(ObjectReader root) {
        if (!root.has("teaches")) {
            root.expectKnown(List.of("teaches"));
            return List.of();
        }
        if (root.value("teaches").orElseThrow() instanceof com.typesafe.config.ConfigList) {
            return root.texts("teaches").orElse(List.of());
        }
        return root.text("teaches")
                .map(text -> text.strip().lines().map(String::strip).toList())
                .orElse(List.of());
    }

    private SteadyStart initial(ObjectReader root, StartMode start, Topology topology) {
        Optional<ObjectReader> initial = root.object("initial");
        if (initial.isEmpty()) {
            return SteadyStart.FREE;
        }
        if (start == StartMode.COLD) {
            root.complain("initial", "'initial' pins a warm start; with start = cold there is nothing to pin", "");
        }
        TreeMap<String, String> places = new TreeMap<>();
        for (String role : initial.get().keys()) {
            if (!ROLES.contains(role)) {
                continue;
            }
            if (initial.get().value(role).orElseThrow() instanceof ConfigObject) {
                ObjectReader inner = initial.get().object(role).orElseThrow();
                inner.keys().forEach(name -> place(inner, name, role + "." + name, topology, places));
            } else if (role.equals("leader")) {
                initial.get().complain(role, "'leader' needs a lease: leader.kube-scheduler = k8s-master01", "");
            } else {
                place(initial.get(), role, role, topology, places);
            }
        }
        Duration warmUp = initial.get().has(WARM_UP)
                ? initial.get().duration(WARM_UP).orElse(SteadyStart.WARM_UP)
                : SteadyStart.WARM_UP;
        initial.get().expectKnown(ROLES);
        initial.get().expectKnown(List.of(WARM_UP));
        initial.get().rejectUnknown("role");
        try {
            return new SteadyStart(places, warmUp);
        } catch (IllegalArgumentException e) {
            initial.get().complain(WARM_UP, String.valueOf(e.getMessage()), "");
            return new SteadyStart(places);
        }
    }

    private static void place(
            ObjectReader reader, String key, String role, Topology topology, Map<String, String> places) {
        Optional<String> host = reader.text(key);
        TreeSet<String> hosts = new TreeSet<>(topology.masterNames());
        topology.etcdNodes().forEach(node -> hosts.add(node.name()));
        if (host.isPresent() && !hosts.contains(host.get())) {
            reader.problems()
                    .add(
                            reader.originOf(key),
                            host.get(),
                            "node '" + host.get() + "' is not in the cluster (" + String.join(", ", hosts) + ")",
                            Suggestion.of(host.get(), hosts));
        } else {
            host.ifPresent(name -> places.put(role, name));
        }
    }

    private List<ScheduledFault> timeline(ObjectReader root, Topology topology, Duration duration) {
        if (!root.has("timeline")) {
            root.expectKnown(List.of("timeline"));
            return List.of();
        }
        List<ObjectReader> items = new ArrayList<>(root.objects("timeline"));
        for (ObjectReader item : items) {
            origins.put(item.path(), item.origin().description());
        }
        return new TimelineDecoder(problems, topology, duration).decode(items);
    }
}
