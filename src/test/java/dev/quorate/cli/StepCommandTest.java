package dev.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stepping, in a process of its own at a terminal, as a person would do it. */
class StepCommandTest {

    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @Test
    void whatAPersonDidAtATerminalIsSavedAndRunsAgain(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(SCRIPT), "script(1) is not installed");
        Path saved = folder.resolve("mine.conf");
        String screen = terminal(
                folder,
                "step scenarios/leader-killed.conf",
                "to 15s",
                "inject partition = [[k8s-master01], [k8s-master02, k8s-master03]], for = 40s",
                "why",
                "back 10s",
                "frobnicate",
                "save " + saved,
                "quit");
        assertThat(screen)
                .contains("partition of both networks", "back at 5.001s", "by-hand-1 comes again", "saved " + saved)
                .contains("what is 'frobnicate'?")
                .contains("5.001s>");
        CommandLineBench quorate = new CommandLineBench();
        quorate.run("run", saved.toString(), "--out", folder.resolve("once").toString(), "--json");
        assertThat(quorate.out()).contains("traceSha256");
        String first = quorate.out().replaceAll("(?s).*\"traceSha256\" ?: ?\"([0-9a-f]+)\".*", "$1");
        String second = terminal(folder, "step " + saved, "end", "save " + folder.resolve("again.conf"), "quit");
        assertThat(second).contains("(the end)>", "the run ended");
        quorate.run(
                "run",
                folder.resolve("again.conf").toString(),
                "--out",
                folder.resolve("twice").toString(),
                "--json");
        assertThat(quorate.out()).contains(first);
    }

    /** Run a command at a pseudo terminal and type these lines; answers with what was on the screen. */
    private static String terminal(Path folder, String command, String... lines) throws Exception {
        Path screen = folder.resolve("screen.txt");
        String java = ProcessHandle.current().info().command().orElse("java");
        List<String> words = List.of(java, "-XX:TieredStopAtLevel=1", "-cp", classPath(), "dev.quorate.cli.Main");
        Process process = new ProcessBuilder(
                        SCRIPT.toString(), "-qec", String.join(" ", words) + " " + command, "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(screen.toFile())
                .start();
        try (Writer keyboard = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)) {
            for (String line : lines) {
                keyboard.write(line + "\n");
            }
        }
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(screen);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    /** What this test runs on: test runners hand it to a class loader of their own. */
    private static String classPath() {
        if (Main.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
