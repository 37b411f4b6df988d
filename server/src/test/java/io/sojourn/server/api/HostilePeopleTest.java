package io.sojourn.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.TestServer;
import io.sojourn.store.text.HostileStrings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class HostilePeopleTest {

    private static final String PEOPLE = "/api/v1/projects/1/people";

    @Test
    void everyNaughtyNameAndPropertyComesBackAsItWas(@TempDir Path data) throws Exception {
        List<String> naughty =
                HostileStrings.naughty().stream()
                        .filter(text -> !text.isBlank() && text.length() <= 200)
                        .distinct()
                        .toList();
        assertThat(naughty).hasSizeGreaterThan(400);
        try (TestServer server = TestServer.start(data, "shop.example")) {
            Map<String, String> names = new TreeMap<>();
            for (int i = 0; i < naughty.size(); i++) {
                String id = "id" + i;
                names.put(id, naughty.get(i));
                server.track(
                        "identify", "host", "shop.example", "cv_id", id, "cv_name", naughty.get(i));
            }
            server.awaitApplied();
            assertThat(listed(server)).isEqualTo(names);
            String person =
                    server.owner()
                            .get(PEOPLE + "?identifier=id:id0")
                            .json()
                            .at("/people/0/id")
                            .asText();
            properties(server, PEOPLE + "/" + person, naughty);
        }
    }

    private static Map<String, String> listed(TestServer server) throws Exception {
        Map<String, String> names = new TreeMap<>();
        String cursor = "";
        do {
            ObjectNode query = new JsonMapper().createObjectNode();
            query.put("sort", "name").put("limit", 100).put("cursor", cursor);
            query.putArray("columns").add("id").add("name");
            Answer answer = server.owner().post(PEOPLE + "/search", query.toString());
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            for (JsonNode person : answer.json().path("people")) {
                assertThat(person.at("/properties/name")).isEqualTo(person.path("name"));
                names.put(person.at("/properties/id").asText(), person.path("name").asText());
            }
            cursor = answer.json().path("next").asText();
        } while (!cursor.equals("null"));
        return names;
    }

    /// As keys and values of an edit by hand, two hundred at a time.
    private static void properties(TestServer server, String person, List<String> naughty)
            throws Exception {
        List<String> keys =
                naughty.stream()
                        .filter(
                                text ->
                                        !text.startsWith("$")
                                                && !List.of("id", "email").contains(text))
                        .toList();
        for (int from = 0; from < keys.size(); from += 200) {
            List<String> some = keys.subList(from, Math.min(from + 200, keys.size()));
            ObjectNode body = new JsonMapper().createObjectNode();
            some.forEach(key -> body.withObject("properties").put(key, key));
            Answer answer = server.owner().patch(person, body.toString());
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            JsonNode properties = server.owner().get(person).json().path("properties");
            List<String> read = new ArrayList<>();
            some.forEach(key -> read.add(properties.path(key).asText("missing")));
            assertThat(read).isEqualTo(some);
        }
    }
}
