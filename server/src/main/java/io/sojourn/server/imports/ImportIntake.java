package io.sojourn.server.imports;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.wire.Decoded;
import io.sojourn.ingest.wire.Inbound;
import io.sojourn.ingest.wire.Intake;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.Reason;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.store.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Brings a piece of a history into the log: lines told apart, those that cannot be taken named, the others appended
/// as records of at most [#ITEMS_MAX] items.
public final class ImportIntake {

    static final int ITEMS_MAX = 1_000;

    private static final int RECORD_BYTES_MAX = 4 << 20;
    private static final byte[] NOTHING = {};

    /// A statement that was not taken.
    ///
    /// @param line number of its line
    public record Rejected(long line, Reason reason, String field, String message) {}

    /// @param accepted items that are on stable storage
    /// @param position of the last record, 0 = none was needed
    public record Taken(int accepted, List<Rejected> rejected, long position) {}

    private final EventLog log;
    private final Intake intake;

    public ImportIntake(EventLog log, Intake intake) {
        this.log = log;
        this.intake = intake;
    }

    /// Returns when all is durable. A piece of which only a part was taken may be sent again as a whole: items with an
    /// id are not doubled.
    ///
    /// @param kind `IMPORT` for visits, `BATCH` for items
    /// @param source prefix of the ids that actions without one get, before `:` and the line; empty = none
    /// @param firstLine number of the body's first line
    /// @throws ProblemException when the log does not take it
    public Taken take(
            ProjectId project,
            String name,
            RequestKind kind,
            byte[] body,
            String source,
            long firstLine,
            long received)
            throws InterruptedException {
        RawRequest context = new RawRequest(0, "", name, NOTHING, "", NOTHING, "", "", "", "", "");
        List<byte[]> accepted = new ArrayList<>();
        List<Rejected> rejected = new ArrayList<>();
        long number = firstLine;
        int start = 0;
        for (int i = 0; i <= body.length; i++) {
            if (i == body.length || body[i] == '\n') {
                byte[] line = Arrays.copyOfRange(body, start, i);
                if (!new String(line, StandardCharsets.ISO_8859_1).isBlank()) {
                    read(context, kind, line, source, number, accepted, rejected);
                }
                start = i + 1;
                number++;
            }
        }
        return new Taken(
                accepted.size(), rejected, append(project, context, kind, accepted, received));
    }

    private void read(
            RawRequest context,
            RequestKind kind,
            byte[] line,
            String source,
            long number,
            List<byte[]> accepted,
            List<Rejected> rejected) {
        Inbound inbound =
                kind == RequestKind.IMPORT
                        ? intake.visit(context, line, source.isEmpty() ? "" : source + ":" + number)
                        : intake.batch(withBody(context, line));
        switch (inbound) {
            case Inbound.Unusable unusable ->
                    rejected.add(
                            new Rejected(
                                    number,
                                    unusable.reason(),
                                    unusable.field(),
                                    unusable.message()));
            case Inbound.Many many -> {
                for (Inbound.Line each : many.lines()) {
                    switch (each.statement()) {
                        case Decoded.Item item when namesNobody(item) ->
                                rejected.add(
                                        new Rejected(
                                                number,
                                                Reason.NO_IDENTIFIER,
                                                "visitor",
                                                "needs one of cookie, id, email"));
                        case Decoded.Item _ -> accepted.add(each.bytes());
                        case Decoded.Refused refused ->
                                rejected.add(
                                        new Rejected(
                                                number,
                                                refused.reason(),
                                                refused.field(),
                                                refused.message()));
                    }
                }
            }
            case Inbound.One one -> throw new IllegalStateException("a single request: " + one);
        }
    }

    private static RawRequest withBody(RawRequest context, byte[] body) {
        return new RawRequest(0, "", context.project(), NOTHING, "", body, "", "", "", "", "");
    }

    private static boolean namesNobody(Decoded.Item item) {
        return item.statement().cookie().isEmpty() && item.statement().person().isEmpty();
    }

    private long append(
            ProjectId project,
            RawRequest context,
            RequestKind kind,
            List<byte[]> lines,
            long received)
            throws InterruptedException {
        List<CompletableFuture<Long>> waiting = new ArrayList<>();
        int from = 0;
        while (from < lines.size()) {
            int to = from;
            long bytes = 0;
            while (to < lines.size()
                    && to - from < ITEMS_MAX
                    && (to == from || bytes + lines.get(to).length < RECORD_BYTES_MAX)) {
                bytes += lines.get(to++).length;
            }
            byte[] payload = context.withLines(context.project(), lines.subList(from, to)).encode();
            CompletableFuture<Long> durable = new CompletableFuture<>();
            log.append(
                    project,
                    received,
                    kind.code(),
                    payload,
                    new EventLog.Listener() {
                        @Override
                        public void durable(long position) {
                            durable.complete(position);
                        }

                        @Override
                        public void refused(Code code, String message) {
                            durable.completeExceptionally(new ProblemException(code, message));
                        }
                    });
            waiting.add(durable);
            from = to;
        }
        long position = 0;
        for (CompletableFuture<Long> each : waiting) {
            position = await(each);
        }
        return position;
    }

    private static long await(CompletableFuture<Long> durable) throws InterruptedException {
        try {
            return durable.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Lines as a body.
    static byte[] join(List<byte[]> lines) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            body.writeBytes(line);
            body.write('\n');
        }
        return body.toByteArray();
    }
}
