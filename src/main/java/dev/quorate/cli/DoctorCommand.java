package dev.quorate.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks at this machine: what Quorate needs, and what it found. */
@Command(name = "doctor", header = "Look at JDK, fonts, locale, disk and versions on this machine.")
final class DoctorCommand implements Callable<Integer> {

    private static final long DISK_NEEDED_MB = 200;

    /** One thing looked at. */
    private record Finding(String level, String what, String found) {}

    private final Console console;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    private final List<Finding> findings = new ArrayList<>();

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        add("ok", "quorate", QuorateCommand.Version.text());
        java();
        add(
                "ok",
                "processors",
                Runtime.getRuntime().availableProcessors() + ", heap at most "
                        + Runtime.getRuntime().maxMemory() / (1 << 20) + " MB");
        add(
                "ok",
                "locale",
                Locale.getDefault() + ", time zone " + TimeZone.getDefault().getID() + " (neither changes a result)");
        add(
                console.isUnicode() ? "ok" : "note",
                "charset",
                "stdout " + console.charset() + ", files " + Charset.defaultCharset()
                        + (console.isUnicode() ? "" : ": plain ASCII will be printed"));
        font();
        disk();
        for (String library : List.of("pekko-actor-typed", "config", "jfreechart", "batik-svggen", "picocli")) {
            library(library);
        }
        tool("crm_simulate", "tests compare Pacemaker's decisions with the real ones");
        print();
        return findings.stream().anyMatch(f -> f.level().equals("bad")) ? ExitCode.FINDING : ExitCode.OK;
    }

    private void java() {
        int feature = Runtime.version().feature();
        add(
                feature >= 17 ? "ok" : "bad",
                "java",
                Runtime.version() + " of " + System.getProperty("java.vendor") + " in "
                        + System.getProperty("java.home"));
    }

    private void font() {
        boolean bundled = DoctorCommand.class.getResource("/dev/quorate/report/fonts/DejaVuSans.ttf") != null;
        add(
                bundled ? "ok" : "note",
                "fonts",
                bundled ? "DejaVu Sans is bundled: charts need none of the system's" : "the system's fonts are used");
    }

    private void disk() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path results = Files.isDirectory(here.resolve("results")) ? here.resolve("results") : here;
        FileStore store = Files.getFileStore(results);
        long freeMb = store.getUsableSpace() / (1 << 20);
        boolean good = Files.isWritable(results) && freeMb >= DISK_NEEDED_MB;
        add(
                good ? "ok" : "bad",
                "results",
                results + (Files.isWritable(results) ? " is writable, " : " is not writable, ") + freeMb + " MB free");
    }

    private void library(String name) {
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
            String jars = entry.endsWith("quorate.jar") ? entry.replaceFirst("quorate\\.jar$", "lib") : "";
            File[] files = jars.isEmpty() ? new File[] {new File(entry)} : new File(jars).listFiles();
            for (File file : files == null ? new File[0] : files) {
                if (file.getName().matches(name + "[_-][0-9].*\\.jar")) {
                    add("ok", name, file.getName().replaceFirst("^.*-([0-9][^-]*)\\.jar$", "$1"));
                    return;
                }
            }
        }
        add("bad", name, "is missing from the class path");
    }

    private void tool(String name, String use) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path path = Path.of(folder, name);
            if (Files.isExecutable(path)) {
                add("ok", name, path + ": " + use);
                return;
            }
        }
        add("note", name, "not on PATH; with it, " + use);
    }

    private void add(String level, String what, String found) {
        findings.add(new Finding(level, what, found));
    }

    private void print() throws IOException {
        if (output.isJson()) {
            List<Map<String, Object>> json = new ArrayList<>();
            for (Finding finding : findings) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("what", finding.what());
                one.put("level", finding.level());
                one.put("found", finding.found());
                json.add(one);
            }
            JsonOut.print(console.out(), json);
            return;
        }
        Table table = new Table();
        findings.forEach(f -> table.row(f.level(), f.what(), f.found()));
        table.print(console.out());
    }
}
