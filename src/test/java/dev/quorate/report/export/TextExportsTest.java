package dev.quorate.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.quorate.report.ExportSamples;
import dev.quorate.report.RunReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The exports that are text: Mermaid and CSV, whatever hosts, components and faults are called. */
class TextExportsTest {

    private static final String NASTY = "=cmd|'/C calc'!A0,\"<script>alert(1)</script>\u0007\u202e\nend;#p9->>p0: x";

    @Test
    void aSequenceHasAParticipantForEachHostAndNothingElseThanItsGrammar() throws Exception {
        String text = MermaidSequence.of(ExportSamples.splitBrain()).orElseThrow();
        assertThat(text).startsWith("sequenceDiagram\n").contains("k8s-master01");
        assertThat(text.lines().skip(1))
                .hasSizeGreaterThan(5)
                .allMatch(line -> line.matches(
                        " {4}(participant p\\d+ as .+|p\\d+(->>|--x)p\\d+: .+|Note over p\\d+(,p\\d+)?: .+)"));
    }

    @Test
    void nastyTextStaysTextInASequence() {
        RunReport report = ExportSamples.nasty(NASTY);
        MermaidSequence.of(report).ifPresent(text -> {
            assertThat(text).doesNotContain("<script", "\u0007", "\u202e", "p9->>p0: x\n");
            assertThat(text.lines().skip(1))
                    .allMatch(line -> line.matches(
                            " {4}(participant p\\d+ as .+|p\\d+(->>|--x)p\\d+: .+|Note over p\\d+(,p\\d+)?: .+)"));
        });
    }

    @Test
    void everyEventIsALineOfCsvAndNoCellIsAFormula() throws Exception {
        for (RunReport report : List.of(ExportSamples.splitBrain(), ExportSamples.nasty(NASTY))) {
            List<CsvRecord> rows;
            try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(EventsCsv.of(report.trace()))) {
                rows = reader.stream().toList();
            }
            assertThat(rows).hasSize(report.trace().records().size() + 1);
            assertThat(rows).allSatisfy(row -> {
                assertThat(row.getFieldCount()).isEqualTo(8);
                assertThat(row.getFields())
                        .noneMatch(cell -> cell.startsWith("=") || cell.startsWith("+") || cell.startsWith("@"))
                        .allMatch(cell -> cell.chars().noneMatch(c -> c < 0x20 || c == 0x202e));
            });
        }
    }
}
