package io.sojourn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.docs.Examples;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.wire.TrackItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The `reading` examples of `docs/semantics.md`: `kind=value ... => what is used, and why the rest is not`.
/// `x*140` stands for 140 times x.
class ReadingExamplesTest {

    private static final int LINES_MIN = 9;

    @Test
    void everyExampleOfTheDocumentHolds() {
        int lines = 0;
        for (Examples.Example example : Examples.ofSemantics("reading")) {
            for (String line : example.lines()) {
                String[] sides = line.split(" *=> *", -1);
                assertThat(sides).as(line).hasSize(2);
                assertThat(read(sides[0])).as(line).isEqualTo(repeated(sides[1].strip()));
                lines++;
            }
        }
        assertThat(lines).isGreaterThanOrEqualTo(LINES_MIN);
    }

    private static String read(String sent) {
        Map<String, Value> person = new LinkedHashMap<>();
        String cookie = "";
        for (String word : sent.split(" +", -1)) {
            String[] pair = word.split("=", 2);
            if (pair[0].equals(Identifier.COOKIE)) {
                cookie = repeated(pair[1]);
            } else {
                person.put(pair[0], Value.string(repeated(pair[1])));
            }
        }
        Identifiers identifiers = Identifiers.of(item(cookie, person), IdentitySettings.DEFAULT);
        List<String> words = new ArrayList<>();
        identifiers.usable().forEach(one -> words.add(one.kind() + "=" + one.value()));
        words.addAll(identifiers.removed());
        return String.join(" ", words);
    }

    private static String repeated(String text) {
        int star = text.indexOf("x*");
        return star < 0
                ? text
                : text.substring(0, star) + "x".repeat(Integer.parseInt(text.substring(star + 2)));
    }

    private static TrackItem item(String cookie, Map<String, Value> person) {
        return new TrackItem(
                TrackItem.Kind.IDENTIFY,
                "",
                cookie,
                "",
                TrackItem.NO_TIME,
                0,
                -1,
                false,
                new TrackItem.Envelope("", "", "", false, "", "", "", "", "", "", "", ""),
                person,
                Map.of(),
                Map.of(),
                Map.of());
    }
}
