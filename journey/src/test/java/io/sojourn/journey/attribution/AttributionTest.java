package io.sojourn.journey.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.attribution.Attribution.Model;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttributionTest {

    private static final long DAY = 86_400_000;
    private static final long CENTURY = 36_525 * DAY;

    private static double[] shares(Model model, long... times) {
        double[] share = new double[times.length];
        Shares.fill(model, times, times.length, share);
        return share;
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void oneTouchGetsAllAndAnyNumberSharesOne(Model model) {
        assertThat(shares(model, 5 * DAY)).containsExactly(1);
        for (int count = 2; count < 9; count++) {
            long[] times = new long[count];
            Arrays.setAll(times, i -> i * i * DAY);
            assertThat(Arrays.stream(shares(model, times)).sum()).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void aTouchTwoHalfLivesOlderHasAQuarter() {
        assertThat(shares(Model.DECAY, 0, 14 * DAY)).containsExactly(0.2, 0.8);
    }

    @Test
    void theAgeOfTouchesAloneMakesThemNotVanish() {
        assertThat(shares(Model.DECAY, -CENTURY, 0)).containsExactly(0, 1);
        assertThat(shares(Model.DECAY, -CENTURY, -CENTURY)).containsExactly(0.5, 0.5);
    }

    @Test
    void theMiddleSharesAFifth() {
        assertThat(shares(Model.POSITION, 0, 1)).containsExactly(0.5, 0.5);
        assertThat(shares(Model.POSITION, 0, 1, 2)).containsExactly(0.4, 0.2, 0.4);
        assertThat(shares(Model.POSITION, 0, 1, 2, 3)).containsExactly(0.4, 0.1, 0.1, 0.4);
    }

    @Test
    void valuesThatAreNoNumberAreSkippedAndMissingOnesAreNot() {
        assertThat(
                        AttributionScript.run(
                                List.of(
                                        "ann  visit@0s{channel=ad}  buy@1h{price=5}"
                                                + "  buy@2h{price=x}  buy@3h",
                                        "ask touch=visit point=event.channel conversion=buy"
                                                + " model=last value=event.price",
                                        "rows => ad 3 5 1",
                                        "skipped => 1")))
                .isEqualTo(2);
    }

    @Test
    void whatCannotBeAskedIsRefusedByName() {
        assertThatThrownBy(() -> attribution(-1, 1))
                .isInstanceOf(ProblemException.class)
                .hasMessage("lookBack: not negative, got -1 ms");
        assertThatThrownBy(() -> attribution(0, Attribution.TOP_MAX + 1))
                .isInstanceOf(ProblemException.class)
                .hasMessage("top: between 1 and 1000, got 1001");
        assertThat(attribution(0, Attribution.TOP_MAX).top()).isEqualTo(1_000);
    }

    private static Attribution attribution(long lookBack, int top) {
        return new Attribution(
                EventFilter.ANY,
                Column.EVENT_NAME,
                EventFilter.ANY,
                OptionalLong.of(lookBack),
                Model.FIRST,
                Optional.empty(),
                new Range.All(),
                top);
    }

    @Test
    void aLookBackBeyondAllTimesReachesEverything() {
        AttributionResult result =
                new Attribution(
                                EventFilter.named("visit"),
                                Column.EVENT_NAME,
                                EventFilter.named("buy"),
                                OptionalLong.of(Long.MAX_VALUE),
                                Model.FIRST,
                                Optional.empty(),
                                new Range.Between(new TimeRange(-10, Long.MAX_VALUE)),
                                5)
                        .ask(
                                Asks.of(Histories.source("ann  visit@0s  buy@1h\n", 0)),
                                Asks.asOf(Long.MAX_VALUE, Calendar.UTC));
        assertThat(result.rows())
                .extracting(AttributionResult.Row::source)
                .containsExactly(new AttributionResult.Source.Touchpoint("visit"));
    }

    @Test
    void aTouchCountsUpToTheEndOfTheLookBack() {
        assertThat(
                        AttributionScript.run(
                                List.of(
                                        "ann  visit@0s  buy@1h",
                                        "bob  visit@0s  buy@1h1ms",
                                        "ask touch=visit conversion=buy lookback=1h",
                                        "rows => visit 1 0 1, (none) 1 0 1",
                                        "people visit => ann")))
                .isEqualTo(2);
    }

    @Test
    void touchesBeforeTheRangeCountAsFarAsTheLookBackReaches() {
        assertThat(
                        AttributionScript.run(
                                List.of(
                                        "ann  visit@-1h  buy@1h",
                                        "bob  visit@-2h  buy@1h",
                                        "ask touch=visit conversion=buy lookback=2h"
                                                + " range=2025-01-06..2025-01-06",
                                        "rows => visit 1 0 1, (none) 1 0 1",
                                        "ask touch=visit conversion=buy"
                                                + " range=2025-01-06..2025-01-06",
                                        "rows => visit 2 0 2")))
                .isEqualTo(2);
    }

    @Test
    void theWorthMayBeAPropertyOfThePerson() {
        assertThat(
                        AttributionScript.run(
                                List.of(
                                        "ann[worth=7]  visit@0s{worth=100}  buy@1h{worth=50}",
                                        "ask touch=visit conversion=buy value=person.worth",
                                        "rows => visit 1 7 1")))
                .isEqualTo(1);
    }

    @Test
    void whereAllTouchpointsAreNamedNobodyIsInTheRest() {
        assertThat(
                        AttributionScript.run(
                                List.of(
                                        "ann  visit@0s{channel=ad}  buy@1h",
                                        "bob  visit@0s{channel=tv}  buy@1h",
                                        "ask touch=visit point=event.channel conversion=buy top=2",
                                        "rows => ad 1 0 1, tv 1 0 1",
                                        "people rest =>",
                                        "people tv => bob",
                                        "ask touch=visit point=event.channel conversion=buy top=1",
                                        "rows => ad 1 0 1, rest 1 0 1",
                                        "people rest => bob")))
                .isEqualTo(5);
    }

    @Test
    void touchesAndTouchpointsAreMemoryOfTheQuestion() {
        StringBuilder same = new StringBuilder("ann");
        StringBuilder other = new StringBuilder("ann");
        for (int i = 0; i < 1_000; i++) {
            same.append(" visit@").append(i).append("s{channel=ad}");
            other.append(" visit@").append(i).append("s{channel=c").append(i).append('}');
        }
        // Arrays of 32 to 1,024 touches, 20 bytes each.
        long bytes = 20 * (32 + 64 + 128 + 256 + 512 + 1_024);
        assertThat(refusal(same, bytes)).contains("a shorter look-back");
        assertThat(refusal(same, bytes + 500)).isEqualTo("answered");
        // Then 64 bytes for each of 1,000 groups and 4 for each of the 768 codes that had no place
        // yet; then 48 for each row.
        long numbered = bytes + 64_000 + 4 * 768;
        assertThat(refusal(other, numbered + 48_000 - 1)).contains("touchpoints of fewer values");
        assertThat(refusal(other, numbered + 48_000))
                .as("where two are merged")
                .contains("a breakdown");
        assertThat(refusal(other, 2 * (numbered + 48_000))).isEqualTo("answered");
    }

    private static String refusal(StringBuilder history, long bytes) {
        Attribution attribution =
                new Attribution(
                        EventFilter.named("visit"),
                        new Column(Column.Scope.EVENT, "channel"),
                        EventFilter.named("buy"),
                        OptionalLong.empty(),
                        Model.LINEAR,
                        Optional.empty(),
                        new Range.All(),
                        1_000);
        try {
            attribution.ask(
                    Asks.within(bytes, Histories.source(history.toString(), 0)),
                    Asks.asOf(Long.MAX_VALUE, Calendar.UTC));
            return "answered";
        } catch (ProblemException e) {
            return e.getMessage();
        }
    }
}
