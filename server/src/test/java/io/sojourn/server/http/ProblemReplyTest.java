package io.sojourn.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemReplyTest {

    @Test
    void allProblemsOfARequestAreInOneBody() throws IOException {
        Reply.Whole reply =
                ProblemReply.of(
                        List.of(
                                Problem.invalid("visits.timeoutMillis", "must be positive, got -5"),
                                new Problem(Code.MISSING_FIELD, "zone", "is missing")),
                        "r-1");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.contentType()).isEqualTo("application/problem+json");
        JsonNode expected =
                new JsonMapper()
                        .readTree(
                                """
                                {"type":"about:blank",
                                 "title":"visits.timeoutMillis: must be positive, got -5",
                                 "status":400,
                                 "code":"invalid_field",
                                 "errors":[
                                   {"code":"invalid_field","field":"visits.timeoutMillis","message":"must be positive, got -5"},
                                   {"code":"missing_field","field":"zone","message":"is missing"}],
                                 "requestId":"r-1"}
                                """);
        assertThat(new JsonMapper().readTree(reply.body())).isEqualTo(expected);
    }

    @Test
    void whoeverHasToWaitIsToldSo() {
        for (Code code : Code.values()) {
            Reply.Whole reply = ProblemReply.of(List.of(Problem.of(code, "x")), "r");
            boolean waits = reply.status() == 503 || reply.status() == 429;
            assertThat(reply.headers().containsKey("Retry-After")).isEqualTo(waits);
        }
    }

    @Test
    void onlyOurOwnFailuresAreServerErrors() {
        assertThat(ProblemReply.status(Code.INTERNAL)).isEqualTo(500);
        assertThat(ProblemReply.status(Code.LOG_FULL)).isEqualTo(503);
        assertThat(ProblemReply.status(Code.UNKNOWN_PERSON)).isEqualTo(404);
        assertThat(ProblemReply.status(Code.URL_TOO_LONG)).isEqualTo(414);
        assertThat(ProblemReply.status(Code.BODY_TOO_LARGE)).isEqualTo(413);
    }
}
