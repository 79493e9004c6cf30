package dev.quorate.scenario.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quorate.golden.Golden;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads when a scenario is wrong. */
class ProblemsGoldenTest {

    private static final Path FOLDER = Path.of("src/test/resources/scenarios");
    private static final ParseOptions OPTIONS = ParseOptions.NONE.expectationNames(
            List.of("single-vip-holder", "single-acting-leader", "recovers-within", "duplicate-leader-time"));

    @Test
    void problemsAreSaidInOneGoWithPlaceAndSuggestion() {
        Golden.check("scenario-problems.txt", command -> problems(FOLDER.resolve(command.strip())));
    }

    @Test
    void problemsOfTimelinesAreSaidAtTheirPlace() {
        Golden.check("timeline-problems.txt", ProblemsGoldenTest::problemsOfText);
    }

    @Test
    void fiveMistakesAreExactlyFiveProblems() {
        ScenarioException thrown = catchThrowableOfType(
                ScenarioException.class, () -> ScenarioParser.parse(FOLDER.resolve("five-mistakes.conf"), OPTIONS));
        assertThat(thrown.problems()).hasSize(5).allSatisfy(problem -> {
            assertThat(problem.line()).isPositive();
            assertThat(problem.column()).isPositive();
            assertThat(problem.file()).endsWith("five-mistakes.conf");
        });
    }

    private static String problems(Path file) {
        try {
            return "valid: " + ScenarioParser.parse(file, OPTIONS).scenario().title();
        } catch (ScenarioException e) {
            return ScenarioException.render(e.problems()).replace(FOLDER + "/", "");
        }
    }

    private static String problemsOfText(String items) {
        String text = "title = t, duration = 3m\ncluster.masters = [{ name = m1, service = 10.0.0.1 },"
                + " { name = m2, service = 10.0.0.2 }, { name = m3, service = 10.0.0.3 }]\ntimeline = [\n" + items
                + "\n]\n";
        try {
            return ScenarioParser.parseText("t.conf", text, OPTIONS).scenario().timeline().stream()
                    .map(ScenarioWriter::item)
                    .collect(Collectors.joining("\n"));
        } catch (ScenarioException e) {
            return e.problems().stream().map(ScenarioProblem::render).collect(Collectors.joining("\n"));
        }
    }

    @Test
    void aLargeFileIsRefusedUnread(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("large.conf");
        try (var channel = java.nio.channels.FileChannel.open(
                file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {'#'}), 100L << 20);
        }
        assertThat(messageOf(file)).isEqualTo("is larger than 1 MB, which no scenario file is");
    }

    @Test
    void whatIsNoScenarioIsSaidToBeNone(@TempDir Path folder) throws Exception {
        assertThat(messageOf(folder.resolve("missing.conf"))).isEqualTo("no such file");
        assertThat(messageOf(folder)).startsWith("is a directory");
        assertThat(messageOf(Files.createFile(folder.resolve("empty.conf")))).startsWith("is empty");
        Path rubbish = folder.resolve("rubbish.conf");
        Files.write(rubbish, new byte[] {0x7f, 'E', 'L', 'F', 0, 1, 2, (byte) 0xff});
        assertThat(messageOf(rubbish)).isEqualTo("is not a text file in UTF-8");
        Path deep = write(folder, "deep.conf", "a = " + "[".repeat(100_000));
        assertThat(messageOf(deep)).isEqualTo("is nested deeper than 50 levels");
        Path bomb = write(folder, "bomb.conf", bomb());
        assertThat(messageOf(bomb)).isEqualTo("has more than 16 substitutions");
        Path open = write(folder, "open.conf", "title = \"t\"\nduration = 3m\ncluster {\n");
        assertThat(messageOf(open)).startsWith("not valid HOCON: ");
    }

    @Test
    void anIncludeThatComesBackToItselfIsSaidAtItsLine(@TempDir Path folder) throws Exception {
        Path first = write(folder, "first.conf", "title = t\ninclude required(\"second.conf\")\n");
        write(folder, "second.conf", "include required(\"first.conf\")\n");
        assertThat(messageOf(first)).isEqualTo("includes itself: first.conf -> second.conf -> first.conf");
        Path self = write(folder, "self.conf", "include required(\"self.conf\")\n");
        assertThat(messageOf(self)).isEqualTo("includes itself: self.conf -> self.conf");
    }

    private static String bomb() {
        StringBuilder text = new StringBuilder("a0 = x\n");
        for (int i = 1; i <= 40; i++) {
            text.append("a")
                    .append(i)
                    .append(" = ${a")
                    .append(i - 1)
                    .append("}${a")
                    .append(i - 1)
                    .append("}\n");
        }
        return text.toString();
    }

    private static Path write(Path folder, String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    private static String messageOf(Path file) {
        ScenarioException thrown =
                catchThrowableOfType(ScenarioException.class, () -> ScenarioParser.parse(file, OPTIONS));
        return thrown.problems().get(0).message();
    }
}
