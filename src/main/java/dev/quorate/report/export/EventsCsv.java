package dev.quorate.report.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.quorate.report.TextStyle;
import dev.quorate.trace.EventId;
import dev.quorate.trace.Trace;
import dev.quorate.trace.TraceRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Every event as a line of CSV: instants in integer microseconds, causes by number. */
public final class EventsCsv {

    private EventsCsv() {}

    public static String of(Trace trace) {
        StringWriter out = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out)) {
            csv.writeRecord("seq", "atMicros", "host", "component", "kind", "what", "causes", "because");
            for (TraceRecord record : trace.records()) {
                csv.writeRecord(
                        Long.toString(record.id().seq()),
                        Long.toString(record.at().micros()),
                        cell(record.host()),
                        cell(record.component()),
                        record.event().kind(),
                        cell(record.event().describe()),
                        causes(record),
                        cell(String.join(" ", record.because())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes every write", e);
        }
        return out.toString();
    }

    private static String causes(TraceRecord record) {
        List<String> causes = new ArrayList<>();
        for (EventId cause : record.causes()) {
            causes.add(Long.toString(cause.seq()));
        }
        return String.join(" ", causes);
    }

    /** Text that a spreadsheet takes for text: no control characters, and no formula (OWASP, CSV injection). */
    private static String cell(String text) {
        String harmless = TextStyle.harmless(text);
        return !harmless.isEmpty() && "=+-@".indexOf(harmless.charAt(0)) >= 0 ? "'" + harmless : harmless;
    }
}
