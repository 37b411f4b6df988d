package io.sojourn.core.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.core.value.Value;
import io.sojourn.core.visit.Visit;
import io.sojourn.core.visit.Visits;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A person's events as text, cut into visits by [Visits] and, where it knows the option, by [VisitOracle].
///
/// ```
/// settings timeout=5 midnight zone=Europe/Berlin campaign as-sent      timeout in minutes
/// 10:00 home until=10:20 campaign=spring timeout=60 cs_ref=news        until = active until
/// 10:10 mail standalone
/// visits        => home mail | buy
/// outside       => mail
/// id 1          => home
/// properties 1  => ref=news
/// ```
public final class VisitScript {

    private final List<Event> events = new ArrayList<>();
    private ProjectSettings settings = ProjectSettings.DEFAULT;
    private boolean oracleKnows = true;

    private VisitScript() {}

    /// @return number of checks
    public static int run(List<String> lines) {
        VisitScript script = new VisitScript();
        int checks = 0;
        for (String line : lines) {
            String[] sides = line.split(" *=> *", -1);
            if (sides.length == 2) {
                assertThat(script.answer(sides[0].strip().replaceAll(" +", " ")))
                        .as(line)
                        .isEqualTo(sides[1].strip());
                checks++;
            } else if (line.startsWith("settings ")) {
                script.settings(List.of(line.split(" +", -1)));
            } else {
                script.event(List.of(line.split(" +", -1)));
            }
        }
        return checks;
    }

    private void settings(List<String> words) {
        long timeout = settings.visits().timeoutMillis();
        ZoneId zone = settings.zone();
        for (String word : words) {
            if (word.startsWith("timeout=")) {
                timeout = minutes(word);
            } else if (word.startsWith("zone=")) {
                zone = ZoneId.of(word.substring(5));
            } else if (!Set.of("settings", "midnight", "campaign", "as-sent").contains(word)) {
                throw new IllegalArgumentException("no such setting: " + word);
            }
        }
        boolean asSent = words.contains("as-sent");
        boolean campaign = words.contains("campaign");
        oracleKnows = !asSent && !campaign;
        ProjectSettings old = settings;
        settings =
                new ProjectSettings(
                        zone,
                        old.weekStart(),
                        new VisitSettings(timeout, asSent, words.contains("midnight"), campaign),
                        old.identity(),
                        old.bots(),
                        old.excludes(),
                        old.ip());
    }

    private static long minutes(String word) {
        return Long.parseLong(word.substring(word.indexOf('=') + 1)) * 60_000;
    }

    private void event(List<String> words) {
        long time = PathScript.time(words.getFirst());
        long until = time;
        long timeout = 0;
        int flags = 0;
        Attributes.Builder attributes = new Attributes.Builder();
        Map<String, Value> visit = new LinkedHashMap<>();
        for (String word : words.subList(2, words.size())) {
            String text = word.substring(word.indexOf('=') + 1);
            if (word.startsWith("until=")) {
                until = PathScript.time(text);
            } else if (word.startsWith("timeout=")) {
                timeout = minutes(word);
            } else if (word.startsWith("campaign=")) {
                attributes.set(Attribute.CAMPAIGN_NAME, text);
            } else if (word.startsWith("cs_")) {
                visit.put(word.substring(3, word.indexOf('=')), Value.string(text));
            } else if (word.equals("standalone")) {
                flags |= EventFlag.STANDALONE.bit();
            } else {
                throw new IllegalArgumentException("what is " + word + "?");
            }
        }
        events.add(
                new Event(
                        events.size() + 1,
                        1,
                        time,
                        time,
                        words.get(1),
                        flags,
                        until,
                        timeout,
                        attributes.build(),
                        Map.of(),
                        visit));
        events.sort(Comparator.comparingLong(Event::time).thenComparingLong(Event::id));
    }

    private String answer(String question) {
        List<Visit> visits = Visits.of(settings, events);
        List<List<Long>> ids =
                visits.stream()
                        .map(visit -> visit.events().stream().map(Event::id).toList())
                        .toList();
        if (oracleKnows) {
            assertThat(ids)
                    .as("visits and oracle")
                    .isEqualTo(
                            VisitOracle.visits(
                                    settings.visits(),
                                    settings.zone(),
                                    events.stream().map(VisitScript::told).toList()));
        }
        if (question.equals("visits")) {
            return String.join(" | ", ids.stream().map(this::names).toList());
        }
        if (question.equals("outside")) {
            Set<Long> inside = new HashSet<>();
            ids.forEach(inside::addAll);
            return names(
                    events.stream().map(Event::id).filter(id -> !inside.contains(id)).toList());
        }
        Visit visit =
                visits.get(Integer.parseInt(question.substring(question.indexOf(' ') + 1)) - 1);
        if (question.startsWith("id ")) {
            return names(List.of(visit.id()));
        }
        List<String> properties = new ArrayList<>();
        visit.properties().forEach((key, value) -> properties.add(key + "=" + value.text()));
        return String.join(" ", properties);
    }

    private String names(List<Long> ids) {
        Map<Long, String> names = new HashMap<>();
        events.forEach(event -> names.put(event.id(), event.name()));
        return String.join(" ", ids.stream().map(id -> names.getOrDefault(id, "?")).toList());
    }

    /// An event as [PathOracle] would give it.
    static PathOracle.PathEvent told(Event event) {
        return new PathOracle.PathEvent(
                event.id(),
                event.visitor(),
                event.name(),
                event.time(),
                event.received(),
                event.activeUntil(),
                event.is(EventFlag.STANDALONE),
                event.is(EventFlag.BOT),
                event.is(EventFlag.TIME_CLAMPED),
                event.is(EventFlag.INFERRED),
                event.properties());
    }
}
