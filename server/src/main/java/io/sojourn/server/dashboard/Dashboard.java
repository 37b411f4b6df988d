package io.sojourn.server.dashboard;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.files.StaticFile;
import io.sojourn.server.files.StaticFiles;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Serves the dashboard's files out of memory. Files under `assets/` have their content's hash in their names and stay
/// valid for ever; every other path below none of the server's own is a page of the application and answers its
/// `index.html`, which knows by its `<base>` below which path it is served.
public final class Dashboard {
    private static final String INDEX = "index.html";

    private static final String FOREVER = "public, max-age=31536000, immutable";

    private static final Set<String> OWN_PATHS =
            Set.of("api", "rest", "track", "assets", "js", "health", "metrics");

    /// Scripts only from files of this server. Styles also inline: the components write their theme as style elements and
    /// measured sizes as style attributes.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                    + "font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; "
                    + "base-uri 'self'; form-action 'self'";

    private static final Map<String, String> PAGE_HEADERS =
            Map.of(
                    "Content-Security-Policy",
                    POLICY,
                    "Permissions-Policy",
                    "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
                    "Cross-Origin-Opener-Policy",
                    "same-origin",
                    "Referrer-Policy",
                    "same-origin");

    private final Map<String, StaticFile> files;

    private Dashboard(Map<String, StaticFile> files) {
        this.files = files;
    }

    /// The one that this program was built with.
    public static Dashboard packaged() {
        return new Dashboard(StaticFiles.packaged("META-INF/sojourn-dashboard/", INDEX));
    }

    public static Dashboard of(Path folder) {
        return new Dashboard(StaticFiles.ofFolder(folder));
    }

    /// False where the program was built without.
    public boolean isThere() {
        return files.containsKey(INDEX);
    }

    public List<Route> routes() {
        return isThere()
                ? List.of(
                        Route.get("/assets/{*file}", Access.PUBLIC, this::asset),
                        Route.get("/{*page}", Access.PUBLIC, this::page))
                : List.of();
    }

    private Reply asset(Call call) {
        StaticFile file = files.get("assets/" + call.path("file"));
        if (file == null) {
            throw nothing();
        }
        return reply(call, file, FOREVER, Map.of());
    }

    private Reply page(Call call) {
        String path = call.path("page");
        int slash = path.indexOf('/');
        if (OWN_PATHS.contains(slash < 0 ? path : path.substring(0, slash))) {
            throw nothing();
        }
        StaticFile file = path.equals(INDEX) ? null : files.get(path);
        return file == null
                ? reply(call, index(call), "no-cache", PAGE_HEADERS)
                : reply(call, file, "no-cache", Map.of());
    }

    private static ProblemException nothing() {
        return new ProblemException(Code.NOT_FOUND, "there is nothing at this path");
    }

    private StaticFile index(Call call) {
        StaticFile index = files.get(INDEX);
        if (index == null) {
            throw new IllegalStateException("a dashboard without " + INDEX + " has no routes");
        }
        String base = "<base href=\"" + call.origin().basePath() + "/\">";
        String html = index.text().replaceFirst("<base [^>]*>", "");
        return StaticFile.of(
                INDEX,
                html.replaceFirst("<head>", "<head>" + base).getBytes(StandardCharsets.UTF_8),
                Map.of());
    }

    private static Reply reply(
            Call call, StaticFile file, String caching, Map<String, String> headers) {
        return file.reply(
                call.header("accept-encoding").orElse(""),
                call.header("if-none-match").orElse(""),
                caching,
                headers);
    }
}
