package io.sojourn.server.demo;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.store.log.EventLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;

/// Brings the shop's past into the log as the batches that its trackers would have sent, an hour each, received in the
/// hour they tell of: so that nobody of long ago is online, and days and weeks count as if the server had been there.
final class DemoLog {

    static final Duration RECORD = Duration.ofHours(1);

    private static final int ITEMS_MAX = 1_000;
    private static final int WAITING_MAX = 64;
    private static final byte[] NOTHING = {};

    private final EventLog log;
    private final ProjectId project;

    DemoLog(EventLog log, ProjectId project) {
        this.log = log;
        this.project = project;
    }

    /// What one record holds.
    ///
    /// @param received of all of it, Unix milliseconds
    record Hour(long received, List<String> lines) {}

    /// Cut so that the same past gives the same records.
    static List<Hour> hours(List<Statement> statements) {
        List<Hour> hours = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        long hour = Long.MIN_VALUE;
        long last = 0;
        for (Statement said : statements) {
            long its = Math.floorDiv(said.time(), RECORD.toMillis());
            if (!lines.isEmpty() && (its != hour || lines.size() == ITEMS_MAX)) {
                hours.add(new Hour(last, List.copyOf(lines)));
                lines.clear();
            }
            hour = its;
            last = said.time();
            lines.add(DemoItems.item(said));
        }
        if (!lines.isEmpty()) {
            hours.add(new Hour(last, List.copyOf(lines)));
        }
        return hours;
    }

    /// Returns when all is durable.
    ///
    /// @param done told how many hours are, now and then
    void append(List<Hour> hours, int from, IntConsumer done) throws InterruptedException {
        Deque<CompletableFuture<Long>> waiting = new ArrayDeque<>();
        for (int i = from; i < hours.size(); i++) {
            waiting.addLast(append(hours.get(i)));
            if (waiting.size() == WAITING_MAX) {
                while (!waiting.isEmpty()) {
                    await(waiting.removeFirst());
                }
                done.accept(i + 1);
            }
        }
        while (!waiting.isEmpty()) {
            await(waiting.removeFirst());
        }
        done.accept(hours.size());
    }

    private CompletableFuture<Long> append(Hour hour) {
        byte[] body = String.join("\n", hour.lines).getBytes(StandardCharsets.UTF_8);
        byte[] payload =
                new RawRequest(0, "", ShopVisit.HOST, NOTHING, "", body, "", "", "", "", "")
                        .encode();
        CompletableFuture<Long> durable = new CompletableFuture<>();
        log.append(
                project,
                hour.received,
                RequestKind.BATCH.code(),
                payload,
                new EventLog.Listener() {
                    @Override
                    public void durable(long position) {
                        durable.complete(position);
                    }

                    @Override
                    public void refused(Code code, String message) {
                        durable.completeExceptionally(new ProblemException(code, message));
                    }
                });
        return durable;
    }

    private static void await(CompletableFuture<Long> durable) throws InterruptedException {
        try {
            durable.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
