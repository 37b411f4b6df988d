package io.sojourn.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.config.Setting;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.TestServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Woopra's REST API, held against the fields that its documentation and its clients' recorded traffic show.
class RestTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final long HOUR = 3_600_000;

    @TempDir static Path folder;

    private static TestServer server;

    @BeforeAll
    static void history() throws IOException, InterruptedException {
        server =
                TestServer.start(
                        folder.resolve("data"),
                        InstantSource.fixed(NOW),
                        Map.of(Setting.PROJECT, List.of("shop.example")));
        long first = NOW.toEpochMilli() - 48 * HOUR;
        server.track(
                "ce",
                "host",
                "shop.example",
                "cookie",
                "c1",
                "event",
                "pv",
                "timestamp",
                first + "",
                "referer",
                "https://www.google.com/search?q=shoes",
                "screen",
                "800x600",
                "ce_url",
                "/a");
        server.track(
                "ce",
                "host",
                "shop.example",
                "cookie",
                "c1",
                "event",
                "signup",
                "timestamp",
                (first + 60_000) + "",
                "cv_email",
                "Ann@x.example",
                "cv_name",
                "Ann",
                "cv_plan",
                "pro",
                "ce_seats",
                "3");
        server.track(
                "ce",
                "host",
                "shop.example",
                "cookie",
                "c1",
                "event",
                "pay",
                "cv_email",
                "ann@x.example",
                "ce_amount",
                "12.50");
        server.track(
                "ce",
                "host",
                "shop.example",
                "cookie",
                "c2",
                "event",
                "pv",
                "timestamp",
                (first + HOUR) + "",
                "cv_name",
                "Bob",
                "cv_plan",
                "free");
        server.awaitApplied();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static JsonNode post(String endpoint, String body)
            throws IOException, InterruptedException {
        Answer answer = server.owner().post("/rest/" + endpoint, body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    private static List<String> fields(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> names(JsonNode visitors) {
        List<String> names = new ArrayList<>();
        visitors.forEach(visitor -> names.add(visitor.at("/custom/name").asText()));
        return names;
    }

    @Test
    void aSearchGivesVisitorsLastSeenFirst() throws Exception {
        JsonNode found = post("2.4/search", "{\"website\":\"shop.example\"}");
        assertThat(fields(found)).containsExactly("id", "total", "visitors");
        assertThat(found.path("id").isIntegralNumber()).isTrue();
        assertThat(found.path("total").asInt()).isEqualTo(2);
        JsonNode ann = found.path("visitors").get(0);
        assertThat(fields(ann))
                .containsExactly(
                        "pid", "firstSeen", "lastSeen", "actions", "online", "labels", "custom");
        assertThat(ann.path("lastSeen").asLong()).isEqualTo(NOW.toEpochMilli());
        assertThat(ann.path("labels").isArray()).isTrue();
        assertThat(ann.at("/custom/email").asText()).isEqualToIgnoringCase("ann@x.example");
        assertThat(names(found.path("visitors"))).containsExactly("Ann", "Bob");
    }

    @Test
    void theNextPageOfASearchIsAskedForByItsNumber() throws Exception {
        JsonNode first =
                post("3.7/search", "{\"project\":\"shop.example\",\"search\":\"x.EXAMPLE\"}");
        assertThat(names(first.path("visitors"))).containsExactly("Ann");
        JsonNode second =
                post(
                        "3.7/search",
                        "{\"project\":\"shop.example\",\"report_id\":%s,\"offset\":1}"
                                .formatted(first.path("id")));
        assertThat(second.path("total").asInt()).isEqualTo(1);
        assertThat(second.path("visitors")).isEmpty();
        Answer unknown =
                server.owner()
                        .post(
                                "/rest/3.7/search",
                                "{\"project\":\"shop.example\",\"report_id\":99999}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().at("/errors/0/field").asText()).isEqualTo("report_id");
    }

    @Test
    void segmentsChoosePeopleByWhatTheyAre() throws Exception {
        String search =
                """
                {"website":"shop.example","segments":[{"are":{"operator":"%s","filters":[
                 {"scope":"visitors","key":"plan","match":"match","value":"pro"},
                 {"scope":"visitors","key":"name","match":"contains","value":"bo"}]},"did":{"operator":"AND","filters":[]}}]}
                """;
        assertThat(names(post("2.4/search", search.formatted("OR")).path("visitors")))
                .containsExactly("Ann", "Bob");
        assertThat(names(post("2.4/search", search.formatted("AND")).path("visitors"))).isEmpty();
    }

    @Test
    void whatIsWrongWithSegmentsIsNamed() throws Exception {
        Answer answer =
                server.owner()
                        .post(
                                "/rest/2.4/search",
                                """
                                {"website":"shop.example","segments":[{"are":{"filters":[{"scope":"actions","key":"a","match":"near"}]},
                                 "did":{"operator":"AND","filters":[{"action":{"filters":[{"key":"name","match":"near","value":"x"}]},
                                   "aggregation":{"method":"median"},"timeframe":{"method":"lately"}}]}}]}
                                """);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors"))
                .extracting(error -> error.path("field").asText())
                .containsExactlyInAnyOrder(
                        "segments[0].did.filters[0].action.filters[0].match",
                        "segments[0].did.filters[0].aggregation.method",
                        "segments[0].did.filters[0].timeframe.method",
                        "segments[0].are.filters[0].scope");
    }

    private static String did(String operator, String... filters) {
        return "\"segments\":[{\"did\":{\"operator\":\"%s\",\"filters\":[%s]}}]"
                .formatted(operator, String.join(",", filters));
    }

    private static String action(String name, String more) {
        return "{\"action\":{\"operator\":\"AND\",\"filters\":[{\"scope\":\"actions\",\"key\":\"name\",\"match\":\"match\",\"value\":\"%s\"}]}%s}"
                .formatted(name, more);
    }

    @Test
    void segmentsChoosePeopleByWhatTheyDid() throws Exception {
        String paid =
                action(
                        "pay",
                        ",\"aggregation\":{\"method\":\"sum\",\"by\":\"amount\",\"match\":\"gte\",\"value\":12}");
        String today =
                ",\"timeframe\":{\"method\":\"absolute\",\"from\":\"2026-03-10\",\"to\":\"2026-03-10\"}";
        for (String[] each :
                new String[][] {
                    {did("AND", paid), "Ann"},
                    {did("AND", action("pv", "")), "Ann Bob"},
                    {did("AND", action("pv", today)), ""},
                    {did("AND", action("pv", ""), action("pay", today)), "Ann"},
                    {did("THEN", action("signup", ""), action("pay", "")), "Ann"},
                    {did("THEN", action("pay", ""), action("signup", "")), ""},
                    {did("OR", action("pay", ""), action("pv", "")), "Ann Bob"}
                }) {
            String body = "{\"website\":\"shop.example\"," + each[0] + "}";
            assertThat(String.join(" ", names(post("2.4/search", body).path("visitors"))))
                    .as(each[0])
                    .isEqualTo(each[1]);
            assertThat(post("2.4/export/people", body).path("total").asInt())
                    .as(each[0])
                    .isEqualTo(each[1].isEmpty() ? 0 : each[1].split(" ").length);
        }
    }

    @Test
    void aFunnelIsAnsweredInTheDocumentedForm() throws Exception {
        JsonNode funnel =
                post(
                        "2.4/funnel",
                        """
                        {"website":"shop.example","steps":[{"event":"pv"},{"event":"signup"},{"event":"pay"}],
                         "date_range":{"start":"2026-03-01","end":"2026-03-31"}}
                        """);
        assertThat(funnel.path("steps").findValuesAsText("count")).containsExactly("2", "1", "1");
        assertThat(fields(funnel.at("/steps/1")))
                .containsExactlyInAnyOrder(
                        "event",
                        "count",
                        "conversion_from_previous",
                        "conversion_from_first",
                        "dropoff",
                        "median_seconds");
        assertThat(funnel.at("/steps/1/conversion_from_previous").asDouble()).isEqualTo(0.5);
        assertThat(funnel.at("/steps/1/dropoff").asInt()).isEqualTo(1);
        assertThat(funnel.at("/steps/1/median_seconds").asInt()).isEqualTo(60);
        assertThat(funnel.path("excluded").asInt()).isZero();
        assertThat(funnel.path("open").asInt()).as("Bob has five days left").isEqualTo(1);
        JsonNode pro =
                post(
                        "3.7/funnel",
                        """
                        {"project":"shop.example","steps":[{"event":"pv"},{"event":"pay"}],"window":60,
                         "segment":{"filters":[{"property":"plan","operator":"equals","value":"pro"}]}}
                        """);
        assertThat(pro.path("steps").findValuesAsText("count")).containsExactly("1", "0");
    }

    @Test
    void aFunnelIsAnsweredInWoopraSForm() throws Exception {
        String goals =
                """
                "goals":[{"name":"Came","operator":"AND","filters":[{"scope":"actions","key":"name","match":"match","value":"pv"}]},
                 {"name":"Paid","filters":[{"scope":"actions","key":"name","match":"match","value":"pay"},
                   {"scope":"actions","key":"amount","match":"gt","value":10}]}],
                 "start_day":30,"end_day":0
                """;
        JsonNode all = post("2.4/funnel", "{\"website\":\"shop.example\"," + goals + "}");
        assertThat(all.at("/items/0/goals").findValuesAsText("count")).containsExactly("2", "1");
        assertThat(all.at("/items/0/goals").findValuesAsText("name"))
                .containsExactly("Came", "Paid");
        JsonNode plans =
                post(
                        "funnel",
                        "{\"website\":\"shop.example\","
                                + goals
                                + ",\"group_by\":{\"scope\":\"visitors\",\"key\":\"plan\"},"
                                + did("AND", action("pv", ""))
                                + "}");
        assertThat(plans.path("items")).hasSize(2);
        assertThat(plans.path("items").toString())
                .contains("\"name\":\"pro\"", "\"name\":\"free\"");
    }

    @Test
    void aReportMeasuresEventsInGroups() throws Exception {
        JsonNode report =
                post(
                        "2.4/report",
                        """
                        {"website":"shop.example","start_day":"2026-03-01","end_day":"2026-03-31","report":{
                         "group_by":[{"scope":"visitors","key":"plan"}],"order_by":"Events","desc":true,
                         "columns":[{"name":"People","method":"count","scope":"visitors"},{"name":"Events","method":"count","scope":"actions"},
                           {"name":"Paid","method":"sum","key":"amount"}]}}
                        """);
        assertThat(report.path("total").toString())
                .isEqualTo("{\"count\":2,\"cells\":[2.0,4.0,12.5]}");
        assertThat(report.path("rows").get(0).toString())
                .isEqualTo("{\"group\":[\"pro\"],\"cells\":[1.0,3.0,12.5]}");
        Answer wrong =
                server.owner()
                        .post(
                                "/rest/2.4/report",
                                "{\"website\":\"shop.example\",\"report\":{\"columns\":[{\"name\":\"A\",\"method\":\"mode\"}],\"order_by\":\"B\"}}");
        assertThat(wrong.json().path("errors").findValuesAsText("field"))
                .containsExactly("report.columns[0].method", "report.order_by");
    }

    @Test
    void aStoredTrendIsATable() throws Exception {
        JsonNode kept =
                server.owner()
                        .post(
                                "/api/v1/projects/1/reports",
                                """
                                {"name":"Views","kind":"trend","definition":{"series":[{"event":"pv"}],"interval":"day",
                                 "range":{"from":"2026-03-08","to":"2026-03-09"}}}
                                """)
                        .json();
        String id = kept.path("number").asText(kept.path("id").asText());
        JsonNode table =
                post("3.7/trends", "{\"project\":\"shop.example\",\"report_id\":\"" + id + "\"}")
                        .path("table");
        assertThat(table.path(1)).hasSize(2);
        assertThat(table.at("/2/0/0/0").asInt()).isEqualTo(2);
        assertThat(
                        server.owner()
                                .post(
                                        "/rest/3.7/trends",
                                        "{\"project\":\"shop.example\",\"report_id\":\"99\"}")
                                .status())
                .isEqualTo(400);
    }

    @Test
    void labelsAreTheSegmentsOfTheProject() throws Exception {
        server.owner()
                .post(
                        "/api/v1/projects/1/segments",
                        "{\"name\":\"Payers\",\"criterion\":{\"did\":{\"event\":\"pay\"}}}");
        JsonNode labels =
                post("2.4/userdata/list", "{\"website\":\"shop.example\",\"type\":\"labels\"}");
        assertThat(labels.at("/0/meta/name").asText()).isEqualTo("Payers");
        assertThat(
                        server.owner()
                                .post(
                                        "/rest/2.4/userdata/list",
                                        "{\"website\":\"shop.example\",\"type\":\"reports\"}")
                                .status())
                .isEqualTo(400);
    }

    @Test
    void daysOfASearchAreInTheFormThatIsSaidOrDaysAgo() throws Exception {
        String days =
                "{\"website\":\"shop.example\",\"date_format\":\"MM/dd/yyyy\",\"start_day\":\"%s\",\"end_day\":\"%s\"}";
        assertThat(
                        names(
                                post("2.4/search", days.formatted("03/10/2026", "03/10/2026"))
                                        .path("visitors")))
                .containsExactly("Ann");
        assertThat(
                        names(
                                post(
                                                "2.4/search",
                                                "{\"website\":\"shop.example\",\"start_day\":2,\"end_day\":2}")
                                        .path("visitors")))
                .containsExactly("Ann", "Bob");
        Answer wrong = server.owner().post("/rest/2.4/search", days.formatted("soon", "never"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().at("/errors/0/field").asText()).isEqualTo("start_day");
    }

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
    void visitsOfEverybodyComeNewestFirst() throws Exception {
        JsonNode all = post("2.4/search/visits", "{\"website\":\"shop.example\"}");
        assertThat(fields(all)).containsExactly("visits", "next");
        assertThat(all.path("visits")).hasSize(3);
        assertThat(all.path("next").isNull()).isTrue();
        JsonNode one =
                post(
                        "2.4/search/visits",
                        "{\"website\":\"shop.example\",\"limit\":1,\"before\":%d}"
                                .formatted(NOW.toEpochMilli()));
        assertThat(one.at("/visits/0/visitor/name").asText()).isEqualTo("Bob");
        assertThat(one.path("next").asLong()).isEqualTo(NOW.toEpochMilli() - 47 * HOUR);
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
    void whoIsOnlineIsCountedAndListed() throws Exception {
        JsonNode count = post("2.4/online/count", "{\"website\":\"shop.example\"}");
        JsonNode list = post("2.4/online/list", "{\"website\":\"shop.example\"}");
        assertThat(fields(list)).containsExactly("visitors");
        assertThat(count.path("count").asInt()).isEqualTo(list.path("visitors").size());
        JsonNode visitor = list.path("visitors").get(0);
        assertThat(fields(visitor)).containsExactly("vnum", "custom", "actions");
        assertThat(visitor.path("custom").has("~d")).isTrue();
        assertThat(fields(visitor.path("actions").get(0)))
                .containsExactly("name", "~m", "properties");
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
