package io.sojourn.server.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.core.person.Identifier;
import io.sojourn.server.crash.Ledger.Fate;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// A part of the load that sends one statement after the other, for cookies that only it uses: events alone and in
/// batches, updates before and after their events, repeated events, identifies that merge, pings, and by API merges,
/// un-merges and deletions.
final class Visitors {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DOMAIN = "crash.example";
    private static final int PEOPLE = 12;

    private final String name;
    private final RandomGenerator random;
    private final Ledger ledger;
    private final AtomicInteger numbers;
    private final int valueChars;
    private int families;
    private int singles;
    private int mortals;
    private final Set<Identifier> handled = new HashSet<>();
    private final List<Known> found = new ArrayList<>();
    private final List<Statement> repeatables = new ArrayList<>();
    private final List<Integer> withId = new ArrayList<>();

    /// @param name of its own
    /// @param numbers the numbers of events and updates, shared by all
    /// @param valueChars length of the value that every event of a batch carries
    Visitors(
            String name,
            RandomGenerator random,
            Ledger ledger,
            AtomicInteger numbers,
            int valueChars) {
        this.name = name;
        this.random = random;
        this.ledger = ledger;
        this.numbers = numbers;
        this.valueChars = valueChars;
    }

    /// One step of somebody's life.
    void step(Client client) throws Client.Gone, InterruptedException {
        int what = random.nextInt(100);
        if (what < 40) {
            client.track(event(cookie(), random.nextInt(10) < 7));
        } else if (what < 53) {
            client.track(batch());
        } else if (what < 59) {
            family(client);
        } else if (what < 68) {
            updateAfter(client);
        } else if (what < 73) {
            updateBefore(client);
        } else if (what < 78) {
            client.track(plain("ping", "cookie=" + cookie()));
        } else if (what < 83) {
            repeat(client);
        } else if (what < 89) {
            client.track(event(name + "-m" + ++singles, true));
        } else if (what < 93) {
            client.track(event(name + "-d" + ++mortals, false));
        } else {
            byHand(client);
        }
    }

    private String cookie() {
        return name + "-c" + random.nextInt(PEOPLE);
    }

    private static Statement plain(String endpoint, String query) {
        return new Statement(
                "/track/" + endpoint + "/?host=" + DOMAIN + "&" + query, "", true, fate -> {});
    }

    private Statement event(String cookie, boolean hasId) {
        int number = numbers.incrementAndGet();
        return event(number, cookie, hasId ? "&idptnc=e" + number : "");
    }

    private Statement event(int number, String cookie, String id) {
        Statement statement =
                new Statement(
                        "/track/ce/?host=%s&cookie=%s&event=view&ce_n=%d%s"
                                .formatted(DOMAIN, cookie, number, id),
                        "",
                        !id.isEmpty(),
                        fate -> ledger.event(number, cookie, fate));
        if (!id.isEmpty()) {
            withId.add(number);
            repeatables.add(statement);
        }
        return statement;
    }

    Statement batch() {
        StringBuilder items = new StringBuilder("[");
        List<Integer> sent = new ArrayList<>();
        String cookie = cookie();
        for (int i = random.nextInt(1, 20); i > 0; i--) {
            int number = numbers.incrementAndGet();
            sent.add(number);
            items.append(items.length() > 1 ? "," : "")
                    .append(
                            "{\"project\":\"%s\",\"event\":\"used\",\"event_id\":\"e%d\",\"cookie\":\"%s\","
                                    .formatted(DOMAIN, number, cookie))
                    .append("\"properties\":{\"n\":%d,\"text\":\"%s\"}}".formatted(number, text()));
        }
        Statement statement =
                new Statement(
                        "/api/v1/track",
                        items.append(']').toString(),
                        true,
                        fate -> sent.forEach(number -> ledger.event(number, cookie, fate)));
        withId.addAll(sent);
        repeatables.add(statement);
        return statement;
    }

    private String text() {
        StringBuilder text = new StringBuilder(valueChars);
        while (text.length() < valueChars) {
            text.append(Long.toString(random.nextLong(), 36));
        }
        return text.toString();
    }

