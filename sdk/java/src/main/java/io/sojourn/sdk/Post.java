package io.sojourn.sdk;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Sends a batch once, and says what came of it. */
final class Post {
    private final HttpClient http;
    private final URI url;
    private final String authorization;
    private final Duration timeout;
    private final InstantSource clock;

    /**
     * @param authorization empty = none
     * @param timeout of the whole exchange
     */
    Post(URI url, String authorization, Duration timeout, InstantSource clock) {
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout)
                        .build();
        this.url = url;
        this.authorization = authorization;
        this.timeout = timeout;
        this.clock = clock;
    }

    /**
     * @throws InterruptedException the request is given up, and may have arrived or not
     */
    Answer send(List<Statement> batch) throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "sojourn-java")
                        .POST(BodyPublishers.ofString(body(batch)));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request.build(), BodyHandlers.ofString());
        try {
            HttpResponse<String> response = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return read(
                    response.statusCode(), response.headers(), response.body(), clock.instant());
        } catch (TimeoutException e) {
            return network("no answer in " + timeout, e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            return network(
                    Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getName()),
                    cause);
        } finally {
            answer.cancel(true);
        }
    }

    private static String body(List<Statement> batch) {
        return batch.stream().map(Statement::json).collect(Collectors.joining(",", "[", "]"));
    }

    private static Answer network(String message, Throwable cause) {
        return new Answer.Again(
                new SojournException("network", message, "", 0, cause), Duration.ZERO);
    }

    static Answer read(int status, HttpHeaders headers, String body, Instant now) {
        Optional<Map<?, ?>> json = JsonReader.object(body);
        if (status == 200) {
            // Something on the way may speak instead of the server, a maintenance page for one.
            return json.flatMap(Post::items)
                    .orElseGet(
                            () ->
                                    new Answer.Again(
                                            new SojournException(
                                                    "malformed_answer",
                                                    "the answer is not that of a Sojourn server",
                                                    "",
                                                    status,
                                                    null),
                                            Duration.ZERO));
        }
        String code = json.map(problem -> JsonReader.text(problem, "code")).orElse("");
        String said =
                json.map(problem -> JsonReader.text(problem, "detail"))
                        .filter(detail -> !detail.isEmpty())
                        .or(() -> headers.firstValue("Location"))
                        .orElse("");
        SojournException why =
                new SojournException(
                        code.isEmpty() ? "http_" + status : code.toLowerCase(Locale.ROOT),
                        ("the server answered " + status + " " + said).strip(),
                        "",
                        status,
                        null);
        return status == 408 || status == 429 || status >= 500
                ? new Answer.Again(
                        why,
                        headers.firstValue("Retry-After")
                                .map(header -> retryAfter(header, now))
                                .orElse(Duration.ZERO))
                : new Answer.Refused(why);
    }

    private static Optional<Answer> items(Map<?, ?> answer) {
        if (!(answer.get("items") instanceof List<?> list)) {
            return Optional.empty();
        }
        List<Answer.Item> items = new ArrayList<>(list.size());
        for (Object element : list) {
            Map<?, ?> item = element instanceof Map<?, ?> map ? map : Map.of();
            items.add(
                    new Answer.Item(
                            JsonReader.text(item, "status").equals("accepted"),
                            JsonReader.text(item, "code"),
                            JsonReader.text(item, "field"),
                            JsonReader.text(item, "message")));
        }
        return Optional.of(new Answer.Items(items));
    }

    /** Seconds or a date, RFC 9110 section 10.2.3; zero where it is neither. */
    static Duration retryAfter(String header, Instant now) {
        try {
            Duration wait =
                    header.strip().matches("\\d{1,9}")
                            ? Duration.ofSeconds(Long.parseLong(header.strip()))
                            : Duration.between(
                                    now,
                                    ZonedDateTime.parse(
                                            header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    static String basic(String apiKey) {
        return "Basic "
                + Base64.getEncoder().encodeToString(apiKey.getBytes(StandardCharsets.UTF_8));
    }
}
