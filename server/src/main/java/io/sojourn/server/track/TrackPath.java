package io.sojourn.server.track;

import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.wire.RawRequest;
import java.util.Optional;
import java.util.Set;

/// A path of the tracking API, with or without a slash at its end: below `/track`, or below the script name of a
/// project, which then takes statements about that project only.
///
/// @param endpoint last part, such as `ce`; empty for the native batch
/// @param project as given in the path, empty where it is not
/// @param only the project whose script name it begins with
/// @param isThirdParty the visitor's cookie is the server's own
record TrackPath(String endpoint, String project, Optional<ProjectId> only, boolean isThirdParty) {

    static final TrackPath UNKNOWN = new TrackPath("ce", "", Optional.empty(), false);

    static final String PREFIX = "/track";
    static final String BATCH = "/api/v1/track";
    private static final Set<String> ENDPOINTS =
            Set.of("ce", "identify", "ping", "update", "push", "visit");
    private static final String THIRD_PARTY = "tp/";

    static boolean isOurs(String path, TrackDirectory known) {
        return isBelowTrack(path) || isBatch(path) || named(path, known).isPresent();
    }

    private static boolean isBelowTrack(String path) {
        return (path + "/").startsWith(PREFIX + "/");
    }

    private static Optional<TrackDirectory.Named> named(String path, TrackDirectory known) {
        int slash = path.indexOf('/', 1);
        return slash < 0 ? Optional.empty() : known.named(path.substring(1, slash));
    }

    private static boolean isBatch(String path) {
        return path.startsWith(BATCH) && trimmed(path).length() == BATCH.length();
    }

    boolean isBatch() {
        return endpoint.isEmpty();
    }

    /// @param path for which [#isOurs] says yes
    static Optional<TrackPath> of(String path, TrackDirectory known) {
        if (isBatch(path)) {
            return Optional.of(new TrackPath("", "", Optional.empty(), false));
        }
        if (isBelowTrack(path)) {
            return below(path, PREFIX.length(), "", Optional.empty());
        }
        return named(path, known)
                .flatMap(
                        named ->
                                below(
                                        path,
                                        path.indexOf('/', 1),
                                        named.domain(),
                                        Optional.of(named.project())));
    }

    /// @param prefix length of what comes before the slash and the endpoint
    /// @param domain where the path names none
    private static Optional<TrackPath> below(
            String path, int prefix, String domain, Optional<ProjectId> only) {
        String rest = trimmed(path.substring(Math.min(prefix + 1, path.length())));
        if (!rest.startsWith(THIRD_PARTY)) {
            return ENDPOINTS.contains(rest)
                    ? Optional.of(new TrackPath(rest, domain, only, false))
                    : Optional.empty();
        }
        int slash = rest.lastIndexOf('/');
        String endpoint = rest.substring(slash + 1);
        if (slash <= THIRD_PARTY.length() || !ENDPOINTS.contains(endpoint)) {
            return Optional.empty();
        }
        String project = RawRequest.segment(rest.substring(THIRD_PARTY.length(), slash));
        return Optional.of(new TrackPath(endpoint, project, only, true));
    }

    private static String trimmed(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
