package io.sojourn.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Origin;
import io.sojourn.server.http.Rights;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DaysTest {

    private static Days days(String end) {
        Call call =
                new Call(
                        "r",
                        new Origin("127.0.0.1", false, "localhost", ""),
                        "GET",
                        Map.of(),
                        Map.of("end_day", end),
                        Map.of(),
                        new byte[0],
                        new Caller(1, "", Rights.NONE));
        return Days.of(RestRequest.of(call), ZoneOffset.UTC, 0);
    }

    @Test
    void theLastDayIsIncluded() {
        assertThat(days("1970-01-02").to()).isEqualTo(172_800_000L);
    }

    @Test
    void aDayThatNoClockReachesIsTheCallersMistake() {
        for (String day :
                new String[] {"+999999999-12-31", "+300000000-01-01", "-999999999-01-01"}) {
            assertThatThrownBy(() -> days(day))
                    .as(day)
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("beyond");
        }
    }
}
