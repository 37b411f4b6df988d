package io.sojourn.ingest.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Tells a request's statements apart and holds them against the limits, before anything is logged.
/// Pure; safe for any thread.
public final class Intake {

    private final Limits limits;

    public Intake(Limits limits) {
        this.limits = limits;
    }

    public Limits limits() {
        return limits;
    }

    /// A request of `/track/*`.
    public Inbound track(RawRequest request) {
        if (request.endpoint().equals("push")) {
            return push(request);
        }
        TrackReader reader = new TrackReader(request, limits);
        return new Inbound.One(Statements.ofRequest(request, reader), reader.response());
    }

    /// A native batch: a JSON array of items, or one item a line. Items without a project of their own are of the one
    /// that the query names.
    public Inbound batch(RawRequest request) {
        String project = queryProject(request);
        byte[] body = Statements.utf8Body(request);
        int start = Lines.firstSolid(body, 0, body.length);
        if (start == body.length) {
            return new Inbound.Unusable(project, Reason.MALFORMED_BODY, "", "body is empty");
        }
        List<byte[]> lines;
        try {
            lines = body[start] == '[' ? elements(Json.text(body)) : Lines.of(body, 0, body.length);
        } catch (IOException malformed) {
            return new Inbound.Unusable(
                    project, Reason.MALFORMED_BODY, "", Json.message(malformed));
        }
        if (lines.size() > limits.batchItemsMax()) {
            return new Inbound.Unusable(
                    project,
                    Reason.TOO_MANY_ITEMS,
                    "",
                    lines.size() + " items, at most " + limits.batchItemsMax() + " are taken");
        }
        return many(RequestKind.BATCH, request.withLines(project, List.of()), lines);
    }

    /// One visit of an import, its actions told apart.
    ///
    /// @param request context: the project, no address
    /// @param source where the line comes from, such as file and line number: makes ids for actions that have none, so
    ///     that importing them again changes nothing; empty = no ids are made
    public Inbound.Many visit(RawRequest request, byte[] line, String source) {
        return many(RequestKind.IMPORT, request, ImportLines.expand(line, source));
    }

    private Inbound push(RawRequest request) {
        String project = queryProject(request);
        List<byte[]> lines = new ArrayList<>();
        Form.read(request.query(), (name, value) -> payload(name, value.text(), lines));
        byte[] body = request.body();
        int start = Lines.firstSolid(body, 0, body.length);
        if (Statements.isMultipart(request.contentType())) {
            var parts = Multipart.parts(request.contentType(), body);
            if (parts.isEmpty()) {
                return new Inbound.Unusable(
                        project, Reason.MALFORMED_BODY, "", "multipart body without its boundary");
            }
            for (Multipart.Part part : parts.get()) {
                if (part.name().equals("payload")) {
                    lines.addAll(Lines.of(part.content(), 0, part.content().length));
                }
            }
        } else if (start < body.length && body[start] == '{') {
            byte[] utf8 = Statements.utf8Body(request);
            lines.addAll(Lines.of(utf8, 0, utf8.length));
        } else {
            Form.read(body, (name, value) -> payload(name, value.text(), lines));
        }
        if (lines.isEmpty()) {
            return new Inbound.Unusable(
                    project, Reason.MALFORMED_BODY, "payload", "push has no payload");
        }
        return many(RequestKind.PUSH, request.withLines(project, List.of()), lines);
    }

    private Inbound.Many many(RequestKind kind, RawRequest request, List<byte[]> lines) {
        List<Inbound.Line> read = new ArrayList<>(lines.size());
        for (int item = 0; item < lines.size(); item++) {
            byte[] line = lines.get(item);
            read.add(new Inbound.Line(line, Statements.ofLine(kind, request, line, item, limits)));
        }
        return new Inbound.Many(kind, read);
    }

    private String queryProject(RawRequest request) {
        TrackReader reader = new TrackReader(request, limits);
        Form.read(request.query(), reader);
        return reader.domain();
    }

    private static void payload(String name, String text, List<byte[]> lines) {
        if (name.equals("payload")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            lines.addAll(Lines.of(bytes, 0, bytes.length));
        }
    }

    private static List<byte[]> elements(String text) throws IOException {
        List<byte[]> elements = new ArrayList<>();
        try (JsonParser parser = Json.parser(text)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(
                        Json.oneLine(Json.source(parser, text)).getBytes(StandardCharsets.UTF_8));
            }
            Json.end(parser);
        }
        return elements;
    }
}
