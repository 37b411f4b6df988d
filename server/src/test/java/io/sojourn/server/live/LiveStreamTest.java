package io.sojourn.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.config.Setting;
import io.sojourn.server.live.LiveKit.Sent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LiveStreamTest {

    @TempDir Path folder;
    private LiveKit server = null;

    @BeforeEach
    void start() throws IOException {
        server =
                new LiveKit(
                        folder.resolve("data"), Map.of(Setting.BATCH_ITEMS_MAX, List.of("1000")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static List<String> names(JsonNode snapshot) {
        List<String> names = new ArrayList<>();
        snapshot.path("events").forEach(event -> names.addFirst(event.path("name").asText()));
        return names;
    }

    @Test
    void theStateComesFirstAndEveryEventAfterItOnceAndInOrder() throws Exception {
        Thread sender =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    for (int i = 0; i < 150; i++) {
                                        try {
                                            server.track("ce", "cookie=c" + i % 7 + "&event=e" + i);
                                        } catch (IOException | InterruptedException e) {
                                            throw new IllegalStateException(e);
                                        }
                                    }
                                });
        List<LiveKit.Stream> streams = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            streams.add(server.follow(""));
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            expected.add("e" + i);
        }
        for (LiveKit.Stream stream : streams) {
            Sent first = stream.next();
            assertThat(first.name()).isEqualTo("snapshot");
            List<String> seen = names(first.data());
            while (seen.size() < 150) {
                seen.add(stream.next("event").data().path("name").asText());
            }
            assertThat(seen).isEqualTo(expected);
        }
        sender.join();
    }

    @Test
    void anEventIsSeenWithinASecondOfItsAcknowledgement() throws Exception {
        LiveKit.Stream stream = server.follow("");
        stream.next("snapshot");
        long[] millis = new long[20];
        for (int i = 0; i < millis.length; i++) {
            server.track("ce", "cookie=c&event=e" + i);
            long acknowledged = System.nanoTime();
            Sent event = stream.next("event");
            assertThat(event.data().path("name").asText()).isEqualTo("e" + i);
            millis[i] = TimeUnit.NANOSECONDS.toMillis(event.arrivedNanos() - acknowledged);
        }
        Arrays.sort(millis);
        System.out.printf(
                "acknowledged -> seen: median %d ms, slowest %d ms of %d%n",
                millis[10], millis[19], millis.length);
        assertThat(millis[10]).isLessThan(1_000);
    }

    @Test
    void aClientThatComesBackGetsWhatItMissed() throws Exception {
        server.track("ce", "cookie=c&event=one");
        LiveKit.Stream first = server.follow("");
        JsonNode snapshot = first.next("snapshot").data();
        String known =
                names(snapshot).isEmpty()
                        ? first.next("event").id()
                        : snapshot.at("/events/0/id").asText();
        first.close();
        server.track("ce", "cookie=c&event=two");
        server.track("ce", "cookie=c&event=three");
        server.applied();

        LiveKit.Stream again = server.follow("", Optional.of(known));
        assertThat(names(again.next("snapshot").data())).containsExactly("one");
        assertThat(again.next("event").data().path("name").asText()).isEqualTo("two");
        assertThat(again.next("event").data().path("name").asText()).isEqualTo("three");
    }

    @Test
    void aClientThatComesBackTooLateIsToldSoAndGetsTheState() throws Exception {
        sendMany(500);
        server.applied();
        LiveKit.Stream stream = server.follow("", Optional.of("1"));
        assertThat(names(stream.next("snapshot").data())).hasSize(RecentEvents.EVENTS_MAX);
        assertThat(stream.next("gap").data().path("missed").isNull()).isTrue();
    }

    @Test
    void aClientSeesTheEventsItAskedFor() throws Exception {
        server.track("ce", "cookie=ann&event=look");
        server.track("ce", "cookie=bob&event=look");
        server.track("ce", "cookie=ann&event=buy");
        server.applied();
        String ann =
                server.json("/api/v1/projects/1/live/snapshot").at("/events/0/person").asText();

        assertThat(names(server.follow("?events=buy,leave").next("snapshot").data()))
                .containsExactly("buy");
        LiveKit.Stream hers = server.follow("?person=" + ann);
        assertThat(names(hers.next("snapshot").data())).containsExactly("look", "buy");
        server.track("ce", "cookie=bob&event=buy");
        server.track("ce", "cookie=ann&event=leave");
        assertThat(hers.next("event").data().path("name").asText()).isEqualTo("leave");

        String bot = "&app=js-client&user-agent=Googlebot/2.1";
        LiveKit.Stream people = server.follow("");
        LiveKit.Stream all = server.follow("?bots=true");
        people.next("snapshot");
        all.next("snapshot");
        server.track("ce", "cookie=g&event=crawl" + bot);
        server.track("ce", "cookie=ann&event=stay");
        assertThat(all.next("event").data().path("bot").asBoolean()).isTrue();
        assertThat(people.next("event").data().path("name").asText()).isEqualTo("stay");
    }

    @Test
    void whoIsThereIsToldWithTheirPageAndWhoWasMergedIsOne() throws Exception {
        LiveKit.Stream stream = server.follow("");
        assertThat(stream.next("snapshot").data().path("online").asInt()).isZero();
        server.track(
                "ce",
                "cookie=c1&event=pv&app=js-client&ce_uri=https://shop.example/shoes&ce_title=Shoes&cv_email=ann@x.example&cv_name=Ann");
        JsonNode online = stream.next("online").data();
        assertThat(online.path("online").asInt()).isOne();
        assertThat(online.at("/people/0/name").asText()).isEqualTo("Ann");
        assertThat(online.at("/people/0/page").asText()).isEqualTo("shop.example/shoes");
        assertThat(online.at("/people/0/title").asText()).isEqualTo("Shoes");
        assertThat(online.at("/pages/shop.example~1shoes").asInt()).isOne();

        server.track("ce", "cookie=c2&event=pv&ce_uri=https://shop.example/hats");
        assertThat(stream.next("online").data().path("online").asInt()).isEqualTo(2);
        server.track("identify", "cookie=c2&cv_email=ann@x.example");
        JsonNode merged = stream.next("online").data();
        assertThat(merged.path("online").asInt()).isOne();
        assertThat(merged.path("gone")).hasSize(1);
        assertThat(merged.at("/people/0/page").asText()).isEqualTo("shop.example/hats");
        assertThat(merged.at("/people/0/events").asInt()).isEqualTo(2);
        assertThat(stream.next("rate").data().path("minutes")).hasSize(60);
    }

    @Test
    void aDeletedPersonIsGoneFromTheStateAtOnce() throws Exception {
        server.track("ce", "cookie=c1&event=look");
        server.track("ce", "cookie=c2&event=look");
        server.applied();
        JsonNode before = server.json("/api/v1/projects/1/live/snapshot");
        String person = before.at("/events/0/person").asText();
        assertThat(server.send("DELETE", "/api/v1/projects/1/people/" + person, "").statusCode())
                .isBetween(200, 299);
        server.applied();
        await(
                () -> {
                    JsonNode after = server.json("/api/v1/projects/1/live/snapshot");
                    return after.path("events").size() == 1 && after.path("online").asInt() == 1;
                });
    }

    private interface Question {
        boolean holds() throws Exception;
    }

    private static void await(Question question) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!question.holds()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void anImportIsSeenButBringsNobody() throws Exception {
        LiveKit.Stream stream = server.follow("");
        stream.next("snapshot");
        String line =
                "{\"visitor\":{\"cookie\":\"c\"},\"actions\":[{\"name\":\"buy\",\"time\":1764500000000}]}";
        assertThat(server.send("POST", "/api/v1/projects/1/import", line).statusCode())
                .isEqualTo(200);
        assertThat(stream.next("event").data().path("name").asText()).isEqualTo("buy");
        assertThat(server.json("/api/v1/projects/1/live/online").path("count").asInt()).isZero();
    }

    @Test
    void aRefusalIsToldWithWhatToDo() throws Exception {
        LiveKit.Stream stream = server.follow("");
        stream.next("snapshot");
        server.track("ce", "event=nobody");
        JsonNode refused = stream.next("refused").data();
        assertThat(refused.path("reason").asText()).isEqualTo("no_identifier");
        assertThat(refused.path("advice").asText()).contains("cookie");
    }

    @Test
    @Tag("slow")
    void aClientThatDoesNotReadIsToldHowManyItMissedAndGetsTheState() throws Exception {
        InputStream unread = server.open("", Optional.empty());
        int sent = sendMany(6_000);
        server.applied();
        server.json("/api/v1/projects/1/live/online");
        LiveKit.Stream stream = server.read(unread);
        int told = 0;
        long missed = -1;
        while (missed < 0) {
            Sent next = stream.next();
            told += next.name().equals("event") ? 1 : 0;
            missed = next.name().equals("gap") ? next.data().path("missed").asLong() : missed;
        }
        System.out.printf("a client that did not read: %d told, %d missed%n", told, missed);
        assertThat(missed).isPositive();
        assertThat(told + missed).isEqualTo(sent);
        assertThat(stream.next("snapshot").data().path("events")).isNotEmpty();
        server.track("ce", "cookie=c&event=after");
        assertThat(stream.next("event").data().path("name").asText()).isEqualTo("after");
    }

    private int sendMany(int events) throws Exception {
        String filler = "x".repeat(4_000);
        for (int from = 0; from < events; from += 500) {
            StringBuilder items = new StringBuilder();
            for (int i = from; i < from + 500; i++) {
                items.append(i > from ? "," : "[")
                        .append("{\"event\":\"e")
                        .append(i)
                        .append("\",\"cookie\":\"c\",\"properties\":{\"filler\":\"")
                        .append(filler)
                        .append("\"}}");
            }
            assertThat(
                            server.send(
                                            "POST",
                                            "/api/v1/track?project=shop.example",
                                            items.append("]").toString())
                                    .body())
                    .contains("\"accepted\":500");
        }
        return events;
    }

    @Test
    void oneUserHasSoManyStreamsAndNoMore() throws Exception {
        for (int i = 0; i < Streams.OF_USER_MAX; i++) {
            server.follow("").next("snapshot");
        }
        assertThat(server.get("/api/v1/projects/1/live").statusCode()).isEqualTo(429);
    }

    @Test
    @Tag("slow")
    void aStreamEndsSoonAfterItsKeyWasRevoked() throws Exception {
        JsonNode key =
                LiveKit.JSON.readTree(
                        server.send(
                                        "POST",
                                        "/api/v1/keys",
                                        "{\"name\":\"screen\",\"role\":\"viewer\",\"project\":\"1\"}")
                                .body());
        String appId = key.path("appId").asText();
        LiveKit.Stream stream = server.followAs(appId + ":" + key.path("secret").asText());
        stream.next("snapshot");
        assertThat(server.send("DELETE", "/api/v1/keys/" + appId, "").statusCode())
                .isBetween(200, 299);
        assertThat(stream.next("end").data().path("reason").asText()).isEqualTo("rights_changed");
    }

    @Test
    void aStopEndsTheStreamsAtOnce() throws Exception {
        LiveKit.Stream stream = server.follow("");
        stream.next("snapshot");
        long begun = System.nanoTime();
        server.stop();
        assertThat(stream.next("end").data().path("reason").asText()).isEqualTo("stopping");
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(10);
    }

    @Test
    void aStartedServerKnowsWhoWasThereBefore() throws Exception {
        server.track("ce", "cookie=c1&event=pv&ce_uri=https://shop.example/shoes");
        server.track("ce", "cookie=c2&event=pv&ce_uri=https://shop.example/hats");
        server.track("identify", "cookie=c1&cv_email=ann@x.example");
        server.track("identify", "cookie=c2&cv_email=ann@x.example");
        server.applied();
        JsonNode before = server.json("/api/v1/projects/1/live/snapshot");
        server.close();
        server = new LiveKit(folder.resolve("data"));
        JsonNode after = server.json("/api/v1/projects/1/live/snapshot");
        assertThat(after.path("online").asInt()).isOne();
        assertThat(after.path("people")).isEqualTo(before.path("people"));
        assertThat(after.path("events")).isEqualTo(before.path("events"));
    }
}
