package io.sojourn.server.export;

import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// A long answer that a program stores as a file, compressed on the way where the caller takes gzip.
public final class Download {

    private static final int BUFFER_BYTES = 32 << 10;

    private Download() {}

    /// @param headers more of them
    /// @param compress whether the body gains by it
    public static Reply of(
            Call call,
            String contentType,
            Map<String, String> headers,
            boolean compress,
            Reply.Body body) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        if (compress) {
            all.put("Vary", "Accept-Encoding");
        }
        if (!compress || !takesGzip(call.header("accept-encoding").orElse(""))) {
            return new Reply.Stream(200, contentType, all, body);
        }
        all.put("Content-Encoding", "gzip");
        return new Reply.Stream(
                200,
                contentType,
                all,
                out -> {
                    GZIPOutputStream gzip = new GZIPOutputStream(out, BUFFER_BYTES);
                    body.write(gzip);
                    gzip.finish();
                });
    }

    static boolean takesGzip(String accepted) {
        for (String each : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = each.split(";", 2);
            if (parts[0].strip().equals("gzip")) {
                return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
            }
        }
        return false;
    }
}
