package io.sojourn.server.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.contract.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/// Holds the records of a stream against the schemas that the contract names for them: as the answers of operations
/// that are added to it here, one for each kind.
final class StatedRecords {

    private static final Map<String, String> SCHEMAS =
            Map.of(
                    "snapshot", "LiveSnapshot",
                    "event", "LiveEvent",
                    "online", "LiveOnline",
                    "rate", "LiveRate",
                    "refused", "LiveRefusal",
                    "gap", "LiveGap",
                    "end", "LiveEnd");

    private static final Contract CONTRACT = Contract.of(withRecords());

    private StatedRecords() {}

    private static String withRecords() {
        StringBuilder operations = new StringBuilder("\npaths:\n");
        SCHEMAS.forEach(
                (name, schema) ->
                        operations.append(
                                """
                                  /api/v1/records/%s:
                                    get:
                                      tags: [Live]
                                      summary: A record
                                      responses:
                                        "200": {description: A record, content: {application/json: {schema: {$ref: '#/components/schemas/%s'}}}}
                                """
                                        .formatted(name, schema)));
        try (InputStream in =
                Contract.class.getResourceAsStream("/io/sojourn/server/api/openapi.yaml")) {
            String yaml = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
            return yaml.replaceFirst(
                    "\npaths:\n", java.util.regex.Matcher.quoteReplacement(operations.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void check(String name, JsonNode data) {
        assertThat(SCHEMAS).as("kinds of records").containsKey(name);
        assertThat(
                        CONTRACT.operation("GET", "/api/v1/records/" + name)
                                .orElseThrow()
                                .differences(
                                        200, "application/json", data.toString().getBytes(UTF_8)))
                .as("record %s %s", name, data)
                .isEmpty();
    }
}
