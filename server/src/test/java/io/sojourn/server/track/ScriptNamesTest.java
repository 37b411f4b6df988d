package io.sojourn.server.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.server.http.Route;
import io.sojourn.server.kit.TestServer;
import io.sojourn.store.catalog.ScriptNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptNamesTest {

    @TempDir private Path data = Path.of("");

    @Test
    void noNameIsTheBeginningOfAPathOfTheServersOwn() throws IOException {
        // The tracking API and the dashboard's pages are no routes.
        Set<String> own =
                new HashSet<>(
                        List.of(
                                "track",
                                "js",
                                "w",
                                "p",
                                "account",
                                "invitations",
                                "new-project",
                                "set-up",
                                "sign-in"));
        try (TestServer server = TestServer.start(data, "shop.example")) {
            for (Route route : server.routes()) {
                own.add(route.template().split("/", -1)[1]);
            }
        }
        assertThat(own).contains("api", "rest", "health", "metrics");
        assertThat(own).allSatisfy(name -> assertThat(ScriptNames.normal(name)).isEmpty());
    }

    @Test
    void aWordIsMadeOfEveryNumber() {
        for (long random : List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 42L)) {
            assertThat(ScriptNames.word(random)).matches("([bdfgklmnprstvz][aeiou]){4}");
        }
        assertThat(ScriptNames.word(0)).isEqualTo("babababa");
        // Twice 1 + 14 * 2: the second consonant, the third vowel.
        assertThat(ScriptNames.word(58)).isEqualTo("dibababa");
    }
}
