package dev.quorate.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quorate.model.pacemaker.scheduler.DrawnCib;
import dev.quorate.time.SimTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drawn CIBs decided by Quorate and by the real crm_simulate: what changes, every action, which waits for which, where
 * everything runs.
 *
 * <p>Where crm_simulate is not installed (Debian: pacemaker-cli-utils), {@link CrmRecordedTest} has answers of it.
 */
class CrmOracleTest {

    private static final String DATE = "2026-11-22T12:00:00Z";
    private static final SimTime NOW = SimTime.ofSeconds(DrawnCib.NOW_SECONDS);

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
                + " drawn CIBs decided alike (summary, actions, orders, placement)");
        assertThat(differences).isEmpty();
    }

    private Path file(long seed) throws IOException {
        return Files.writeString(folder.resolve("drawn-" + seed + ".xml"), CibText.of(DrawnCib.of(seed)));
    }
}
