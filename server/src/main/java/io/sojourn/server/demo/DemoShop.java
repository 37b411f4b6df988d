package io.sojourn.server.demo;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.files.StaticFile;
import io.sojourn.server.files.StaticFiles;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.catalog.Catalog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Serves the pages of the example shop, whose snippet is made out for the demo's project: what is done in them arrives
/// beside the simulated shoppers.
public final class DemoShop {

    /// Where it is, below the server's own path.
    public static final String PATH = "/demo/shop/";

    private static final String INDEX = "index.html";
    private static final String SNIPPET = "snippet.js";

    /// No inline scripts or styles, and nothing from elsewhere.
    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'");

    private final Map<String, StaticFile> files;
    private final Catalog catalog;

    DemoShop(Map<String, StaticFile> files, Catalog catalog) {
        this.files = files;
        this.catalog = catalog;
    }

    /// The one that this program was built with.
    public static DemoShop packaged(Catalog catalog) {
        return new DemoShop(StaticFiles.packaged("META-INF/sojourn-shop/", INDEX), catalog);
    }

    public List<Route> routes() {
        return List.of(Route.get(PATH + "{*file}", Access.PUBLIC, this::file));
    }

    private Reply file(Call call) {
        String name = call.path("file").isEmpty() ? INDEX : call.path("file");
        StaticFile file = files.get(name);
        if (file == null) {
            throw new ProblemException(Code.NOT_FOUND, "the shop has no such page");
        }
        return (name.equals(SNIPPET) ? snippet(call, file) : file)
                .reply(
                        call.header("accept-encoding").orElse(""),
                        call.header("if-none-match").orElse(""),
                        "no-cache",
                        HEADERS);
    }

    /// The tracker goes by the name that the project has now.
    private StaticFile snippet(Call call, StaticFile file) {
        String script =
                catalog.projects().stream()
                        .filter(project -> project.domains().contains(Demo.DOMAIN))
                        .findFirst()
                        .map(project -> "/" + project.scriptName() + ".js")
                        .orElse("/js/w.js");
        String text =
                file.text()
                        .replace("SCRIPT_URL", call.origin().basePath() + script)
                        .replace("PROJECT", Demo.DOMAIN);
        return StaticFile.of(SNIPPET, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
