package io.sojourn.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.kit.Answer;
import org.junit.jupiter.api.Test;

/// People that are searched for, by what they are and did, and who of them is there now.
class RestSearchTest extends RestKit {

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
}
