package io.sojourn.server.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvTest {

    private static CsvRecords records(byte[] file) {
        return new CsvRecords(new FileLines(new ByteArrayInputStream(file)), ',');
    }

    /// One text a record: line and cells, or line and flaw.
    private static List<String> read(String file) throws IOException {
        return read(file.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> read(byte[] file) throws IOException {
        CsvRecords records = records(file);
        List<String> all = new ArrayList<>();
        for (Optional<CsvRecords.Cells> next = records.next();
                next.isPresent();
                next = records.next()) {
            CsvRecords.Cells cells = next.get();
            all.add(
                    cells.line()
                            + (cells.flaw().isEmpty() ? " " + cells.cells() : "! " + cells.flaw()));
        }
        return all;
    }

    private static List<String> rows(String header, String... rows) throws IOException {
        String file = header + "\n" + String.join("\n", rows) + "\n";
        CsvRecords records = records(file.getBytes(StandardCharsets.UTF_8));
        CsvMapping mapping = CsvMapping.of(records.next().orElseThrow().cells(), List.of());
        CsvRows csv = new CsvRows(records, mapping, "src");
        List<String> all = new ArrayList<>();
        for (Optional<ImportRows.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
            all.add(
                    switch (row.get()) {
                        case ImportRows.Row.Item item ->
                                new String(item.json(), StandardCharsets.UTF_8);
                        case ImportRows.Row.Unreadable bad -> bad.line() + "! " + bad.message();
                    });
        }
        return all;
    }

    @Test
    void quotedCellsMayHoldSeparatorsQuotesAndLineEnds() throws IOException {
        assertThat(read("a,\"b,\"\"c\"\"\",d\r\n\r\n\"two\nlines\",e\n"))
                .containsExactly("1 [a, b,\"c\", d]", "3 [two\nlines, e]");
    }

    @Test
    void aQuoteThatIsNeverClosedCostsItsOwnLineOnly() throws IOException {
        List<String> read = read("a,b\nc,\"d\ne,f\ng,h\n");
        assertThat(read).hasSize(4);
        assertThat(read.get(1)).isEqualTo("2! quote is not closed");
        assertThat(read.subList(2, 4)).containsExactly("3 [e, f]", "4 [g, h]");
    }

    @Test
    void aQuoteWithinACellIsText() throws IOException {
        assertThat(read("5\" pipe,a\nb,c\n")).containsExactly("1 [5\" pipe, a]", "2 [b, c]");
    }

    @Test
    void aLineThatIsNoUtf8IsNamed() throws IOException {
        byte[] file = "a,b\nx,\u00e9\nc,d\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(read(file)).containsExactly("1 [a, b]", "2! line is not UTF-8 text", "3 [c, d]");
    }

    @Test
    void controlCharactersAndNulAreKept() throws IOException {
        assertThat(read("a\u0000b,\u0007\n")).containsExactly("1 [a\u0000b, \u0007]");
    }

    @Test
    void theSeparatorIsTheOneTheHeaderHasMostOf() {
        assertThat(CsvRecords.separator("event;time;\"a,b,c,d\"")).isEqualTo(';');
        assertThat(CsvRecords.separator("event\ttime")).isEqualTo('\t');
        assertThat(CsvRecords.separator("event")).isEqualTo(',');
    }

    @Test
    void commonHeadersAreMappedByThemselves() {
        CsvMapping mapping =
                CsvMapping.of(
                        List.of("Event", "name", "Time Stamp", "user_id", "E-Mail", "price"),
                        List.of());
        assertThat(mapping.targets())
                .containsExactly("name", "event.name", "time", "id", "email", "event.price");
    }

    @Test
    void whatIsSaidGoesBeforeWhatIsGuessed() {
        CsvMapping mapping =
                CsvMapping.of(
                        List.of("event", "what", "timestamp", "user", "plan", "event"),
                        List.of("what=name", "plan=person.plan", "event=-"));
        assertThat(mapping.columns()).endsWith("event 2");
        assertThat(mapping.targets())
                .containsExactly("-", "name", "time", "id", "person.plan", "event.event 2");
    }

    @Test
    void everythingThatIsWrongWithAMappingIsSaidAtOnce() {
        assertThatThrownBy(
                        () -> CsvMapping.of(List.of("a", "b"), List.of("c=name", "a=nobody", "b")))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problems()).hasSize(6))
                .hasMessageContaining("there is no column c")
                .hasMessageContaining("tells when it happened");
    }

    @Test
    void aRowBecomesAnItemWithAnIdOfItsLine() throws IOException {
        assertThat(
                        rows(
                                "event,timestamp,user_id,plan",
                                "buy,2024-01-04T11:45:38Z,u1,",
                                "say \"hi\",1704368738,u2,gold"))
                .containsExactly(
                        "{\"event\":\"buy\",\"time\":1704368738000,\"id\":\"u1\","
                                + "\"event_id\":\"src:2\"}",
                        "{\"event\":\"say \\\"hi\\\"\",\"time\":1704368738000,\"id\":\"u2\","
                                + "\"event_id\":\"src:3\",\"properties\":{\"plan\":\"gold\"}}");
    }

    @Test
    void aRowWithMoreCellsThanTheHeaderIsRejected() throws IOException {
        assertThat(rows("event,time,user", "a,1704368738,u,x", "b,1704368738,u,,"))
                .element(0)
                .isEqualTo("2! row has 4 cells, the header has 3");
    }

    @Test
    void timesAreReadInTheirCommonForms() {
        long noon = 1_772_366_400_000L;
        for (String text :
                List.of(
                        "2026-03-01T12:00:00Z",
                        "2026-03-01 12:00:00",
                        "2026-03-01 12:00",
                        "2026-03-01T13:00:00+01:00",
                        "2026-03-01 12:00:00 UTC",
                        "2026-03-01 14:00:00.000 +0200",
                        "1772366400",
                        "1772366400.0",
                        " 1772366400000 ")) {
            assertThat(CsvTimes.json(text)).as(text).isEqualTo(Long.toString(noon));
        }
        assertThat(CsvTimes.json("2026-03-01")).isEqualTo("1772323200000");
        assertThat(CsvTimes.json("yesterday")).isEqualTo("\"yesterday\"");
        assertThat(CsvTimes.json("2026-02-30 12:00")).isEqualTo("\"2026-02-30 12:00\"");
    }
}
