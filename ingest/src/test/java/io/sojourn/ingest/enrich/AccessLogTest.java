package io.sojourn.ingest.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.BotSettings;
import io.sojourn.core.visit.Visits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A real web server's traffic through enrichment and visits, every figure also counted from the file another way.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessLogTest {

    private List<AccessLog.Line> lines = List.of();
    private Enricher enricher = new Enricher(Geo.NONE, Bots.load());

    @BeforeAll
    void readTheFile() throws IOException {
        lines = AccessLog.read();
        enricher = new Enricher(Geo.NONE, Bots.load());
        assertThat(lines).hasSize(9_999);
        assertThat(lines.stream().map(AccessLog.Line::person).distinct()).hasSize(1_861);
    }

    @Test
    void botsAreMarkedAsTheListSays() throws IOException {
        Set<Integer> marked = marked(new BotSettings(false, true));
        assertThat(marked)
                .hasSize(1_942)
                .isEqualTo(new AccessLogCounts(lines).bots(Set.of("http-library")));
    }

    @Test
    void httpLibrariesAreMarkedWhereTheProjectAsks() throws IOException {
        Set<Integer> marked = marked(new BotSettings(true, true));
        assertThat(marked).hasSize(1_955).isEqualTo(new AccessLogCounts(lines).bots(Set.of()));
    }

    @Test
    void browserAutomationIsNotMarkedWhereTheProjectSwitchesItOff() throws IOException {
        Set<Integer> marked = marked(new BotSettings(false, false));
        assertThat(marked)
                .hasSize(1_937)
                .isEqualTo(
                        new AccessLogCounts(lines)
                                .bots(Set.of("http-library", "browser-automation")));
    }

    @Test
    void aMissingUserAgentIsNoBot() {
        List<AccessLog.Line> silent =
                lines.stream().filter(line -> line.userAgent().equals("-")).toList();
        assertThat(silent).isNotEmpty();
        assertThat(silent).noneMatch(line -> enrich(line, new BotSettings(true, true)).bot());
    }

    @Test
    void visitsAreCutAtHalfAnHour() throws IOException {
        int cut = 0;
        for (List<Event> events : timelines().values()) {
            cut += Visits.of(ProjectSettings.DEFAULT, events).size();
        }
        assertThat(cut)
                .isEqualTo(3_223)
                .isEqualTo(
                        new AccessLogCounts(lines)
                                .visits().values().stream().mapToInt(n -> n).sum());
    }

    @Test
    void referrersAreOfTheKindsThatTheFileShows() {
        Map<String, Integer> kinds = new TreeMap<>();
        Map<String, Integer> expected = new TreeMap<>();
        for (AccessLog.Line line : lines) {
            kinds.merge(
                    enrich(line, BotSettings.DEFAULT).attributes().get(Attribute.REFERRER_TYPE),
                    1,
                    Integer::sum);
            String referrer = line.referrer();
            String kind =
                    referrer.isEmpty() || referrer.equals("-")
                            ? "direct"
                            : Pattern.matches(
                                            "https?://([^/]*\\.)?semicomplete\\.com[./:]?.*",
                                            referrer)
                                    ? "internal"
                                    : "other";
            expected.merge(kind, 1, Integer::sum);
        }
        assertThat(kinds.get("direct")).isEqualTo(expected.get("direct"));
        assertThat(kinds.get("internal")).isEqualTo(expected.get("internal"));
        assertThat(kinds.get("search")).isGreaterThan(100);
        assertThat(kinds.keySet())
                .isSubsetOf("direct", "internal", "search", "social", "email", "backlink", "paid");
    }

    /// Numbers of the lines that enrichment marks.
    private Set<Integer> marked(BotSettings settings) {
        Set<Integer> marked = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            if (enrich(lines.get(i), settings).bot()) {
                marked.add(i);
            }
        }
        return marked;
    }

    private Map<String, List<Event>> timelines() {
        Map<String, List<Event>> people = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            AccessLog.Line line = lines.get(i);
            Attributes attributes = enrich(line, BotSettings.DEFAULT).attributes();
            List<Event> events =
                    people.computeIfAbsent(line.person(), unknown -> new ArrayList<>());
            events.add(
                    new Event(
                            i + 1L,
                            people.size(),
                            line.time(),
                            line.time(),
                            line.event(),
                            attributes.get(Attribute.BOT).isEmpty() ? 0 : EventFlag.BOT.bit(),
                            line.time(),
                            0,
                            attributes,
                            Map.of(),
                            Map.of()));
        }
        Collection<List<Event>> all = people.values();
        all.forEach(
                events ->
                        events.sort(
                                Comparator.comparingLong(Event::time)
                                        .thenComparingLong(Event::id)));
        return people;
    }

    private Enriched enrich(AccessLog.Line line, BotSettings bots) {
        ProjectSettings plain = ProjectSettings.DEFAULT;
        ProjectSettings settings =
                new ProjectSettings(
                        plain.zone(),
                        plain.weekStart(),
                        plain.visits(),
                        plain.identity(),
                        bots,
                        plain.excludes(),
                        plain.ip());
        return enricher.enrich(
                Items.item(
                        "event=" + line.event(),
                        "ip=" + line.ip(),
                        "user-agent=" + line.userAgent(),
                        "referer=" + (line.referrer().equals("-") ? "" : line.referrer()),
                        "ce_url=" + line.url()),
                settings,
                Set.of("semicomplete.com"));
    }
}
