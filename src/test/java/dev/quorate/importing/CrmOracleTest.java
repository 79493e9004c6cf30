package dev.quorate.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quorate.model.pacemaker.cib.Cib;
import dev.quorate.model.pacemaker.scheduler.DrawnCib;
import dev.quorate.time.SimTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drawn CIBs decided by Quorate and by the real crm_simulate: what changes, every action, where everything runs.
 *
 * <p>Where crm_simulate is not installed (Debian: pacemaker-cli-utils), its recorded answers stand for it; {@code
 * -Dgolden.rewrite=true} records them anew.
 */
class CrmOracleTest {

    private static final String DATE = "2026-11-22T12:00:00Z";
    private static final SimTime NOW = SimTime.ofSeconds(DrawnCib.NOW_SECONDS);
    private static final Path RECORDED = Path.of("src/test/resources/crm_drawn/answers.txt");
    private static final int RECORDED_COUNT = 60;

    @TempDir
    private Path folder;

    @Test
    void agreesWithCrmSimulateOnDrawnCibs() throws Exception {
        compare(1_000, Integer.getInteger("crm.drawn", 25));
    }

    @Test
    @Tag("soak")
    void agreesWithCrmSimulateOnManyDrawnCibs() throws Exception {
        compare(2_000, Integer.getInteger("crm.drawn", 500));
    }

    @Test
    void agreesWithRecordedAnswers() throws Exception {
        Optional<Path> program = CrmSimulate.find();
        if (Boolean.getBoolean("golden.rewrite") && program.isPresent()) {
            record(program.get());
        }
        String recorded = Files.readString(RECORDED, StandardCharsets.UTF_8);
        StringBuilder ours = new StringBuilder();
        for (long seed = 0; seed < RECORDED_COUNT; seed++) {
            ours.append(block(seed, Verdict.ours(written(seed), NOW)));
        }
        assertThat(ours.toString()).isEqualTo(recorded);
    }

    private void record(Path program) throws Exception {
        StringBuilder text = new StringBuilder();
        for (long seed = 0; seed < RECORDED_COUNT; seed++) {
            text.append(block(seed, CrmSimulate.decide(program, file(seed), DATE)));
        }
        Files.createDirectories(RECORDED.getParent());
        Files.writeString(RECORDED, text.toString(), StandardCharsets.UTF_8);
    }

    private static String block(long seed, Verdict verdict) {
        return "seed " + seed + "\n" + verdict.text() + "\n";
    }

    private void compare(long firstSeed, int count) throws Exception {
        Optional<Path> program = CrmSimulate.find();
        assumeTrue(program.isPresent(), "crm_simulate is not installed (Debian package pacemaker-cli-utils)");
        List<String> differences = new ArrayList<>();
        for (long seed = firstSeed; seed < firstSeed + count; seed++) {
            Path file = file(seed);
            Verdict real = CrmSimulate.decide(program.get(), file, DATE);
            Verdict ours = Verdict.ours(CibXml.read(file).cib().orElseThrow(), NOW);
            if (!ours.equals(real)) {
                differences.add("seed " + seed + "\nreal:\n" + real.text() + "ours:\n" + ours.text());
            }
        }
        System.out.println("crm_simulate: " + (count - differences.size()) + " of " + count
                + " drawn CIBs decided alike (summary, actions, placement)");
        assertThat(differences).isEmpty();
    }

    private Path file(long seed) throws IOException {
        return Files.writeString(folder.resolve("drawn-" + seed + ".xml"), CibText.of(DrawnCib.of(seed)));
    }

    /** A drawn CIB by way of its XML, so that the reader is tested too. */
    private Cib written(long seed) throws IOException {
        CibXml read = CibXml.read(file(seed));
        assertThat(read.problems()).isEmpty();
        assertThat(read.unsupported()).isEmpty();
        return read.cib().orElseThrow();
    }
}
