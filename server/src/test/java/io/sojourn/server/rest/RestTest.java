package io.sojourn.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.kit.Answer;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Profiles, their visits and actions, schemata and exports, held against the fields that Woopra's documentation and its
/// clients' recorded traffic show.
class RestTest extends RestKit {

    @Test
    void everyFormOfACallIsTaken() throws Exception {
        String json = "{\"website\":\"shop.example\",\"email\":\"ann@x.example\"}";
        String encoded = URLEncoder.encode(json, StandardCharsets.UTF_8);
        String form = "application/x-www-form-urlencoded";
        List<Answer> answers =
                List.of(
                        server.owner().post("/rest/profile", json),
                        server.owner().post("/rest/2.0/profile", json),
                        server.owner()
                                .send(
                                        "POST",
                                        "/rest/2.2/profile",
                                        BodyPublishers.ofString("request=" + encoded),
                                        form),
                        server.owner()
                                .send(
                                        "POST",
                                        "/rest/2.4/profile",
                                        BodyPublishers.ofString("request=" + encoded),
                                        "application/json"),
                        server.owner()
                                .send(
                                        "POST",
                                        "/rest/2.4/profile",
                                        BodyPublishers.ofString(
                                                "website=shop.example&email=ann%40x.example"),
                                        form),
                        server.owner().get("/rest/2.4/profile?request=" + encoded),
                        server.owner()
                                .get("/rest/2.4/profile?project=shop.example&email=ann@x.example"));
        for (Answer answer : answers) {
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(answer.text()).isEqualTo(answers.getFirst().text());
        }
        String[] key = server.firstKey().split(":", 2);
        Answer older =
                server.anonymous()
                        .with("X-Access-Id", key[0])
                        .with("X-Access-Secret", key[1])
                        .with("X-Api-Version", "2.0")
                        .get("/rest/profile?website=shop.example&email=ann@x.example");
        assertThat(older.text()).isEqualTo(answers.getFirst().text());
        assertThat(server.anonymous().get("/rest/profile?website=shop.example").status())
                .isEqualTo(401);
    }

    @Test
    void aProfileHasTheShapeOfItsVersion() throws Exception {
        JsonNode second =
                post("2.4/profile", "{\"website\":\"shop.example\",\"email\":\"ann@x.example\"}");
        assertThat(fields(second)).containsExactly("summary", "custom");
        assertThat(fields(second.path("summary")))
                .containsExactly("pid", "firstSeen", "lastSeen", "actions", "online");
        assertThat(second.at("/summary/actions").asLong()).isEqualTo(3);
        assertThat(second.at("/summary/online").asBoolean()).isTrue();
        assertThat(second.at("/custom/plan").asText()).isEqualTo("pro");

        Answer answer =
                server.owner().get("/rest/3.7/profile?project=shop.example&key=cookie&value=c1");
        JsonNode third = answer.json();
        assertThat(fields(third)).containsExactly("pid", "properties");
        assertThat(third.path("pid").asText()).isEqualTo(second.at("/summary/pid").asText());
        JsonNode property = third.path("properties").get(0);
        assertThat(fields(property)).containsExactly("key", "value");
        assertThat(third.path("properties").findValuesAsText("key"))
                .contains("email", "name", "plan");
    }

