package dev.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuntCommandTest {

    private final CommandLineBench quorate = new CommandLineBench();

    @Test
    void aFindIsShrunkSavedAndBreaksTheRuleAgain(@TempDir Path out) throws IOException {
        quorate.run(
                "hunt",
                "scenarios/clusters/three-masters.conf",
                "--set",
                "cluster.pacemaker.stonith-enabled=false",
                "--set",
                "cluster.pacemaker.no-quorum-policy=ignore",
                "--rule",
                "single-vip-holder",
                "--only",
                "partition,isolate",
                "--max",
                "3",
                "--within",
                "20s",
                "--runs",
                "4",
                "--finds",
                "1",
                "--out",
                out.toString());
        assertThat(quorate.code()).as(quorate.out() + quorate.err()).isEqualTo(1);
        assertThat(quorate.out())
                .contains("BROKEN  single-vip-holder", "none can be left out", "again:  quorate run")
                .contains("drawn", "missed");
        try (Stream<Path> files = Files.walk(out)) {
            List<Path> all = files.toList();
            assertThat(all).anyMatch(path -> path.endsWith("report.html"));
            Path saved = all.stream()
                    .filter(path -> path.getFileName().toString().startsWith("single-vip-holder-seed")
                            && path.toString().endsWith(".conf"))
                    .findFirst()
                    .orElseThrow();
            quorate.run("run", saved.toString(), "--out", out + "/again");
            assertThat(quorate.code()).as(quorate.out() + quorate.err()).isEqualTo(1);
            assertThat(quorate.out()).contains("BROKEN  single-vip-holder");
        }
    }

    @Test
    void mistakesOfTheCommandLineAreTold() {
        assertThat(quorate.run("hunt", "scenarios/node-outage.conf", "--without", "puase")
                        .code())
                .isEqualTo(2);
        assertThat(quorate.err()).contains("'puase'").doesNotContain("\tat ");
        assertThat(quorate.run("hunt", "scenarios/node-outage.conf", "--rule", "no-such")
                        .code())
                .isEqualTo(2);
        assertThat(quorate.err()).contains("'no-such' is no rule");
        assertThat(quorate.run("hunt", "scenarios/node-outage.conf", "--for", "soon")
                        .code())
                .isEqualTo(2);
        assertThat(quorate.run("hunt", "scenarios/node-outage.conf", "--runs", "0")
                        .code())
                .isEqualTo(2);
    }
}
