package io.sojourn.server.track;

import io.sojourn.ingest.wire.RawRequest;
import java.util.Optional;
import java.util.Set;

/// A path of the tracking API, with or without a slash at its end.
///
/// @param endpoint last part, such as `ce`; empty for the native batch
/// @param project as given in the path, empty where it is not
/// @param isThirdParty the visitor's cookie is the server's own
record TrackPath(String endpoint, String project, boolean isThirdParty) {

    static final String PREFIX = "/track";
    static final String BATCH = "/api/v1/track";
    private static final Set<String> ENDPOINTS =
            Set.of("ce", "identify", "ping", "update", "push", "visit");
    private static final String THIRD_PARTY = "tp/";

    static boolean isOurs(String path) {
        return (path + "/").startsWith(PREFIX + "/") || isBatch(path);
    }

    private static boolean isBatch(String path) {
        return path.startsWith(BATCH) && trimmed(path).length() == BATCH.length();
    }

    boolean isBatch() {
        return endpoint.isEmpty();
    }

    /// @param path for which [#isOurs] says yes
    static Optional<TrackPath> of(String path) {
        if (isBatch(path)) {
            return Optional.of(new TrackPath("", "", false));
        }
        String rest = trimmed(path.substring(Math.min(PREFIX.length() + 1, path.length())));
        if (!rest.startsWith(THIRD_PARTY)) {
            return ENDPOINTS.contains(rest)
                    ? Optional.of(new TrackPath(rest, "", false))
                    : Optional.empty();
        }
        int slash = rest.lastIndexOf('/');
        String endpoint = rest.substring(slash + 1);
        if (slash <= THIRD_PARTY.length() || !ENDPOINTS.contains(endpoint)) {
            return Optional.empty();
        }
        String project = RawRequest.segment(rest.substring(THIRD_PARTY.length(), slash));
        return Optional.of(new TrackPath(endpoint, project, true));
    }

    private static String trimmed(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
