package io.sojourn.server.api;

import io.sojourn.core.project.ProjectId;
import io.sojourn.core.project.ProjectSettings.IpSettings;
import io.sojourn.ingest.wire.Decoded;
import io.sojourn.ingest.wire.Decoder;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.ingest.wire.TrackItem;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.LogRecord;
import java.util.ArrayList;
import java.util.List;

/// The newest statements that a project sent, read back from the log: what the log still keeps, whatever became of
/// them.
final class RecentRequests {

    static final int STATEMENTS_MAX = 1_000;

    private static final long WINDOW = 4_096;
    private static final long WINDOW_MAX = 1 << 18;
    private static final int READ_RECORDS_MAX = 4_096;
    private static final int READ_BYTES_MAX = 8 << 20;

    private final EventLog log;

    RecentRequests(EventLog log) {
        this.log = log;
    }

    /// @param received Unix milliseconds
    record Sent(TrackItem item, long received) {}

    /// Newest last. Goes back in the log until there are enough, but not for ever.
    List<Sent> of(ProjectId project, IpSettings ip) throws InterruptedException {
        long end = log.end();
        for (long window = WINDOW; ; window *= 8) {
            long from = Math.max(log.begin(), end - window + 1);
            List<Sent> found = read(project, ip, from, end);
            if (found.size() >= STATEMENTS_MAX || from <= log.begin() || window >= WINDOW_MAX) {
                return found.subList(Math.max(0, found.size() - STATEMENTS_MAX), found.size());
            }
        }
    }

    private List<Sent> read(ProjectId project, IpSettings ip, long from, long end)
            throws InterruptedException {
        List<Sent> found = new ArrayList<>();
        if (from > end) {
            return found;
        }
        try (EventLog.Reader reader = log.read(from)) {
            long at = from - 1;
            while (at < end) {
                List<LogRecord> records = reader.next(READ_RECORDS_MAX, READ_BYTES_MAX, 100);
                if (records.isEmpty()) {
                    break;
                }
                for (LogRecord record : records) {
                    at = record.position();
                    if (at <= end
                            && record.project().equals(project)
                            && record.kind() != RequestKind.COMMAND.code()) {
                        add(found, record, ip);
                    }
                }
            }
        }
        return found;
    }

    private static void add(List<Sent> found, LogRecord record, IpSettings ip) {
        String address = RawRequest.decode(record.payload()).map(RawRequest::address).orElse("");
        for (Decoded decoded : Decoder.decode(record)) {
            if (decoded instanceof Decoded.Item item) {
                TrackItem statement = item.statement();
                boolean own =
                        statement.envelope().app().equals("js-client")
                                && statement.envelope().addressSent()
                                && !ip.browserMaySet();
                found.add(
                        new Sent(
                                own ? statement.fromAddress(address) : statement,
                                record.received()));
            }
        }
    }
}
