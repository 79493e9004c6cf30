package dev.quorate.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

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
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the real crm_simulate 2.1.5 answered for drawn CIBs, answered by Quorate.
 *
 * <p>{@code -Dgolden.rewrite=true} records crm_simulate's answers anew where it is installed, never Quorate's.
 */
class CrmRecordedTest {

    private static final String DATE = "2026-11-22T12:00:00Z";
    private static final SimTime NOW = SimTime.ofSeconds(DrawnCib.NOW_SECONDS);
    private static final Path RECORDED = Path.of("src/test/resources/crm_drawn/answers.txt");

    /** The first sixty, and sixty out of 3,000 that show what those do not: other changes, orders, reasons, problems. */
    private static final List<Long> SEEDS = LongStream.concat(
                    LongStream.range(0, 60),
                    LongStream.of(
                            2004, 2042, 2077, 2082, 2089, 2109, 2125, 2182, 2197, 2201, 2208, 2209, 2217, 2220, 2277,
                            2309, 2388, 2414, 2456, 2471, 2515, 2560, 2570, 2578, 2599, 2649, 2778, 2851, 2976, 2998,
                            3131, 3199, 3225, 3232, 3234, 3248, 3338, 3353, 3392, 3421, 3425, 3471, 3475, 3525, 3637,
                            3694, 3753, 3762, 3872, 3900, 4060, 4072, 4158, 4318, 4321, 4404, 4435, 4520, 4662, 4782))
            .boxed()
            .toList();

    @TempDir
    private Path folder;

    @TestFactory
    List<DynamicTest> agreesWithRecordedAnswers() throws Exception {
        Optional<Path> program = CrmSimulate.find();
        if (Boolean.getBoolean("golden.rewrite") && program.isPresent()) {
            record(program.get());
        }
        String[] recorded = Files.readString(RECORDED, StandardCharsets.UTF_8).split("(?<=\n)\n");
        assertThat(recorded).hasSize(SEEDS.size());
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < recorded.length; i++) {
            long seed = SEEDS.get(i);
            String answer = recorded[i];
            tests.add(dynamicTest(
                    "seed " + seed,
                    () -> assertThat(text(seed, Verdict.ours(written(seed), NOW)))
                            .isEqualTo(answer)));
        }
        return tests;
    }

    private void record(Path program) throws Exception {
        StringBuilder text = new StringBuilder();
        for (long seed : SEEDS) {
            text.append(text(seed, CrmSimulate.decide(program, file(seed), DATE)))
                    .append('\n');
        }
        Files.createDirectories(RECORDED.getParent());
        Files.writeString(RECORDED, text.toString(), StandardCharsets.UTF_8);
    }

    private static String text(long seed, Verdict verdict) {
        return "seed " + seed + "\n" + verdict.text();
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
