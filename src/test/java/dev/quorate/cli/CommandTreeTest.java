package dev.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandTreeTest {

    private final CommandLineBench quorate = new CommandLineBench();

    @TestFactory
    Stream<DynamicTest> everyVerbExplainsItself() {
        CommandLine tree = CommandTree.create(Console.system());
        return tree.getSubcommands().keySet().stream()
                .map(verb -> DynamicTest.dynamicTest(verb, () -> {
                    assertThat(new CommandLineBench().run(verb, "--help").out())
                            .contains("Usage: quorate " + verb)
                            .contains("--help");
                }));
    }

    @Test
    void withoutAVerbItShowsItsHelp() {
        assertThat(quorate.run().code()).isZero();
        assertThat(quorate.out()).contains("Usage: quorate", "list", "doctor");
    }

    @Test
    void aMisspeltVerbGetsASuggestionOnStandardErrorAndExitCodeTwo() {
        assertThat(quorate.run("lst").code()).isEqualTo(2);
        assertThat(quorate.out()).isEmpty();
        assertThat(quorate.err()).contains("list").doesNotContain("\tat ");
    }

    @Test
    void everySettingIsListedWithDefaultAndSource() {
        assertThat(quorate.run("list", "settings").code()).isZero();
        assertThat(quorate.out())
                .contains("cluster.host.systemd.DefaultRestartSec = 100ms   [time]")
                .contains("source: systemd-system.conf(5)");
    }

    @Test
    void everyFaultIsListedWithAnExample() throws IOException {
        assertThat(quorate.run("list", "faults", "--json").code()).isZero();
        JsonNode faults = new ObjectMapper().readTree(quorate.out());
        assertThat(faults).isNotEmpty().allSatisfy(fault -> {
            assertThat(fault.get("fault").asText()).isNotEmpty();
            assertThat(fault.get("example").asText()).isNotEmpty();
        });
    }

    @Test
    void aWordThatMatchesNothingIsAnError() {
        assertThat(quorate.run("list", "settings", "no-such-setting").code()).isEqualTo(2);
        assertThat(quorate.err()).contains("no settings hold 'no-such-setting'");
    }

    @Test
    void metricsAreDefinedOnOnePage() {
        assertThat(quorate.run("help", "metrics").code()).isZero();
        assertThat(quorate.out()).contains("duplicate-leader-time", "recovery.total");
    }

    @Test
    void bundledScenariosAreValid() {
        assertThat(quorate.run("check", "scenarios", "scenarios/clusters").code())
                .as(quorate.err())
                .isZero();
        assertThat(quorate.run("list", "scenarios").out()).contains("scenarios/node-outage.conf");
    }

    @Test
    void everyProblemOfEveryFileIsToldAtOnce(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.conf"), "title = a\nduration = 30\nfrobnicate = 1\n");
        Files.writeString(folder.resolve("b.conf"), "");
        assertThat(quorate.run("check", folder.toString(), folder + "/missing.conf")
                        .code())
                .isEqualTo(2);
        assertThat(quorate.out()).isEmpty();
        assertThat(quorate.err())
                .contains("a.conf:2", "a.conf:3", "b.conf", "missing.conf: no such file", "problems; nothing was run")
                .doesNotContain("\tat ");
    }

    @Test
    void aDirectoryWithoutScenariosIsAnError(@TempDir Path folder) {
        assertThat(quorate.run("check", folder.toString()).code()).isEqualTo(2);
        assertThat(quorate.err()).contains("no scenario in this directory");
    }

    @Test
    void completionKnowsTheVerbs() {
        assertThat(quorate.run("completion", "bash").out()).contains("complete -F", "doctor");
        assertThat(quorate.run("completion", "zsh").out()).startsWith("autoload");
    }
}