    /// Two cookies that one email address turns out to be.
    private void family(Client client) throws Client.Gone, InterruptedException {
        String family = name + "-f" + ++families;
        String email = family + "@" + DOMAIN;
        client.track(event(family + "a", true));
        client.track(event(family + "b", true));
        List<Fate> told = new ArrayList<>();
        client.track(identify(family + "a", email, told));
        client.track(identify(family + "b", email, told));
        if (told.equals(List.of(Fate.ACKNOWLEDGED, Fate.ACKNOWLEDGED))) {
            Identifier address = new Identifier(Identifier.EMAIL, email);
            ledger.together(new Identifier(Identifier.COOKIE, family + "a"), address, true);
            ledger.together(new Identifier(Identifier.COOKIE, family + "b"), address, true);
        }
    }

    private static Statement identify(String cookie, String email, List<Fate> told) {
        return new Statement(
                "/track/identify/?host=%s&cookie=%s&cv_email=%s&cv_name=%s"
                        .formatted(DOMAIN, cookie, email, cookie),
                "",
                true,
                told::add);
    }

    private Statement update(int event) {
        int number = numbers.incrementAndGet();
        return new Statement(
                "/track/update/?host=%s&idptnc=e%d&ce_u%d=%d&duration=%d"
                        .formatted(DOMAIN, event, number, number, random.nextInt(10_000)),
                "",
                true,
                fate -> ledger.update(number, event, fate));
    }

    private void updateAfter(Client client) throws Client.Gone, InterruptedException {
        if (!withId.isEmpty()) {
            client.track(update(withId.get(random.nextInt(withId.size()))));
        }
    }

    private void updateBefore(Client client) throws Client.Gone, InterruptedException {
        int number = numbers.incrementAndGet();
        client.track(update(number));
        client.track(event(number, cookie(), "&idptnc=e" + number));
    }

    /// Sent a second time, as a client does whose first answer got lost.
    private void repeat(Client client) throws Client.Gone, InterruptedException {
        if (!repeatables.isEmpty()) {
            client.track(repeatables.get(random.nextInt(repeatables.size())));
        }
    }

    // --- by API

    private record Known(long number, List<JsonNode> identifiers) {
        Identifier first() {
            return new Identifier(Identifier.COOKIE, identifiers.getFirst().path("value").asText());
        }
    }

    /// Looks at a few people and merges, un-merges or deletes those that are meant for it.
    private void byHand(Client client) throws Client.Gone, InterruptedException {
        long visitors = 4L * (PEOPLE + 3L * families + singles + mortals);
        for (int tries = 0; tries < 6; tries++) {
            Known person = known(client.api("GET", "/people/" + random.nextLong(1, visitors), ""));
            if (person.identifiers().size() != 1 || !handled.add(person.first())) {
                continue;
            }
            String cookie = person.first().value();
            if (cookie.startsWith(name + "-d")) {
                delete(client, person);
            } else if (cookie.startsWith(name + "-m") && found.isEmpty()) {
                found.add(person);
            } else if (cookie.startsWith(name + "-m")) {
                merge(client, found.removeFirst(), person);
            }
        }
    }

    private static Known known(HttpResponse<String> answer) {
        List<JsonNode> identifiers = new ArrayList<>();
        JsonNode person = json(answer.body());
        if (answer.statusCode() == 200) {
            person.path("identifiers").forEach(identifiers::add);
        }
        return new Known(person.path("id").asLong(), identifiers);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + text, e);
        }
    }

    private void delete(Client client, Known person) throws Client.Gone, InterruptedException {
        String cookie = person.first().value();
        ledger.deletion(cookie, Fate.IN_DOUBT);
        HttpResponse<String> answer = client.api("DELETE", "/people/" + person.number(), "");
        if (answer.statusCode() / 100 == 2) {
            ledger.deletion(cookie, Fate.ACKNOWLEDGED);
        }
    }

    private void merge(Client client, Known one, Known other)
            throws Client.Gone, InterruptedException {
        HttpResponse<String> merged =
                client.api(
                        "POST",
                        "/people/" + one.number() + "/merge",
                        "{\"other\":\"" + other.number() + "\"}");
        if (merged.statusCode() / 100 != 2) {
            return;
        }
        ledger.together(one.first(), other.first(), true);
        if (random.nextBoolean()) {
            return;
        }
        ledger.forget(one.first());
        HttpResponse<String> apart =
                client.api(
                        "POST",
                        "/people/" + one.number() + "/unmerge",
                        "{\"visitors\":[\""
                                + other.identifiers().getFirst().path("visitor").asText()
                                + "\"]}");
        if (apart.statusCode() / 100 == 2) {
            ledger.together(one.first(), other.first(), false);
        }
    }
}
