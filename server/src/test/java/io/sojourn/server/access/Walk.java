package io.sojourn.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Route;
import io.sojourn.server.kit.ContractWitness;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks every route in turn: names of its path are filled in, its project is one of those given, and what it would take
/// to change something is left out. What is refused is held against the contract.
final class Walk implements AutoCloseable {

    private static final Pattern NAME =
            Pattern.compile("\\{\\*?([a-z]+)}", Pattern.CASE_INSENSITIVE);
    private static final JsonMapper JSON = new JsonMapper();

    /// Nothing in any project has these.
    private static final Map<String, String> NOTHING =
            Map.ofEntries(
                    Map.entry("person", "999999"),
                    Map.entry("segment", "999999"),
                    Map.entry("report", "999999"),
                    Map.entry("user", "999999"),
                    Map.entry("invitation", "999999"),
                    Map.entry("entry", "999999"),
                    Map.entry("appId", "nokey"),
                    Map.entry("token", "notoken"),
                    Map.entry("id", "noquestion"),
                    Map.entry("domain", "none.example"),
                    Map.entry("scope", "event"),
                    Map.entry("name", "nothing"),
                    Map.entry("version", "3.7"),
                    Map.entry("page", "live"),
                    Map.entry("file", "nothing"));

    /// Who asks: headers by name.
    record Who(String name, Map<String, String> headers) {
        static Who key(String name, String key) {
            return new Who(
                    name,
                    Map.of(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString(key.getBytes(StandardCharsets.UTF_8))));
        }
    }

    /// @param text of what has no end, its beginning only
    record Said(int status, String text) {
        private JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                return JSON.createObjectNode();
            }
        }

        String title() {
            return json().path("title").asText();
        }

        String code() {
            return json().path("code").asText();
        }

        String next() {
            return json().path("next").asText("");
        }

        /// Without what differs from request to request.
        String withoutId() {
            return status + " " + text.replaceAll("\"requestId\":\"[^\"]*\"", "");
        }
    }

    /// The rest of a body that names its project, by template.
    private static final Map<String, String> BODIES =
            Map.of("/api/v1/sql", "\"query\":\"SELECT 1\"");

    private final String url;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    Walk(String url) {
        this.url = url;
    }

    static boolean isPublic(Route route) {
        return route.access() instanceof Access.Public;
    }

    static String name(Route route) {
        return route.method() + " " + route.template();
    }

    /// Names that the walk has nothing to fill in for.
    static List<String> unknownNames(Route route) {
        List<String> unknown = new ArrayList<>();
        Matcher names = NAME.matcher(route.template());
        while (names.find()) {
            if (!names.group(1).equals("project") && !NOTHING.containsKey(names.group(1))) {
                unknown.add(names.group(1));
            }
        }
        return unknown;
    }

    static String path(Route route, String project, Map<String, String> names) {
        return NAME.matcher(route.template())
                .replaceAll(
                        name ->
                                name.group(1).equals("project")
                                        ? project
                                        : names.getOrDefault(
                                                name.group(1),
                                                NOTHING.getOrDefault(name.group(1), "x")));
    }

    /// What asks nothing much of a project.
    private static String body(Route route, String project) {
        return "{\"project\":\"%s\",%s}"
                .formatted(project, BODIES.getOrDefault(route.template(), "\"nonsense\":true"));
    }

    Said ask(Who who, Route route, String project) throws IOException, InterruptedException {
        return ask(who, route, project, Map.of(), Map.of());
    }

    /// @param names for those of the path, else nothing that exists
    Said ask(
            Who who,
            Route route,
            String project,
            Map<String, String> names,
            Map<String, String> query)
            throws IOException, InterruptedException {
        StringBuilder target = new StringBuilder(url).append(path(route, project, names));
        char separator = '?';
        boolean namedInBody =
                route.access() instanceof Access.OfNamed && route.template().startsWith("/api/v1/");
        for (Map.Entry<String, String> each : query.entrySet()) {
            if (namedInBody && each.getKey().equals("website")) {
                continue;
            }
            target.append(separator)
                    .append(each.getKey())
                    .append('=')
                    .append(URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(target.toString()))
                        .timeout(Duration.ofSeconds(60));
        boolean read = route.method().equals("GET");
        boolean bodiless = read || route.template().startsWith("/rest/");
        request.method(
                route.method(),
                bodiless
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(
                                namedInBody
                                        ? body(route, query.getOrDefault("website", ""))
                                        : "{\"nonsense\":true}"));
        if (!bodiless) {
            request.header("Content-Type", "application/json");
        }
        who.headers().forEach(request::setHeader);
        HttpResponse<InputStream> response =
                http.send(request.build(), BodyHandlers.ofInputStream());
        String type = response.headers().firstValue("Content-Type").orElse("");
        try (InputStream body = response.body()) {
            boolean endless = type.startsWith("text/event-stream");
            byte[] bytes = endless ? body.readNBytes(1) : body.readAllBytes();
            if (response.statusCode() >= 400) {
                ContractWitness.check(
                        route.method(),
                        target.substring(url.length()),
                        response.statusCode(),
                        type,
                        bytes);
            }
            return new Said(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
