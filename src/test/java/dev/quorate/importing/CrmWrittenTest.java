package dev.quorate.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.golden.Golden;
import dev.quorate.model.pacemaker.scheduler.PolicyNotation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * CIBs written for what drawn ones seldom show, decided as the real crm_simulate 2.1.5 decided them: golden text.
 *
 * <p>{@code -Dgolden.rewrite=true} records crm_simulate's answers where it is installed, never Quorate's.
 */
class CrmWrittenTest {

    @TempDir
    private Path folder;

    @TestFactory
    List<DynamicTest> decidesAsCrmSimulateDid() {
        return Golden.tests("crm-written.txt", this::answer);
    }

    private String answer(String lines) {
        try {
            Path file = Files.writeString(folder.resolve("written.xml"), CibText.of(PolicyNotation.cib(lines)));
            Verdict verdict;
            if (Boolean.getBoolean("golden.rewrite")) {
                String date = Instant.ofEpochSecond(PolicyNotation.NOW.micros() / 1_000_000)
                        .toString();
                verdict = CrmSimulate.decide(CrmSimulate.find().orElseThrow(), file, date);
            } else {
                CibXml read = CibXml.read(file);
                assertThat(read.problems()).isEmpty();
                verdict = Verdict.ours(read.cib().orElseThrow(), PolicyNotation.NOW);
            }
            return verdict.text().isEmpty() ? "nothing" : verdict.text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
