package io.sojourn.server.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.wire.Decoded;
import io.sojourn.ingest.wire.Decoder;
import io.sojourn.ingest.wire.Intake;
import io.sojourn.ingest.wire.Limits;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.ingest.wire.TrackItem;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.InMemoryEventLog;
import io.sojourn.store.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImportIntakeTest {

    private static final ProjectId PROJECT = new ProjectId(3);

    private final InMemoryEventLog log = InMemoryEventLog.keeping();
    private final ImportIntake intake = new ImportIntake(log, new Intake(Limits.DEFAULT));

    private ImportIntake.Taken take(RequestKind kind, String body, long line)
            throws InterruptedException {
        return intake.take(
                PROJECT,
                "shop.example",
                kind,
                body.getBytes(StandardCharsets.UTF_8),
                "src",
                line,
                5_000);
    }

    private List<LogRecord> records() throws InterruptedException {
        try (EventLog.Reader reader = log.read(1)) {
            return reader.next(1_000, Integer.MAX_VALUE, 0);
        }
    }

    private List<TrackItem> items() throws InterruptedException {
        List<TrackItem> items = new ArrayList<>();
        for (LogRecord record : records()) {
            for (Decoded decoded : Decoder.decode(record)) {
                items.add(((Decoded.Item) decoded).statement());
            }
        }
        return items;
    }

    @Test
    void everyActionOfAVisitIsAnItemWithAnIdOfItsLine() throws InterruptedException {
        ImportIntake.Taken taken =
                take(
                        RequestKind.IMPORT,
                        """

                        {"visitor":{"cookie":"c"},"actions":[{"name":"a","time":1},{"name":"b","time":2,"id":"own"}]}
                        """,
                        10);
        assertThat(taken).isEqualTo(new ImportIntake.Taken(2, List.of(), 1));
        assertThat(items())
                .extracting(TrackItem::name, TrackItem::eventId, TrackItem::time)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", "src:11:0", 1L),
                        org.assertj.core.groups.Tuple.tuple("b", "own", 2L));
    }

    @Test
    void whatCannotBeTakenIsNamedByItsLineAndTheRestIsTaken() throws InterruptedException {
        ImportIntake.Taken taken =
                take(
                        RequestKind.IMPORT,
                        """
                        {"visitor":{"cookie":"c"},"actions":[{"time":1}]}
                        no json
                        {"actions":[{"name":"a"}]}
                        {"visitor":{"email":"a@b.example"},"actions":[{"name":"a","time":7}]}
                        """,
                        1);
        assertThat(taken.accepted()).isEqualTo(1);
        assertThat(taken.rejected())
                .extracting(ImportIntake.Rejected::line, ImportIntake.Rejected::field)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, "actions[0].name"),
                        org.assertj.core.groups.Tuple.tuple(2L, ""),
                        org.assertj.core.groups.Tuple.tuple(3L, "visitor"));
    }

    @Test
    void aLargePieceBecomesSeveralRecords() throws InterruptedException {
        String line = "{\"event\":\"a\",\"time\":1,\"id\":\"u\"}\n";
        ImportIntake.Taken taken = take(RequestKind.BATCH, line.repeat(2_001), 1);
        assertThat(taken.accepted()).isEqualTo(2_001);
        assertThat(records())
                .extracting(record -> Decoder.decode(record).size())
                .containsExactly(1_000, 1_000, 1);
        assertThat(records()).allMatch(record -> record.received() == 5_000);
    }

    @Test
    void aPieceOfNothingNeedsNoRecord() throws InterruptedException {
        assertThat(take(RequestKind.IMPORT, "\n\n", 1))
                .isEqualTo(new ImportIntake.Taken(0, List.of(), 0));
        assertThat(records()).isEmpty();
    }
}
