package io.sojourn.core.visit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random timelines against a second formulation that decides each event by looking at all others.
class VisitsRandomTest {

    private static final long SEED = Long.getLong("seed", 20_261_124L);
    private static final int TIMELINES = 20_000;
    private static final long BASE = Instant.parse("2026-03-28T20:00:00Z").toEpochMilli();

    @Test
    void bothFormulationsCutAlike() {
        Random random = new Random(SEED);
        for (int round = 0; round < TIMELINES; round++) {
            ProjectSettings settings = settings(random);
            List<Event> events = timeline(random);
            List<List<Long>> expected = slowVisits(settings, events);
            List<Visit> visits = Visits.of(settings, events);
            assertThat(visits.stream().map(v -> v.events().stream().map(Event::id).toList()))
                    .as("seed %d round %d: %s %s", SEED, round, settings.visits(), events)
                    .containsExactlyElementsOf(expected);
            for (int i = 1; i < visits.size(); i++) {
                assertThat(visits.get(i - 1).end()).isLessThanOrEqualTo(visits.get(i).start());
            }
        }
    }

    private static ProjectSettings settings(Random random) {
        return VisitsTest.settings(
                new VisitSettings(
                        random.nextInt(1, 60) * 60_000L,
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean()),
                random.nextBoolean() ? "Europe/Berlin" : "America/New_York");
    }

    private static List<Event> timeline(Random random) {
        List<Event> events = new ArrayList<>();
        int count = random.nextInt(12);
        long step = random.nextInt(1, 40) * 60_000L;
        for (int id = 1; id <= count; id++) {
            long time = BASE + random.nextInt(12) * step;
            long active = random.nextInt(3) == 0 ? random.nextInt(4) * step : 0;
            String campaign = random.nextInt(3) == 0 ? "c" + random.nextInt(2) : "";
            events.add(
                    new Event(
                            id,
                            1,
                            time,
                            time,
                            "e",
                            random.nextInt(3) == 0 ? EventFlag.STANDALONE.bit() : 0,
                            time + active,
                            random.nextInt(3) == 0 ? random.nextInt(90) * 60_000L : 0,
                            new Attributes.Builder().set(Attribute.CAMPAIGN_NAME, campaign).build(),
                            Map.of(),
                            Map.of()));
        }
        events.sort(Comparator.comparingLong(Event::time).thenComparingLong(Event::id));
        return events;
    }

    private static List<List<Long>> slowVisits(ProjectSettings settings, List<Event> events) {
        List<Event> own = events.stream().filter(e -> !e.is(EventFlag.STANDALONE)).toList();
        List<List<Event>> visits = new ArrayList<>();
        for (Event event : own) {
            if (visits.isEmpty() || separated(settings, visits.getLast(), event)) {
                visits.add(new ArrayList<>());
            }
            visits.getLast().add(event);
        }
        List<List<Long>> ids = new ArrayList<>();
        for (int v = 0; v < visits.size(); v++) {
            List<Long> members = new ArrayList<>();
            for (Event event : events) {
                boolean standalone = event.is(EventFlag.STANDALONE);
                if (standalone ? home(visits, event) == v : visits.get(v).contains(event)) {
                    members.add(event.id());
                }
            }
            ids.add(members);
        }
        return ids;
    }

    private static boolean separated(ProjectSettings settings, List<Event> visit, Event event) {
        VisitSettings rule = settings.visits();
        boolean idle =
                visit.stream()
                        .allMatch(
                                e ->
                                        event.time() - e.activeUntil()
                                                > (rule.timeoutAsSent() && e.timeout() > 0
                                                        ? e.timeout()
                                                        : rule.timeoutMillis()));
        boolean otherDay =
                rule.splitAtMidnight()
                        && !day(event, settings.zone())
                                .equals(day(visit.getFirst(), settings.zone()));
        String campaign = campaign(event);
        boolean otherCampaign =
                rule.splitOnCampaign()
                        && !campaign.isEmpty()
                        && !campaign.equals(campaign(visit.getFirst()));
        return idle || otherDay || otherCampaign;
    }

    /// The visit that a standalone event falls into, or -1.
    private static int home(List<List<Event>> visits, Event event) {
        for (int v = 0; v < visits.size(); v++) {
            // Of visits that begin in one moment: the one whose event follows it first.
            for (Event member : visits.get(v)) {
                if (member.time() == event.time() && member.id() > event.id()) {
                    return v;
                }
            }
        }
        for (int v = visits.size() - 1; v >= 0; v--) {
            if (visits.get(v).getFirst().time() <= event.time()) {
                long end = visits.get(v).stream().mapToLong(Event::activeUntil).max().orElseThrow();
                return event.time() <= end ? v : -1;
            }
        }
        return -1;
    }

    private static LocalDate day(Event event, ZoneId zone) {
        return Instant.ofEpochMilli(event.time()).atZone(zone).toLocalDate();
    }

    private static String campaign(Event event) {
        return event.attributes().get(Attribute.CAMPAIGN_NAME);
    }
}
