package dev.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A frontier of two combinations, found, lost half-way and found again. */
class FrontierCommandTest {

    @TempDir
    private Path results;

    private final CommandLineBench quorate = new CommandLineBench();

    private CommandLineBench search(String... more) {
        List<String> line = new ArrayList<>(List.of(
                "campaign",
                "scenarios/clock-rate-frontier.conf",
                "--frontier",
                "timeline.slow.rate=0.5..1",
                "--vary",
                "cluster.kube-scheduler.leader-elect-retry-period=2s,3s",
                "--rule",
                "single-acting-leader.kube-scheduler",
                "--set",
                "cluster.workers=[]",
                "--set",
                "cluster.clients=[]",
                "--runs",
                "2",
                "--within",
                "25%",
                "--out",
                results.toString()));
        line.addAll(List.of(more));
        return quorate.run(line.toArray(new String[0]));
    }

    private Path folder(String suffix) throws IOException {
        try (Stream<Path> all = Files.list(results.resolve("clock-rate-frontier"))) {
            return all.filter(each -> each.getFileName().toString().matches("frontier-[0-9a-f]{10}" + suffix))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void whatAKilledSearchFoundIsNotSearchedAgainAndTheEndIsTheSame() throws IOException {
        assertThat(search().code()).as(quorate.err()).isZero();
        assertThat(quorate.out()).contains("starts to break", "retry-period", "expected");
        Path done = folder("");
        String log = Files.readString(done.resolve("frontier.jsonl"));
        String summary = Files.readString(done.resolve("summary.json"));
        assertThat(log.lines()).hasSize(3);

        // killed while it wrote the second frontier
        Path partial = done.resolveSibling(done.getFileName() + ".partial");
        Files.move(done, partial);
        Files.writeString(partial.resolve("frontier.jsonl"), log.substring(0, log.length() - 7));
        assertThat(search().code()).isEqualTo(2);
        assertThat(quorate.err()).contains("holds", "--resume goes on with it", "--fresh begins anew");
        assertThat(search("--resume").code()).as(quorate.err()).isZero();
        assertThat(folder("").resolve("frontier.jsonl")).hasContent(log);
        assertThat(folder("").resolve("summary.json")).hasContent(summary);
    }

    @Test
    void aSpanThatIsNoneIsTold() {
        assertThat(quorate.run(
                                "campaign",
                                "scenarios/clock-rate-frontier.conf",
                                "--frontier",
                                "timeline.slow.rate=slow")
                        .code())
                .isEqualTo(2);
        assertThat(quorate.err()).contains("--frontier takes PATH=A..B");
    }
}