    @Test
    void whoIsUnknownOrNotNamedIsToldSo() throws Exception {
        Answer unknown =
                server.owner()
                        .post(
                                "/rest/2.4/profile",
                                "{\"website\":\"shop.example\",\"email\":\"nobody@x.example\"}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("code").asText()).isEqualTo("unknown_person");
        Answer nobody = server.owner().post("/rest/2.4/profile", "{\"website\":\"shop.example\"}");
        assertThat(nobody.json().at("/errors/0/code").asText()).isEqualTo("missing_field");
        Answer nowhere = server.owner().post("/rest/2.4/profile", "{\"website\":\"x.example\"}");
        assertThat(nowhere.status()).isEqualTo(404);
        assertThat(nowhere.json().path("code").asText()).isEqualTo("unknown_project");
        assertThat(server.owner().post("/rest/2.4/nothing", "{}").status()).isEqualTo(404);
    }

    @Test
    void visitsHaveTheFieldsOfWoopraLogsNewestActionFirst() throws Exception {
        JsonNode visits =
                post(
                        "2.4/profile/visits",
                        "{\"website\":\"shop.example\",\"email\":\"ann@x.example\"}");
        assertThat(fields(visits)).containsExactly("pid", "total", "visits");
        assertThat(visits.path("total").asInt()).isEqualTo(2);
        JsonNode first = visits.path("visits").get(1);
        assertThat(fields(first))
                .contains(
                        "pid",
                        "type",
                        "time",
                        "date",
                        "h",
                        "hour_of_day",
                        "minute",
                        "second",
                        "offset",
                        "number",
                        "duration",
                        "ip",
                        "screen",
                        "resolution",
                        "referrer",
                        "visitor",
                        "actions");
        assertThat(first.path("type").asText()).isEqualTo("visit");
        assertThat(first.path("time").asLong()).isEqualTo(NOW.toEpochMilli() - 48 * HOUR);
        assertThat(first.path("date").asText()).isEqualTo("3/8/26");
        assertThat(first.path("hour_of_day").asInt()).isEqualTo(12);
        assertThat(first.path("number").asInt()).isEqualTo(1);
        assertThat(first.path("duration").asInt()).isEqualTo(60);
        assertThat(first.path("resolution").asText()).isEqualTo("800x600");
        assertThat(first.at("/referrer/type").asText()).isEqualTo("search");
        assertThat(first.at("/referrer/query").asText()).isEqualTo("shoes");
        assertThat(first.at("/visitor/email").asText()).isEqualToIgnoringCase("ann@x.example");
        assertThat(first.at("/visitor/first_visit_time").asLong())
                .isEqualTo(NOW.toEpochMilli() - 48 * HOUR);
        assertThat(first.path("actions").findValuesAsText("name")).containsExactly("signup", "pv");
        JsonNode action = first.path("actions").get(0);
        assertThat(fields(action)).containsExactly("name", "id", "time", "date", "properties");
        assertThat(action.path("date").asText()).isEqualTo("12:01:00 PM");
        assertThat(action.at("/properties/seats").asText()).isEqualTo("3");
        JsonNode latest =
                post(
                        "2.4/profile/visits",
                        "{\"website\":\"shop.example\",\"email\":\"ann@x.example\",\"latest\":1}");
        assertThat(latest.at("/visits/0/number").asInt()).isEqualTo(2);
        assertThat(latest.path("visits")).hasSize(1);
    }

    @Test
    void actionsOfAPersonComeNewestFirst() throws Exception {
        JsonNode actions =
                post(
                        "3.0/profile/actions",
                        "{\"project\":\"shop.example\",\"cookie\":\"c1\",\"limit\":2}");
        assertThat(fields(actions)).containsExactly("pid", "total", "actions");
        assertThat(actions.path("total").asInt()).isEqualTo(3);
        assertThat(actions.path("actions").findValuesAsText("name"))
                .containsExactly("pay", "signup");
        assertThat(actions.at("/actions/0/properties/amount").asText()).isEqualTo("12.50");
    }

    @Test
    void anEditHoldsWhenItIsAnswered() throws Exception {
        JsonNode bob =
                post(
                        "3.7/profile",
                        "{\"project\":\"shop.example\",\"key\":\"cookie\",\"value\":\"c2\"}");
        JsonNode edited =
                post(
                        "3.7/profile/edit",
                        "{\"project\":\"shop.example\",\"pid\":\"%s\",\"data\":{\"score\":7,\"note\":\"=x\"}}"
                                .formatted(bob.path("pid").asText()));
        assertThat(fields(edited)).containsExactly("pid", "properties");
        assertThat(edited.toString())
                .contains("{\"key\":\"score\",\"value\":7}")
                .contains("{\"key\":\"note\",\"value\":\"=x\"}");
        Answer refused =
                server.owner()
                        .post(
                                "/rest/2.2/profile/edit",
                                "{\"website\":\"shop.example\",\"cookie\":\"c2\",\"data\":{\"email\":\"b@x.example\"}}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("data.email");
    }

    @Test
    void schemataAreWhatWasSeenWithTheTitlesThatAreGiven() throws Exception {
        JsonNode action =
                post(
                        "2.4/schemata/action/add",
                        """
                        {"website":"shop.example","schema":{"eventName":"signup","template":"x","icon":"y",
                         "details":{"title":"Signed up","description":"A new account"},"fields":[]}}
                        """);
        assertThat(fields(action))
                .containsExactly("eventName", "template", "icon", "details", "fields");
        assertThat(action.path("details").toString())
                .isEqualTo("{\"title\":\"Signed up\",\"description\":\"A new account\"}");
        assertThat(action.path("fields").findValuesAsText("key")).contains("seats");
        assertThat(fields(action.path("fields").get(0)))
                .containsExactly("key", "type", "aggregate");
        JsonNode visitor =
                post(
                        "2.4/schemata/visitor/add",
                        "{\"website\":\"shop.example\",\"schema\":{\"propertyName\":\"plan\",\"details\":{\"title\":\"Plan\",\"order\":3}}}");
        assertThat(fields(visitor)).containsExactly("propertyName", "type", "aggregate", "details");
        assertThat(fields(visitor.path("details")))
                .containsExactly("title", "description", "order");

        JsonNode all = post("2.4/schemata/get", "{\"website\":\"shop.example\"}");
        assertThat(fields(all)).containsExactly("actions", "visitors");
        assertThat(all.path("actions").findValuesAsText("eventName"))
                .containsExactlyInAnyOrder("pv", "signup", "pay");
        JsonNode gone =
                post(
                        "2.4/schemata/action/delete",
                        "{\"website\":\"shop.example\",\"name\":\"signup\"}");
        assertThat(gone.at("/details/title").asText()).isEmpty();
        JsonNode untitled =
                post(
                        "2.4/schemata/visitor/delete",
                        "{\"website\":\"shop.example\",\"name\":\"plan\"}");
        assertThat(untitled.at("/details/title").asText()).isEmpty();
        Answer unknown =
                server.owner()
                        .post(
                                "/rest/2.4/schemata/action/add",
                                "{\"website\":\"shop.example\",\"schema\":{\"eventName\":\"never\"}}");
        assertThat(unknown.status()).isEqualTo(404);
    }

    @Test
    void theCallsOfTheGuideWork() throws Exception {
        JsonNode people =
                post(
                        "2.4/export/people",
                        """
                        {"website":"shop.example","segment":{"filters":[{"property":"plan","operator":"equals","value":"pro"}]},
                         "properties":["email","name","company","plan"],"limit":1000}
                        """);
        assertThat(people.toString())
                .isEqualToIgnoringCase(
                        "{\"total\":1,\"people\":[{\"email\":\"ann@x.example\",\"name\":\"Ann\",\"company\":null,\"plan\":\"pro\"}]}");
        JsonNode events =
                post(
                        "2.4/export/events",
                        """
                        {"website":"shop.example","visitor":"ann@x.example","start_date":"2026-03-08","end_date":"2026-03-08","limit":500}
                        """);
        assertThat(events.path("total").asInt()).isEqualTo(2);
        assertThat(events.path("events").findValuesAsText("name")).containsExactly("pv", "signup");
        assertThat(fields(events.path("events").get(0)))
                .containsExactly("id", "name", "time", "visit", "properties");
        Answer csv =
                server.owner()
                        .with("Accept", "text/csv")
                        .post(
                                "/rest/2.4/export/events",
                                "{\"website\":\"shop.example\",\"visitor\":\"ann@x.example\"}");
        assertThat(csv.text()).startsWith("id,name,time,visit,properties\r\n");
        assertThat(csv.text().lines()).hasSize(4);
    }
}
