package io.sojourn.server.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.client.ServerClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Sends rows to a project, one request at a time; waits, within bounds, while the server is busy or restarts.
final class ImportSender {

    private static final long BUSY_NANOS_MAX = TimeUnit.MINUTES.toNanos(10);
    private static final long PAUSE_SECONDS_MAX = 30;
    private static final long APPLIED_MILLIS = 200;
    private static final int TOO_LARGE = 413;

    private final ServerClient server;
    private final ImportProgress progress;
    private final String project;
    private final boolean visits;
    private final String source;
    private final CountDownLatch never = new CountDownLatch(1);
    private long position;

    /// @param project number
    /// @param visits else items
    /// @param source as in [ImportApi]
    ImportSender(
            ServerClient server,
            ImportProgress progress,
            String project,
            boolean visits,
            String source) {
        this.server = server;
        this.progress = progress;
        this.project = project;
        this.visits = visits;
        this.source = source;
    }

    /// Told of a statement that was not taken.
    @FunctionalInterface
    interface Rejects {
        void add(long line, String field, String message) throws IOException;
    }

    /// @param items at least one, ascending by line
    /// @return items that are accepted, on stable storage
    long send(List<ImportRows.Row.Item> items, Rejects rejects)
            throws IOException, InterruptedException {
        long first = items.getFirst().line();
        ServerClient.Answer answer = deliver(path(visits ? first : 1), body(items, first));
        if (answer.status() == TOO_LARGE && items.size() > 1) {
            int half = items.size() / 2;
            return send(items.subList(0, half), rejects)
                    + send(items.subList(half, items.size()), rejects);
        }
        if (answer.status() == TOO_LARGE) {
            rejects.add(first, "", "line is larger than what the server takes");
            return 0;
        }
        if (!answer.isDone()) {
            throw answer.problem();
        }
        for (JsonNode each : answer.body().path("rejected")) {
            long line = each.path("line").asLong();
            rejects.add(
                    visits ? line : items.get((int) line - 1).line(),
                    each.path("field").asText(),
                    each.path("message").asText());
        }
        position = Math.max(position, answer.body().path("position").asLong());
        return answer.body().path("accepted").asLong();
    }

    private String path(long line) {
        return "api/v1/projects/%s/import?format=%s&source=%s&line=%d"
                .formatted(project, visits ? "visits" : "items", visits ? source : "", line);
    }

    /// Visits get their ids from the server, by their line: what lies between them is sent as blank lines.
    private byte[] body(List<ImportRows.Row.Item> items, long first) {
        if (!visits) {
            return ImportIntake.join(
                    new ArrayList<>(items.stream().map(ImportRows.Row.Item::json).toList()));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        long at = first;
        for (ImportRows.Row.Item item : items) {
            for (; at < item.line(); at++) {
                body.write('\n');
            }
            body.writeBytes(item.json());
        }
        return body.toByteArray();
    }

    private ServerClient.Answer deliver(String path, byte[] body)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        boolean said = false;
        while (true) {
            long pause = 1;
            String why;
            try {
                ServerClient.Answer answer = server.post(path, "application/x-ndjson", body);
                if (!answer.isBusy()) {
                    return answer;
                }
                pause = Math.clamp(answer.retryAfterSeconds(), 1, PAUSE_SECONDS_MAX);
                why = answer.problem().getMessage() + "";
            } catch (IOException e) {
                why = e.getMessage() + "";
            }
            if (System.nanoTime() - began > BUSY_NANOS_MAX) {
                throw new ProblemException(
                        Code.INTERNAL,
                        "%s; given up after %d minutes, the same command goes on where it stopped"
                                .formatted(why, TimeUnit.NANOSECONDS.toMinutes(BUSY_NANOS_MAX)));
            }
            if (!said) {
                progress.say("waiting: " + why);
                said = true;
            }
            pause(TimeUnit.SECONDS.toMillis(pause));
        }
    }

    private void pause(long millis) throws InterruptedException {
        if (never.await(millis, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("nobody ends the pause");
        }
    }

    /// Returns when what was sent can be read back.
    void awaitApplied() throws IOException, InterruptedException {
        boolean said = false;
        long began = System.nanoTime();
        while (System.nanoTime() - began < BUSY_NANOS_MAX) {
            ServerClient.Answer status = server.get("api/v1/status");
            if (!status.isDone() || status.body().path("applied").asLong() >= position) {
                return;
            }
            if (!said) {
                progress.say("all is sent and safe; waiting until it is in the people's timelines");
                said = true;
            }
            pause(APPLIED_MILLIS);
        }
    }
}
