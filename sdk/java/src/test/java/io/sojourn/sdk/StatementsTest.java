package io.sojourn.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What calls say on the wire; the fields are those of {@code docs/protocol.md}. */
class StatementsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T11:00:00Z");

    /** Bodies of the requests, with random ids named so. */
    private static String sent(Consumer<Sojourn> calls) throws Exception {
        try (TestServer server = new TestServer()) {
            try (Sojourn client =
                    Sojourn.builder("example.com", server.url())
                            .clock(InstantSource.fixed(NOW))
                            .build()) {
                calls.accept(client);
            }
            return server.seen.get(0).body().replaceAll("[0-9a-f-]{36}", "ID");
        }
    }

    @Test
    void anEventOfAPersonNamedByEmail() throws Exception {
        String body =
                sent(client -> client.track("jane@example.com", "renewed", Map.of("mrr", 99.5)));
        assertThat(body)
                .isEqualTo(
                        "[{\"app\":\"java\",\"event\":\"renewed\",\"event_id\":\"ID\",\"time\":1772362800000,"
                                + "\"properties\":{\"mrr\":99.5},\"standalone\":true,"
                                + "\"person\":{\"email\":\"jane@example.com\"}}]");
    }

    @Test
    void anEventOfAVisitorWithTheirDevice() throws Exception {
        Visitor visitor =
                Visitor.cookie("c1")
                        .withIp("203.0.113.9")
                        .withUserAgent("UA/1.0")
                        .withLanguage("en-US")
                        .withScreen("1024x768")
                        .withReferrer("https://ref.example/")
                        .with("plan", "pro");
        Event event =
                Event.named("purchase")
                        .with("amount", 149)
                        .at(Instant.ofEpochMilli(1_700_000_000_000L))
                        .withId("inv-17");
        assertThat(sent(client -> client.track(visitor, event)))
                .isEqualTo(
                        "[{\"app\":\"java\",\"event\":\"purchase\",\"event_id\":\"inv-17\",\"time\":1700000000000,"
                                + "\"properties\":{\"amount\":149},\"cookie\":\"c1\",\"ip\":\"203.0.113.9\","
                                + "\"user_agent\":\"UA/1.0\",\"language\":\"en-US\",\"screen\":\"1024x768\","
                                + "\"referrer\":\"https://ref.example/\",\"person\":{\"plan\":\"pro\"}}]");
    }

    @Test
    void propertiesOfAPersonAndThatTheirVisitGoesOn() throws Exception {
        String body =
                sent(
                        client -> {
                            client.identify("jane@example.com", Map.of("plan", "pro"));
                            client.ping(Visitor.id("u1").withIp("203.0.113.9"));
                        });
        assertThat(body)
                .isEqualTo(
                        "[{\"app\":\"java\",\"type\":\"identify\",\"time\":1772362800000,\"standalone\":true,"
                                + "\"person\":{\"email\":\"jane@example.com\",\"plan\":\"pro\"}},"
                                + "{\"app\":\"java\",\"type\":\"ping\",\"time\":1772362800000,\"ip\":\"203.0.113.9\","
                                + "\"person\":{\"id\":\"u1\"}}]");
    }

    @Test
    void requestsNameTheProjectAndTheKey() throws IOException {
        try (TestServer server = new TestServer()) {
            try (Sojourn client =
                    Sojourn.builder("Bücher & mehr", server.url() + "/journeys/")
                            .apiKey("app", "secret")
                            .build()) {
                client.track("a@b.c", "one");
            }
            TestServer.Seen request = server.seen.get(0);
            assertThat(request.path())
                    .isEqualTo("/journeys/api/v1/track?project=B%C3%BCcher+%26+mehr");
            assertThat(request.headers())
                    .containsEntry("Authorization", "Basic YXBwOnNlY3JldA==")
                    .containsEntry("Content-type", "application/json");
        }
    }

    @Test
    void aVisitorIsNotChangedByItsCopies() throws Exception {
        Visitor jane = Visitor.email("a@b.c");
        Visitor pro = jane.with("plan", "pro");
        assertThat(sent(client -> client.identify(jane)))
                .doesNotContain("plan")
                .isNotEqualTo(sent(client -> client.identify(pro)));
    }

    @Test
    void whatCannotBeWrittenFailsAlone() throws Exception {
        try (TestServer server = new TestServer()) {
            try (Sojourn client =
                    Sojourn.builder("example.com", server.url())
                            .onFailure((why, statement) -> {})
                            .build()) {
                var bad = client.track("a@b.c", "bad", Map.of("x", Double.NaN));
                var good = client.track("a@b.c", "good");
                client.flush();
                assertThat(good).isCompleted();
                assertThatThrownBy(bad::join)
                        .isInstanceOf(CompletionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                SojournException.class,
                                e -> assertThat(e.code()).isEqualTo("invalid_value"));
                assertThat(client.stats()).isEqualTo(new Stats(1, 1, 0, 0));
            }
            assertThat(server.events()).isEqualTo(List.of("good"));
        }
    }

    @Test
    void emptyNamesAndAddressesThatAreNoneAreRefusedAtOnce() {
        assertThatThrownBy(() -> Visitor.email("")).hasMessage("email must not be empty");
        assertThatThrownBy(() -> Event.named(""))
                .hasMessage("the name of an event must not be empty");
        assertThatThrownBy(() -> Sojourn.builder("example.com", "example.com"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://example.com");
        assertThatThrownBy(() -> Sojourn.builder("example.com", "http://x").flushAt(1_001))
                .hasMessage("flushAt must be from 1 to 1000, got 1001");
    }
}
