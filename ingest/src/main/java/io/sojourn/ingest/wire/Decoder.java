package io.sojourn.ingest.wire;

import io.sojourn.store.log.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads log records of tracking requests, batches and imports. Reads the record and nothing else, so that the same
/// record always says the same; limits were enforced when it was admitted.
public final class Decoder {

    private Decoder() {}

    /// What the record states, one entry an item, numbered from 0.
    ///
    /// @throws IllegalArgumentException for a command or an unknown kind, which are not for this reader
    public static List<Decoded> decode(LogRecord record) {
        RequestKind kind = kind(record);
        return RawRequest.decode(record.payload())
                .map(request -> decode(kind, request))
                .orElseGet(
                        () ->
                                List.of(
                                        new Decoded.Refused(
                                                0,
                                                "",
                                                Reason.MALFORMED_BODY,
                                                "",
                                                "log payload cannot be read")));
    }

    /// What a request states, one entry an item, numbered from 0.
    public static List<Decoded> decode(RequestKind kind, RawRequest request) {
        if (kind == RequestKind.REQUEST) {
            return List.of(Statements.ofRequest(request, new TrackReader(request, Limits.NONE)));
        }
        List<byte[]> lines = request.lines();
        List<Decoded> decoded = new ArrayList<>(lines.size());
        for (int item = 0; item < lines.size(); item++) {
            decoded.add(Statements.ofLine(kind, request, lines.get(item), item, Limits.NONE));
        }
        return decoded;
    }

    /// Payload of a record of the same kind that states this item alone.
    ///
    /// @param item as [#decode] numbered it
    public static byte[] single(LogRecord record, int item) {
        RequestKind kind = kind(record);
        Optional<RawRequest> request = RawRequest.decode(record.payload());
        if (kind == RequestKind.REQUEST || request.isEmpty()) {
            return record.payload();
        }
        List<byte[]> lines = request.get().lines();
        return request.get().withLines(request.get().project(), List.of(lines.get(item))).encode();
    }

    private static RequestKind kind(LogRecord record) {
        RequestKind kind =
                RequestKind.of(record.kind())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "unknown kind "
                                                        + record.kind()
                                                        + " at position "
                                                        + record.position()));
        if (kind == RequestKind.COMMAND) {
            throw new IllegalArgumentException(
                    "a command at position " + record.position() + " is no request");
        }
        return kind;
    }
}
