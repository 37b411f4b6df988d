package io.sojourn.ingest;

import io.sojourn.core.project.ProjectSettings;
import io.sojourn.ingest.Prepared.Statement;
import io.sojourn.ingest.enrich.Enriched;
import io.sojourn.ingest.enrich.Enricher;
import io.sojourn.ingest.wire.Decoded;
import io.sojourn.ingest.wire.Decoder;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.ingest.wire.TrackItem;
import io.sojourn.store.log.LogRecord;
import io.sojourn.store.people.IdHash;
import java.util.List;
import java.util.Optional;

/// The steps of ingest that need a record and the project's settings and nothing else: decoding, enriching, reading
/// who is meant. Thread-safe, so that they are done ahead.
final class Preparation {

    private final Enricher enricher;

    Preparation(Enricher enricher) {
        this.enricher = enricher;
    }

    /// @throws IllegalStateException for a record of unknown kind or form
    Prepared prepare(LogRecord record, ProjectSettings settings) {
        RequestKind kind =
                RequestKind.of(record.kind())
                        .orElseThrow(() -> new IllegalStateException("unknown kind: " + record));
        if (kind == RequestKind.COMMAND) {
            return new Prepared.Plain(record);
        }
        RawRequest request =
                RawRequest.decode(record.payload())
                        .orElseThrow(
                                () -> new IllegalStateException("unreadable payload: " + record));
        List<Statement> statements =
                Decoder.decode(kind, request).stream()
                        .map(decoded -> statement(request, decoded, settings))
                        .toList();
        return new Prepared.Request(record, request, settings, statements);
    }

    private Statement statement(RawRequest request, Decoded decoded, ProjectSettings settings) {
        return switch (decoded) {
            case Decoded.Refused refused -> new Statement.Refused(refused);
            case Decoded.Item(int number, TrackItem sent) -> {
                TrackItem item = ownAddress(request, sent, settings);
                yield new Statement.Item(
                        number,
                        item,
                        Identifiers.of(item, settings.identity()),
                        ownId(request, number, item),
                        item.kind() == TrackItem.Kind.EVENT
                                ? enricher.enrich(item, settings, List.of(item.envelope().domain()))
                                : Enriched.NOTHING);
            }
        };
    }

    /// Where a browser may not speak for another address, the connection's counts.
    private static TrackItem ownAddress(
            RawRequest request, TrackItem item, ProjectSettings settings) {
        boolean browser = item.envelope().app().equals("js-client");
        return browser && item.envelope().addressSent() && !settings.ip().browserMaySet()
                ? item.fromAddress(request.address())
                : item;
    }

    /// The sender's id of the event; one that is replayed without gets its own, so that it cannot be doubled.
    private static Optional<IdHash> ownId(RawRequest request, int number, TrackItem item) {
        if (!item.eventId().isEmpty()) {
            return Optional.of(IdHash.of(item.eventId()));
        }
        return request.replayOf() == 0 || item.kind() != TrackItem.Kind.EVENT
                ? Optional.empty()
                : Optional.of(IdHash.of("replay " + request.replayOf() + " " + number));
    }
}
