package io.sojourn.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.sdk.TestServer.Say;
import io.sojourn.sdk.TestServer.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When batches leave, what is sent again, what fails, and what closing does. */
class SendingTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final String EMAIL = "a@b.c";

    private static SojournBuilder client(TestServer server) {
        return client(server.url());
    }

    private static SojournBuilder client(String url) {
        return Sojourn.builder("example.com", url)
                .retryDelays(Duration.ofMillis(1), Duration.ofMillis(4))
                .onFailure((why, statement) -> {});
    }

    private static String code(CompletableFuture<Void> told) {
        return told.handle((done, why) -> why instanceof SojournException e ? e.code() : "accepted")
                .join();
    }

    // --- when

    @Test
    void aBatchLeavesWhenThereIsEnough() throws Exception {
        try (TestServer server = new TestServer();
                Sojourn client = client(server).flushAt(3).flushInterval(LONG).build()) {
            client.track(EMAIL, "one");
            client.track(EMAIL, "two");
            client.track(EMAIL, "three").get(10, TimeUnit.SECONDS);
            assertThat(server.seen)
                    .extracting(request -> request.items().size())
                    .containsExactly(3);
        }
    }

    @Test
    void aBatchLeavesAfterTheInterval() throws Exception {
        try (TestServer server = new TestServer();
                Sojourn client = client(server).flushInterval(Duration.ofMillis(5)).build()) {
            client.track(EMAIL, "one").get(10, TimeUnit.SECONDS);
            assertThat(server.events()).containsExactly("one");
        }
    }

    @Test
    void aBatchHoldsAThousandStatementsAndAMegabyteAtMost() throws Exception {
        try (TestServer server = new TestServer();
                Sojourn client = client(server).flushAt(1_000).flushInterval(LONG).build()) {
            for (int i = 0; i < 999; i++) {
                client.track(EMAIL, "small " + i);
            }
            for (int i = 0; i < 4; i++) {
                client.track(EMAIL, "large " + i, Map.of("text", "x".repeat(400_000)));
            }
            client.flush();
            assertThat(server.events()).hasSize(1_003).doesNotHaveDuplicates();
            assertThat(server.seen)
                    .allSatisfy(
                            request -> {
                                assertThat(request.items()).hasSizeLessThanOrEqualTo(1_000);
                                assertThat(request.body()).hasSizeLessThan(1_000_100);
                            });
        }
    }

    // --- what is sent again

    @ParameterizedTest
    @ValueSource(ints = {0, 408, 429, 500, 502, 503, 504})
    void aBatchIsSentAgainWithTheSameIdsAfter(int status) throws Exception {
        try (TestServer server = new TestServer(seen -> Say.status(status));
                Sojourn client = client(server).build()) {
            client.track(EMAIL, "one");
            client.track(EMAIL, "two");
            client.flush();
            assertThat(server.seen).hasSize(2);
            assertThat(server.seen.get(1).body()).isEqualTo(server.seen.get(0).body());
            assertThat(new HashSet<>(server.seen.get(0).items())).hasSize(2);
            assertThat(client.stats()).isEqualTo(new Stats(2, 0, 0, 1));
        }
    }

    @Test
    void anAnswerThatIsNotTheServersIsNone() throws Exception {
        try (TestServer server =
                        new TestServer(seen -> new Say(200, "<html>maintenance</html>", Map.of()));
                Sojourn client = client(server).build()) {
            client.track(EMAIL, "one");
            client.flush();
            assertThat(client.stats()).isEqualTo(new Stats(1, 0, 0, 1));
        }
    }

    @Test
    void anAnswerThatTakesTooLongIsNone() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        Function<Seen, Say> slow =
                seen -> {
                    try {
                        hold.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return TestServer.acceptAll(seen);
                };
        try (TestServer server = new TestServer(slow);
                Sojourn client = client(server).timeout(Duration.ofMillis(200)).build()) {
            client.track(EMAIL, "one");
            client.flush();
            assertThat(client.stats()).isEqualTo(new Stats(1, 0, 0, 1));
            hold.countDown();
        }
    }

    @Test
    void onlyThoseThatCameTooFastAreSentAgain() throws Exception {
        String body =
                "{\"items\":[{\"status\":\"accepted\"},{\"status\":\"rejected\",\"code\":\"rate_limited\","
                        + "\"field\":\"\",\"message\":\"\"}]}";
        try (TestServer server = new TestServer(seen -> new Say(200, body, Map.of()));
                Sojourn client = client(server).build()) {
            client.track(EMAIL, "one");
            client.track(EMAIL, "two");
            client.flush();
            assertThat(server.events()).containsExactly("one", "two", "two");
            assertThat(client.stats()).isEqualTo(new Stats(2, 0, 0, 1));
        }
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        assertThat(Post.retryAfter("120", now)).isEqualTo(Duration.ofMinutes(2));
        assertThat(Post.retryAfter("Sun, 01 Mar 2026 12:00:30 GMT", now))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(Post.retryAfter("Sun, 01 Mar 2026 11:00:00 GMT", now)).isZero();
        assertThat(Post.retryAfter("soon", now)).isZero();
    }

    @Test
    void theServerIsGivenTheTimeItAsksFor() throws Exception {
        try (TestServer server =
                        new TestServer(seen -> new Say(503, "", Map.of("Retry-After", "1")));
                Sojourn client = client(server).build()) {
            long begun = System.nanoTime();
            client.track(EMAIL, "one");
            client.flush();
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void retriesCanBeCounted() throws Exception {
        Function<Seen, Say> broken = seen -> Say.status(500);
        try (TestServer server = new TestServer(broken, broken, broken);
                Sojourn client = client(server).retries(2).build()) {
            CompletableFuture<Void> told = client.track(EMAIL, "one");
            client.flush();
            assertThat(server.seen).hasSize(3);
            assertThat(code(told)).isEqualTo("retries_used_up");
        }
    }

    // --- what is refused

    @ParameterizedTest
    @CsvSource({"400,malformed_body", "403,key_required", "404,http_404", "301,http_301"})
    void aRequestIsNotMadeAgainAfter(int status, String code) throws Exception {
        String body = code.startsWith("http_") ? "" : "{\"code\":\"" + code + "\"}";
        try (TestServer server = new TestServer(seen -> new Say(status, body, Map.of()));
                Sojourn client = client(server).build()) {
            CompletableFuture<Void> one = client.track(EMAIL, "one");
            CompletableFuture<Void> two = client.track(EMAIL, "two");
            client.flush();
            assertThat(server.seen).hasSize(1);
            assertThat(List.of(code(one), code(two))).containsOnly(code);
        }
    }

    @Test
    void arejectedItemHasItsOwnReasonAndTheOthersAreTaken() throws Exception {
        String body =
                "{\"items\":[{\"status\":\"rejected\",\"code\":\"value_too_long\",\"field\":\"properties.x\","
                        + "\"message\":\"more than 8192 bytes\"},{\"status\":\"accepted\"}]}";
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        try (TestServer server = new TestServer(seen -> new Say(200, body, Map.of()));
                Sojourn client =
                        client(server)
                                .onFailure((why, statement) -> told.add(why.field() + statement))
                                .build()) {
            CompletableFuture<Void> one = client.track(EMAIL, "one");
            CompletableFuture<Void> two = client.track(EMAIL, "two");
            client.flush();
            assertThatThrownBy(one::join).hasRootCauseMessage("properties.x: more than 8192 bytes");
            assertThat(two).isCompleted();
            assertThat(told).singleElement().asString().startsWith("properties.x{\"app\":\"java\"");
        }
    }

    @Test
    void aBatchThatIsTooLargeIsHalvedUntilTheCulpritIsAlone() throws Exception {
        Function<Seen, Say> tooLarge =
                seen ->
                        seen.body().contains("\"three\"")
                                ? new Say(413, "{\"code\":\"body_too_large\"}", Map.of())
                                : TestServer.acceptAll(seen);
        try (TestServer server = new TestServer(tooLarge, tooLarge, tooLarge, tooLarge, tooLarge);
                Sojourn client = client(server).build()) {
            List<CompletableFuture<Void>> told = new ArrayList<>();
            for (String name : List.of("one", "two", "three", "four")) {
                told.add(client.track(EMAIL, name));
            }
            client.flush();
            assertThat(told.stream().map(SendingTest::code))
                    .containsExactly("accepted", "accepted", "body_too_large", "accepted");
        }
    }

    // --- the queue and the end

    @Test
    void aFullQueueRefusesAndTakesAgainOnceThereIsRoom() throws Exception {
        try (TestServer server = new TestServer();
                Sojourn client = client(server).queueMax(2).flushInterval(LONG).build()) {
            client.track(EMAIL, "one");
            client.track(EMAIL, "two");
            assertThat(code(client.track(EMAIL, "three"))).isEqualTo("queue_full");
            client.flush();
            CompletableFuture<Void> four = client.track(EMAIL, "four");
            client.flush();
            assertThat(code(four)).isEqualTo("accepted");
            assertThat(client.stats()).isEqualTo(new Stats(3, 1, 0, 0));
        }
    }

    @Test
    void closingSendsWhatWaitsAndRefusesWhatComesAfter() throws Exception {
        try (TestServer server = new TestServer(seen -> Say.status(503))) {
            Sojourn client = client(server).flushInterval(LONG).build();
            CompletableFuture<Void> one = client.track(EMAIL, "one");
            client.close();
            assertThat(one).isCompleted();
            assertThat(code(client.track(EMAIL, "two"))).isEqualTo("closed");
            client.close();
            assertThat(client.stats()).isEqualTo(new Stats(1, 1, 0, 1));
        }
    }

    @Test
    void closingEndsWhenItsTimeIsOverAndSaysWhatWasNotSent() throws Exception {
        String nobody;
        try (TestServer gone = new TestServer()) {
            nobody = gone.url();
        }
        Sojourn client =
                client(nobody).closeTimeout(Duration.ofMillis(50)).retryDelays(LONG, LONG).build();
        CompletableFuture<Void> one = client.track(EMAIL, "one");
        client.flush(Duration.ofMillis(1));
        CompletableFuture<Void> two = client.track(EMAIL, "two");
        client.close();
        assertThat(List.of(code(one), code(two))).containsOnly("not_sent");
        assertThat(client.stats().failed()).isEqualTo(2);
    }

    @Test
    void whatHangsOnAFutureCanTrackButNotWait() throws Exception {
        try (TestServer server = new TestServer();
                Sojourn client = client(server).build()) {
            CompletableFuture<Void> waited =
                    client.track(EMAIL, "one")
                            .thenRun(
                                    () -> {
                                        client.track(EMAIL, "two");
                                        try {
                                            client.flush();
                                        } catch (InterruptedException e) {
                                            throw new IllegalStateException(e);
                                        }
                                    });
            client.flush();
            client.flush();
            assertThat(server.events()).containsExactly("one", "two");
            assertThatThrownBy(waited::join).hasMessageContaining("would wait for itself");
        }
    }
}
