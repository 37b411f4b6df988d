package io.sojourn.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.kit.Answer;
import org.junit.jupiter.api.Test;

/// Funnels, reports, trends and the segments they are about.
class RestReportTest extends RestKit {

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
}
