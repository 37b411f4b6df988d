package io.sojourn.server.packaged;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A connection that sends bytes as they are, which no HTTP library does, and is kept alive from one request to the
/// next. Opened when it is needed.
final class RawConnection implements AutoCloseable {
    private static final int ANSWER_MILLIS_MAX = (int) Duration.ofSeconds(60).toMillis();

    private static final int SHOWN_CHARS_MAX = 2_000;

    private final InetSocketAddress address;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();
    private boolean open;

    RawConnection(String url) {
        URI uri = URI.create(url);
        this.address = new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    /// An answer with its whole body.
    ///
    /// @param headers by their names in lower case
    record Answer(int status, Map<String, String> headers, String body) {}

    /// A request of the usual kind.
    ///
    /// @param target bytes of the request target, one a character
    /// @param headers lines without their ends
    /// @param body empty = none
    static byte[] request(String method, String target, String[] headers, byte[] body) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(latin1(method + " " + target + " HTTP/1.1\r\n"));
        for (String header : headers) {
            request.writeBytes(latin1(header + "\r\n"));
        }
        if (body.length > 0) {
            request.writeBytes(latin1("Content-Length: " + body.length + "\r\n"));
        }
        request.writeBytes(latin1("\r\n"));
        request.writeBytes(body);
        return request.toByteArray();
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The beginning of a request, for a message.
    static String shown(byte[] request) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        return text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) + "..." : text;
    }

    /// UTF-8, one byte a character.
    static String bytesOf(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// Sends a request that has one answer, and reads that.
    Answer send(byte[] request) throws IOException {
        if (!open) {
            connect();
        }
        OutputStream out = socket.getOutputStream();
        out.write(request);
        out.flush();
        Answer answer = answer();
        if (answer.headers().getOrDefault("connection", "").equalsIgnoreCase("close")) {
            close();
        }
        return answer;
    }

    private void connect() throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLIS_MAX);
        socket.connect(address);
        in = new BufferedInputStream(socket.getInputStream());
        open = true;
    }

    private Answer answer() throws IOException {
        String statusLine = line();
        if (!statusLine.matches("HTTP/1\\.[01] \\d{3} .*")) {
            throw new IOException("no status line: " + statusLine);
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length || headers.containsKey("transfer-encoding")) {
            throw new IOException("no whole body: " + statusLine + " " + headers);
        }
        return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended without an answer, after " + line);
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /// The next request opens it again.
    @Override
    public void close() throws IOException {
        open = false;
        socket.close();
    }
}
