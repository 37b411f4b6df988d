package io.sojourn.core.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Event;
import io.sojourn.core.kit.Timelines;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.core.value.Value;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VisitsTest {

    private static final long NOON = Instant.parse("2026-03-10T12:00:00Z").toEpochMilli();
    private static final VisitSettings HALF_HOUR = VisitSettings.DEFAULT;
    private static final VisitSettings AS_SENT = new VisitSettings(1_800_000, true, false, false);
    private static final VisitSettings MIDNIGHT = new VisitSettings(1_800_000, false, true, false);
    private static final VisitSettings CAMPAIGN = new VisitSettings(1_800_000, false, false, true);

    @Test
    void nobodyHasNoVisits() {
        assertThat(Visits.of(ProjectSettings.DEFAULT, List.of())).isEmpty();
    }

    @Test
    void aGapOfExactlyTheTimeoutIsTheSameVisit() {
        assertThat(visits(HALF_HOUR, "a@0s b@30m c@1h")).isEqualTo("a b c");
        assertThat(visits(HALF_HOUR, "a@0s b@30m1ms c@1h")).isEqualTo("a | b c");
    }

    @Test
    void theGapIsMeasuredFromTheLastActivity() {
        assertThat(visits(HALF_HOUR, "a@0s{until=20m} b@50m")).isEqualTo("a b");
        assertThat(visits(HALF_HOUR, "a@0s{until=20m} b@50m1ms")).isEqualTo("a | b");
    }

    @Test
    void anActivityBeyondTheNextEventKeepsTheVisitOpen() {
        assertThat(visits(HALF_HOUR, "a@0s{until=2h} b@5m c@2h30m")).isEqualTo("a b c");
        assertThat(visits(HALF_HOUR, "a@0s{until=2h} b@5m c@2h30m1ms")).isEqualTo("a b | c");
    }

    @Test
    void anEndedVisitsActivityDoesNotReachIntoTheNext() {
        assertThat(visits(MIDNIGHT, "a@11h50m{until=13h} b@12h5m c@13h10m", "UTC"))
                .isEqualTo("a | b | c");
    }

    @Test
    void aTimeoutAsSentCountsOnlyWhereTheProjectSaysSo() {
        String events = "a@0s{timeout=5m} b@6m{timeout=1h} c@1h6m d@1h36m1ms";
        assertThat(visits(HALF_HOUR, events)).isEqualTo("a b | c | d");
        assertThat(visits(AS_SENT, events)).isEqualTo("a | b c | d");
    }

    @Test
    void theLongestPromiseKeepsTheVisitOpen() {
        assertThat(visits(AS_SENT, "a@0s{timeout=1h} b@1m{timeout=5m} c@1h d@1h30m1ms"))
                .isEqualTo("a b c | d");
    }

    @Test
    void aTimeoutBeyondAllTimeNeverEnds() {
        VisitSettings never = new VisitSettings(Long.MAX_VALUE, false, false, false);
        assertThat(visits(never, "a@0s b@365d c@40000d")).isEqualTo("a b c");
    }

    @Test
    void midnightOfTheProjectsZoneSplits() {
        assertThat(visits(MIDNIGHT, "a@11h59m b@12h c@12h1m", "UTC")).isEqualTo("a | b c");
        assertThat(visits(MIDNIGHT, "a@11h59m b@12h c@12h1m", "Asia/Tokyo")).isEqualTo("a b c");
        // 15:00 UTC is midnight in Tokyo.
        assertThat(visits(MIDNIGHT, "a@2h59m59s b@3h", "Asia/Tokyo")).isEqualTo("a | b");
        assertThat(visits(HALF_HOUR, "a@11h59m b@12h c@12h1m", "UTC")).isEqualTo("a b c");
    }

    @Test
    void theDayOfAClockChangeEndsAtItsOwnMidnight() {
        // Berlin springs forward on 2026-03-29 and falls back on 2026-10-25: 23 and 25 hours.
        long spring = Instant.parse("2026-03-28T23:00:00Z").toEpochMilli();
        long autumn = Instant.parse("2026-10-24T22:00:00Z").toEpochMilli();
        LocalDays days = new LocalDays(ZoneId.of("Europe/Berlin"));
        assertThat(days.endOfDay(spring)).isEqualTo(spring + 23 * 3_600_000L);
        assertThat(days.endOfDay(spring - 1)).isEqualTo(spring);
        assertThat(days.endOfDay(autumn)).isEqualTo(autumn + 25 * 3_600_000L);
    }

    @Test
    void aClockPutBackOverMidnightDoesNotEndTheDayTwice() {
        // St John's, 2010-11-07: at 00:01 the clock went back to 23:01 of the day before.
        long change = Instant.parse("2010-11-07T02:31:00Z").toEpochMilli();
        LocalDays days = new LocalDays(ZoneId.of("America/St_Johns"));
        long first = days.endOfDay(change - 120_000);
        long second = days.endOfDay(change + 60_000);
        assertThat(first).isEqualTo(change - 60_000);
        assertThat(second).isGreaterThan(change + 3_600_000);
        assertThat(days.endOfDay(change - 1)).isEqualTo(second);
    }

    @Test
    void timesBeyondTheCalendarAreOneDay() {
        LocalDays days = new LocalDays(ZoneId.of("Europe/Berlin"));
        assertThat(days.endOfDay(Long.MAX_VALUE - 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(days.endOfDay(Long.MIN_VALUE)).isLessThan(-8_000_000_000_000_000L);
        assertThat(days.endOfDay(0)).isEqualTo(23 * 3_600_000L);
    }

    @Test
    void theCalendarReachesToItsLastMillisecond() {
        // 100,000,000 days from 1970-01-01 either way (ECMA-262, Time Values and Time Range).
        long last = 8_640_000_000_000_000L;
        LocalDays days = new LocalDays(ZoneId.of("UTC"));
        assertThat(days.endOfDay(last)).isEqualTo(Long.MAX_VALUE);
        assertThat(days.endOfDay(last - 1)).isEqualTo(last);
        assertThat(days.endOfDay(-last)).isEqualTo(-last + 86_400_000);
        assertThat(days.endOfDay(-last - 1)).isEqualTo(-last);
    }

    @Test
    void theDayLastAskedAboutIsNotTheDaysAroundIt() {
        LocalDays days = new LocalDays(ZoneId.of("UTC"));
        long day = 86_400_000;
        for (long time :
                new long[] {5 * day, 5 * day - 1, 6 * day - 1, 6 * day, 4 * day, 7 * day}) {
            assertThat(days.endOfDay(time)).isEqualTo((time / day + 1) * day);
        }
    }

    @Test
    void anotherCampaignBeginsAVisitWhereTheProjectSaysSo() {
        String events =
                "a@0s b@1m{campaign_name=x} c@2m d@3m{campaign_name=x} e@4m{campaign_name=x campaign_source=s} f@5m";
        assertThat(visits(CAMPAIGN, events)).isEqualTo("a | b c d | e f");
        assertThat(visits(HALF_HOUR, events)).isEqualTo("a b c d e f");
    }

    @Test
    void aStandaloneEventFallsIntoTheVisitAroundItOrIntoNone() {
        assertThat(
                        visits(
                                HALF_HOUR,
                                "s@-1m{standalone} a@0s t@1m{standalone} b@2m u@3m{standalone}"))
                .isEqualTo("a t b / s u");
        assertThat(visits(HALF_HOUR, "a@0s{until=10m} t@10m{standalone} u@10m1ms{standalone}"))
                .isEqualTo("a t / u");
    }

    @Test
    void aStandaloneEventDoesNotBridgeAGap() {
        assertThat(visits(HALF_HOUR, "a@0s s@20m{standalone} b@40m")).isEqualTo("a | b / s");
        assertThat(visits(HALF_HOUR, "s@0s{standalone} t@1m{standalone}")).isEqualTo(" / s t");
    }

    @Test
    void aStandaloneEventOfTheFirstMomentLiesInTheVisit() {
        assertThat(visits(HALF_HOUR, "s@0s{standalone} a@0s t@0s{standalone}")).isEqualTo("s a t");
    }

    @Test
    void aStandaloneEventAfterASplitLiesInTheLaterVisit() {
        assertThat(
                        visits(
                                CAMPAIGN,
                                "a@0s{until=20m campaign_name=x} b@10m{campaign_name=y until=11m} s@15m{standalone}"))
                .isEqualTo("a | b / s");
        assertThat(
                        visits(
                                CAMPAIGN,
                                "a@0s{until=20m campaign_name=x} s@9m{standalone} b@10m{campaign_name=y}"))
                .isEqualTo("a s | b");
    }

    @Test
    void aVisitsIdIsItsFirstEventThatIsNotStandalone() {
        List<Visit> visits =
                of(HALF_HOUR, "s@0s{standalone} a@0s{id=7 until=4m} b@1m{until=3m} c@2h");
        assertThat(visits).extracting(Visit::id).containsExactly(7L, 4L);
        assertThat(visits).extracting(Visit::start).containsExactly(NOON, NOON + 7_200_000);
        assertThat(visits).extracting(Visit::end).containsExactly(NOON + 240_000, NOON + 7_200_000);
        assertThat(visits.getFirst().durationMillis()).isEqualTo(240_000);
    }

    @Test
    void whatAStandaloneEventPromisesDoesNotProlongAVisit() {
        assertThat(of(HALF_HOUR, "a@0s{until=10m} s@5m{standalone until=20m}"))
                .extracting(Visit::end)
                .containsExactly(NOON + 600_000);
    }

    @Test
    void aLateEventBeforeAVisitGivesItANewId() {
        assertThat(of(HALF_HOUR, "a@0s b@1m")).extracting(Visit::id).containsExactly(1L);
        assertThat(of(HALF_HOUR, "a@0s b@1m late@-1m")).extracting(Visit::id).containsExactly(3L);
    }

    @Test
    void aVisitEndsAtTheLatestWhenTheNextBegins() {
        assertThat(of(CAMPAIGN, "a@0s{until=20m} b@10m{campaign_name=y}"))
                .extracting(Visit::end)
                .containsExactly(NOON + 600_000, NOON + 600_000);
    }

    @Test
    void sourceAndLandingPageAreTheFirstEventsAndPropertiesTheLast() {
        Visit visit =
                of(
                                HALF_HOUR,
                                "s@0s{standalone country=US cs.plan=a}"
                                        + " a@0s{country=DE page=e.com/in referrer_type=search cs.plan=b}"
                                        + " b@1m{country=FR page=e.com/out cs.plan=c cs.x=1}")
                        .getFirst();
        assertThat(visit.attribute(Attribute.COUNTRY)).isEqualTo("DE");
        assertThat(visit.attribute(Attribute.REFERRER_TYPE)).isEqualTo("search");
        assertThat(visit.landingPage()).isEqualTo("e.com/in");
        assertThat(visit.properties())
                .containsEntry("plan", Value.string("c"))
                .containsEntry("x", Value.string("1"));
    }

    @Test
    void eventsOutOfOrderAreRefused() {
        List<Event> events = Timelines.line("a@0s b@1m", NOON).reversed();
        assertThatThrownBy(() -> Visits.of(ProjectSettings.DEFAULT, events))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event 1 before event 2");
    }

    @Test
    void columnsThatNothingNeedsMayBeEmpty() {
        VisitColumns all = Visits.columns(Timelines.line("a@0s b@10m c@41m", NOON));
        VisitColumns rows =
                new VisitColumns(
                        all.time(), all.activeUntil(), new long[0], new int[0], all.flags());
        int[] visits = new int[3];
        VisitSettings every = new VisitSettings(1_800_000, true, true, true);
        assertThat(Visits.cut(every, new LocalDays(ZoneId.of("UTC")), rows, 0, 3, visits))
                .isEqualTo(2);
        assertThat(visits).containsExactly(0, 0, 1);
    }

    @Test
    void aRangeOfRowsIsCutByItself() {
        VisitColumns rows = Visits.columns(Timelines.line("a@0s b@1m c@2h d@4h e@6h", NOON));
        int[] visits = {-9, -9, -9, -9, -9};
        int count = Visits.cut(HALF_HOUR, new LocalDays(ZoneId.of("UTC")), rows, 1, 4, visits);
        assertThat(count).isEqualTo(3);
        assertThat(visits).containsExactly(-9, 0, 1, 2, -9);
    }

    private static List<Visit> of(VisitSettings settings, String line) {
        return of(settings, line, "UTC");
    }

    private static List<Visit> of(VisitSettings settings, String line, String zone) {
        return Visits.of(settings(settings, zone), Timelines.line(line, NOON));
    }

    private static String visits(VisitSettings settings, String line) {
        return visits(settings, line, "UTC");
    }

    /// `a b | c / s`: two visits and an event in none.
    private static String visits(VisitSettings settings, String line, String zone) {
        List<Visit> visits = of(settings, line, zone);
        List<Event> inVisits = visits.stream().flatMap(v -> v.events().stream()).toList();
        String outside =
                Timelines.line(line, NOON).stream()
                        .filter(event -> !inVisits.contains(event))
                        .map(Event::name)
                        .collect(Collectors.joining(" "));
        return visits.stream()
                        .map(
                                v ->
                                        v.events().stream()
                                                .map(Event::name)
                                                .collect(Collectors.joining(" ")))
                        .collect(Collectors.joining(" | "))
                + (outside.isEmpty() ? "" : " / " + outside);
    }

    static ProjectSettings settings(VisitSettings visits, String zone) {
        ProjectSettings plain = ProjectSettings.DEFAULT;
        return new ProjectSettings(
                ZoneId.of(zone),
                plain.weekStart(),
                visits,
                plain.identity(),
                plain.bots(),
                plain.excludes(),
                plain.ip());
    }
}
