package io.sojourn.journey.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {

    private static final Calendar BERLIN =
            new Calendar(ZoneId.of("Europe/Berlin"), DayOfWeek.MONDAY);

    private static long at(String text) {
        return Instant.parse(text).toEpochMilli();
    }

    private static List<String> starts(Calendar calendar, Period period, String from, String to) {
        Buckets buckets = Buckets.of(calendar, period, new TimeRange(at(from), at(to)));
        return IntStream.range(0, buckets.count())
                .mapToObj(i -> Instant.ofEpochMilli(buckets.start(i)).toString())
                .toList();
    }

    @Test
    void daysFollowTheWallClockWhenItIsPutForward() {
        assertThat(starts(BERLIN, Period.DAILY, "2024-03-29T23:00:00Z", "2024-04-01T22:00:00Z"))
                .containsExactly(
                        "2024-03-29T23:00:00Z", "2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z");
    }

    @Test
    void weeksBeginOnTheProjectsDay() {
        Calendar sundays = new Calendar(ZoneId.of("UTC"), DayOfWeek.SUNDAY);
        assertThat(
                        starts(
                                sundays,
                                new Period(Unit.WEEK, 1),
                                "2024-12-31T00:00:00Z",
                                "2025-01-06T00:00:00Z"))
                .containsExactly("2024-12-29T00:00:00Z", "2025-01-05T00:00:00Z");
    }

    @Test
    void blocksOfSeveralUnitsAreCountedFromTheRangesStart() {
        assertThat(
                        starts(
                                Calendar.UTC,
                                new Period(Unit.DAY, 2),
                                "2020-01-11T05:00:00Z",
                                "2020-01-16T00:00:00Z"))
                .containsExactly(
                        "2020-01-11T00:00:00Z", "2020-01-13T00:00:00Z", "2020-01-15T00:00:00Z");
    }

    @Test
    void aMonthThatBeginsOnThe31stIsNotShortenedByFebruary() {
        assertThat(
                        starts(
                                Calendar.UTC,
                                new Period(Unit.MONTH, 1),
                                "2024-01-31T00:00:00Z",
                                "2024-04-01T00:00:00Z"))
                .containsExactly(
                        "2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z");
    }

    @Test
    void aTimeOutsideTheRangeLiesInNoBucket() {
        Buckets buckets =
                Buckets.of(
                        Calendar.UTC,
                        Period.DAILY,
                        new TimeRange(at("2020-01-01T12:00:00Z"), at("2020-01-03T12:00:00Z")));
        assertThat(buckets.count()).isEqualTo(3);
        assertThat(buckets.index(at("2020-01-01T11:59:59.999Z"))).isEqualTo(-1);
        assertThat(buckets.index(at("2020-01-01T12:00:00Z"))).isZero();
        assertThat(buckets.index(at("2020-01-02T00:00:00Z"))).isEqualTo(1);
        assertThat(buckets.index(at("2020-01-03T11:59:59.999Z"))).isEqualTo(2);
        assertThat(buckets.index(at("2020-01-03T12:00:00Z"))).isEqualTo(-1);
        assertThat(buckets.isIncomplete(0, Long.MAX_VALUE)).isTrue();
        assertThat(buckets.isIncomplete(1, Long.MAX_VALUE)).isFalse();
        assertThat(buckets.isIncomplete(1, at("2020-01-02T23:59:59.998Z"))).isTrue();
        assertThat(buckets.isIncomplete(1, at("2020-01-02T23:59:59.999Z"))).isFalse();
    }

    @Test
    void aTimeIsFoundFromAnyEarlierBucket() {
        TimeRange years = new TimeRange(at("2019-11-05T10:00:00Z"), at("2024-04-01T00:00:00Z"));
        for (Unit unit : List.of(Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR)) {
            Buckets buckets = Buckets.of(BERLIN, new Period(unit, 1), years);
            for (int bucket = 0; bucket < buckets.count(); bucket++) {
                int from = bucket / 2;
                assertThat(buckets.onward(from, buckets.start(bucket))).isEqualTo(bucket);
                assertThat(buckets.onward(from, buckets.end(bucket) - 1)).isEqualTo(bucket);
            }
            assertThat(buckets.onward(0, buckets.end(buckets.count() - 1)))
                    .isEqualTo(buckets.count());
            assertThat(buckets.onward(0, Long.MAX_VALUE)).isEqualTo(buckets.count());
            assertThat(buckets.onward(0, Long.MIN_VALUE)).isZero();
        }
    }

    @Test
    void evenBucketsAreFoundByDivisionToTheMillisecond() {
        TimeRange years = new TimeRange(at("1970-01-05T00:00:00Z"), at("2069-12-30T00:00:00Z"));
        for (int every : new int[] {1, 3, 7, 26, 1_000}) {
            Buckets weeks = Buckets.of(Calendar.UTC, new Period(Unit.WEEK, every), years);
            assertThat(weeks.areEven()).isTrue();
            for (int bucket = 0; bucket < weeks.count(); bucket++) {
                assertThat(weeks.evenIndex(weeks.start(bucket))).isEqualTo(bucket);
                assertThat(weeks.evenIndex(weeks.end(bucket) - 1)).isEqualTo(bucket);
            }
        }
        assertThat(Buckets.of(BERLIN, new Period(Unit.WEEK, 1), years).areEven()).isFalse();
    }

    @Test
    void moreThanTheMostAreRefused() {
        TimeRange years = new TimeRange(0, at("2020-01-01T00:00:00Z"));
        assertThatThrownBy(() -> Buckets.of(Calendar.UTC, new Period(Unit.HOUR, 1), years))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("shorter range");
    }

    @Test
    void theLastDaysEndNow() {
        long now = at("2024-03-10T15:00:00Z");
        assertThat(new Range.Last(7, Unit.DAY).resolve(Calendar.UTC, now))
                .isEqualTo(new TimeRange(at("2024-03-04T00:00:00Z"), now + 1));
    }

    @Test
    void daysBeginAtMidnightAlsoWhereTheFirstOneHasNone() {
        // 2024-04-26 begins at 01:00 in Cairo, 21:00 or 22:00 of the day before in UTC otherwise.
        Calendar cairo = new Calendar(ZoneId.of("Africa/Cairo"), DayOfWeek.MONDAY);
        assertThat(starts(cairo, Period.DAILY, "2024-04-25T22:00:00Z", "2024-04-28T21:00:00Z"))
                .containsExactly(
                        "2024-04-25T22:00:00Z", "2024-04-26T21:00:00Z", "2024-04-27T21:00:00Z");
        assertThat(cairo.plus(at("2024-04-25T22:00:00Z"), Unit.DAY, -7))
                .isEqualTo(at("2024-04-18T22:00:00Z"));
        assertThat(new Range.Last(3, Unit.DAY).resolve(cairo, at("2024-04-26T12:00:00Z")).from())
                .isEqualTo(at("2024-04-23T22:00:00Z"));
        assertThat(cairo.plus(at("2024-04-25T22:30:00Z"), Unit.DAY, 1))
                .isEqualTo(at("2024-04-26T22:30:00Z"));
    }

    @Test
    void aDayThatHasTwoMidnightsBeginsWithTheFirst() {
        // In Havana the clock goes back from 01:00 to 00:00 on 2024-11-03.
        Calendar havana = new Calendar(ZoneId.of("America/Havana"), DayOfWeek.MONDAY);
        assertThat(havana.plus(at("2024-11-04T05:00:00Z"), Unit.DAY, -1))
                .isEqualTo(at("2024-11-03T04:00:00Z"));
    }
}
