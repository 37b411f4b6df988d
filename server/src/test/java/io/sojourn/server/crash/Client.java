package io.sojourn.server.crash;

import io.sojourn.server.crash.Ledger.Fate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Sends statements one by one and writes down what became of them.
final class Client implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
    private final String url;
    private final String authorization;
    private final Ledger ledger;

    /// @param authorization value of the header, for the API
    Client(String url, String authorization, Ledger ledger) {
        this.url = url;
        this.authorization = authorization;
        this.ledger = ledger;
    }

    /// The server ended before it answered.
    static final class Gone extends Exception {
        private static final long serialVersionUID = 1;

        Gone(IOException cause) {
            super(cause);
        }
    }

    HttpResponse<String> track(Statement statement) throws Gone, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + statement.target()));
        if (!statement.body().isEmpty()) {
            request.POST(BodyPublishers.ofString(statement.body()))
                    .header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> answer = send(request);
            statement.told().accept(fate(answer));
            return answer;
        } catch (IOException e) {
            statement.told().accept(Fate.IN_DOUBT);
            if (statement.repeatable()) {
                ledger.open(statement);
            }
            throw new Gone(e);
        }
    }

    private static Fate fate(HttpResponse<String> answer) {
        return switch (answer.statusCode()) {
            case 200 -> {
                if (answer.body().contains("not registered")
                        || answer.body().contains("\"status\":\"rejected\"")) {
                    throw new IllegalStateException("not taken: " + answer.body());
                }
                yield Fate.ACKNOWLEDGED;
            }
            case 503 -> Fate.REFUSED;
            default ->
                    throw new IllegalStateException(
                            "answered " + answer.statusCode() + ": " + answer.body());
        };
    }

    /// What the crash left in doubt, as a client repeats it.
    void repeatOpen() throws Gone, InterruptedException {
        for (Statement statement : ledger.takeOpen()) {
            track(statement);
        }
    }

    /// A call of the API.
    HttpResponse<String> api(String method, String path, String body)
            throws Gone, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + "/api/v1/projects/1" + path))
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        try {
            return send(request);
        } catch (IOException e) {
            throw new Gone(e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.timeout(ANSWER_MAX).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
