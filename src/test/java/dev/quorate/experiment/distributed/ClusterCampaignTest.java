package dev.quorate.experiment.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorate.experiment.Build;
import dev.quorate.experiment.Cell;
import dev.quorate.experiment.Crew;
import dev.quorate.experiment.Draw;
import dev.quorate.experiment.RunKey;
import dev.quorate.experiment.Study;
import dev.quorate.experiment.Threads;
import dev.quorate.outcome.RunRow;
import dev.quorate.scenario.Scenario;
import dev.quorate.scenario.parse.ParseOptions;
import dev.quorate.scenario.parse.ScenarioParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real Pekko cluster on loopback comes to what one thread comes to, whatever becomes of a worker. */
class ClusterCampaignTest {

    private static final int RUNS = 12;

    private final List<Thread> workers = new ArrayList<>();
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void stopWorkers() throws InterruptedException {
        workers.forEach(Thread::interrupt);
        for (Thread worker : workers) {
            worker.join(10_000);
        }
    }

    private static Study study() throws Exception {
        Scenario scenario = ScenarioParser.parse(
                        Path.of("scenarios/clock-rate-frontier.conf"),
                        ParseOptions.NONE.overrides(List.of("duration=30s", "timeline.slow.rate=0.7")))
                .scenario();
        return new Study(List.of(Cell.of("short", scenario, Draw.AS_WRITTEN)), scenario.seed());
    }

    private static List<RunKey> keys(Study study) {
        List<RunKey> keys = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            keys.add(new RunKey(0, study.firstSeed() + i));
        }
        return keys;
    }

    private static List<String> lines(Crew crew, Study study) throws Exception {
        TreeMap<Long, String> lines = new TreeMap<>();
        crew.run(
                study,
                keys(study),
                row -> assertThat(lines.put(row.seed(), row.line()))
                        .as("seed %s counts once", row.seed())
                        .isNull());
        return List.copyOf(lines.values());
    }

    private static Endpoint free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Endpoint("127.0.0.1", socket.getLocalPort());
        }
    }

    private void start(Endpoint listen, List<Endpoint> join, String build, Hand.Runner runner) {
        Worker worker = new Worker(listen, join, build, 1, runner, message -> said.add(listen + " " + message));
        Thread thread = new Thread(
                () -> {
                    try {
                        worker.serve();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "worker " + listen);
        thread.setDaemon(true);
        workers.add(thread);
        thread.start();
    }

    @Test
    void aWorkerThatHangsWhileItsHeartbeatsGoOnAndOneOfAnotherBuildChangeNothing() throws Exception {
        Study study = study();
        List<String> alone;
        try (Crew threads = new Threads(1)) {
            alone = lines(threads, study);
        }
        assertThat(alone).hasSize(RUNS);

        Endpoint good = free();
        Endpoint hung = free();
        Endpoint other = free();
        AtomicInteger begun = new AtomicInteger();
        start(good, List.of(), Build.text(), Cell::run);
        start(hung, List.of(good), Build.text(), (cell, index, seed, system) -> {
            if (begun.incrementAndGet() > 1) {
                await();
            }
            return cell.run(index, seed, system);
        });
        start(other, List.of(good), "0.0.1+000000000000", (cell, index, seed, system) -> {
            throw new IllegalStateException("a refused worker was given work");
        });
        List<String> told = new ArrayList<>();
        try (Crew crew = ClusterCrew.join(free(), good, Duration.ofSeconds(4), 2, told::add)) {
            assertThat(lines(crew, study)).isEqualTo(alone);
        }
        assertThat(told).anyMatch(m -> m.contains("worker " + good + " joined"));
        if (begun.get() > 1) {
            assertThat(told).anyMatch(m -> m.contains("handed out again"));
        }
        assertThat(told).anyMatch(m -> m.contains(other + " is refused: it is build 0.0.1+000000000000"));
        assertThat(said).anyMatch(m -> m.startsWith(other + " refused: it is build"));
    }

    private RunRow await() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("interrupted while it hung");
    }

    @Test
    void aWorkerThatReadsTheScenarioOtherwiseTakesNoWork() throws Exception {
        Cell cell = study().cells().get(0);
        BlockingQueue<Wire.ToCoordinator> heard = new LinkedBlockingQueue<>();
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.setup(context -> {
                    ActorRef<Wire.ToCoordinator> coordinator = context.spawn(
                            Behaviors.receive((inner, message) -> {
                                heard.add(message);
                                if (message instanceof Wire.Hello hello) {
                                    hello.worker()
                                            .tell(new Wire.Begin(
                                                    inner.getSelf(), "work", cell.text(), "of another scenario"));
                                }
                                return Behaviors.same();
                            }),
                            "coordinator");
                    context.getSystem().receptionist().tell(Receptionist.register(Coordinator.KEY, coordinator));
                    context.spawn(WorkerNode.create("other", Build.text(), 1, Cell::run, said::add), "worker");
                    return Behaviors.empty();
                }),
                "one");
        try {
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isInstanceOf(Wire.Hello.class);
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(new Wire.OtherHash("other", cell.hash()));
            assertThat(said).anyMatch(m -> m.startsWith("refused: this worker reads the campaign's scenario as "));
            assertThat(said).noneMatch(m -> m.contains("works for a campaign"));
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void withNobodyToJoinItSaysHowToStartAWorker() throws Exception {
        Endpoint nobody = free();
        assertThatThrownBy(() -> ClusterCrew.join(
                                free(), nobody, Duration.ofSeconds(4), 2, Duration.ofSeconds(2), said::add)
                        .close())
                .isInstanceOf(Crew.CrewException.class)
                .hasMessageContaining("quorate worker --listen " + nobody);
    }

    @Test
    void anAddressIsHostAndPort() {
        assertThat(Endpoint.parse("127.0.0.1:7001")).isEqualTo(new Endpoint("127.0.0.1", 7001));
        for (String bad : List.of("", "7001", ":7001", "host:", "host:x", "host:70000")) {
            assertThatThrownBy(() -> Endpoint.parse(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("HOST:PORT");
        }
    }
}
