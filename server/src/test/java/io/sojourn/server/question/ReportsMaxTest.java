package io.sojourn.server.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.access.TestClock;
import io.sojourn.server.api.Projects;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Handler;
import io.sojourn.server.http.Origin;
import io.sojourn.server.http.Rights;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.catalog.InMemoryCatalog;
import io.sojourn.store.journey.InMemoryJourneys;
import io.sojourn.store.question.Stamp;
import io.sojourn.store.question.StoredReport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportsMaxTest {

    private static final Call CREATE =
            new Call(
                    "r",
                    new Origin("127.0.0.1", false, "localhost", ""),
                    "POST",
                    Map.of("project", "1"),
                    Map.of(),
                    Map.of("content-type", "application/json"),
                    "{\"name\":\"Sales\",\"kind\":\"segment\",\"definition\":{}}"
                            .getBytes(StandardCharsets.UTF_8),
                    new Caller(1, "", Rights.NONE));

    @Test
    void aThousandReportsAreKeptAndOneMoreIsRefusedUntilOneIsDeleted() throws Exception {
        TestClock clock = new TestClock(Instant.parse("2026-03-02T10:00:00Z"));
        InMemoryCatalog catalog = new InMemoryCatalog();
        catalog.createProject("shop.example");
        ProjectStores stores = InMemoryJourneys.project();
        try (OpenStores open = new OpenStores(project -> stores, clock)) {
            Handler create =
                    new ReportApi(new Projects(catalog, open), user -> "ann", clock)
                            .routes().stream()
                                    .filter(route -> route.method().equals("POST"))
                                    .findFirst()
                                    .orElseThrow()
                                    .handler();
            for (int i = 1; i < ReportApi.REPORTS_MAX; i++) {
                stores.questions()
                        .createReport(
                                new StoredReport.Draft("report " + i, "", "segment", "{}"),
                                new Stamp("ann", 1_000));
            }
            assertThat(create.handle(CREATE).status()).isEqualTo(201);
            assertThatThrownBy(() -> create.handle(CREATE))
                    .hasMessageContaining("at most 1000 reports: delete one")
                    .satisfies(
                            problem ->
                                    assertThat(
                                                    ((ProblemException) problem)
                                                            .problems()
                                                            .getFirst()
                                                            .code())
                                            .isEqualTo(Code.CONFLICT));
            stores.questions().removeReport(1);
            assertThat(create.handle(CREATE).status()).isEqualTo(201);
            assertThat(stores.questions().reports()).hasSize(1_000);
        }
    }
}
