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
}
