package io.sojourn.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What a [Handler] answers.
public sealed interface Reply {

    String JSON = "application/json";

    int status();

    String contentType();

    Map<String, String> headers();

    /// @param body sent with its length
    @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
    record Whole(int status, String contentType, Map<String, String> headers, byte[] body)
            implements Reply {
        public Whole {
            headers = Map.copyOf(headers);
        }
    }

    /// A body of unknown length, written while it is made; the writer waits where the client reads slowly.
    record Stream(int status, String contentType, Map<String, String> headers, Body body)
            implements Reply {
        public Stream {
            headers = Map.copyOf(headers);
        }
    }

    /// Writes a body. An exception cuts the connection, so that nobody takes half an answer for a whole one.
    @FunctionalInterface
    interface Body {
        void write(OutputStream out) throws IOException;
    }

    /// A body that goes on for as long as the client listens; it does not count as a request under way.
    record Follow(String contentType, Map<String, String> headers, Following body)
            implements Reply {
        public Follow {
            headers = Map.copyOf(headers);
        }

        @Override
        public int status() {
            return 200;
        }
    }

    /// Writes a body without an end of its own.
    @FunctionalInterface
    interface Following {
        void write(OutputStream out, Standing standing) throws IOException;
    }

    /// Whether whoever began to listen still may.
    @FunctionalInterface
    interface Standing {
        boolean holds();
    }

    static Reply json(JsonNode body) {
        return json(200, body);
    }

    static Reply json(int status, JsonNode body) {
        return new Whole(status, JSON, Map.of(), body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Reply text(int status, String contentType, String body) {
        return new Whole(status, contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    static Reply empty() {
        return new Whole(204, "", Map.of(), new byte[0]);
    }

    static Reply stream(String contentType, Body body) {
        return new Stream(200, contentType, Map.of(), body);
    }
}
