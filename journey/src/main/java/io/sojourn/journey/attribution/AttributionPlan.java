package io.sojourn.journey.attribution;

import io.sojourn.journey.Context;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.group.GroupColumns;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.time.TimeRange;
import java.util.List;

/// An attribution with its dates settled: what its fold reads.
final class AttributionPlan {

    final Attribution attribution;
    final JourneyScan scan;
    final long touchBit;
    final long conversionBit;
    final GroupColumns touchpoints;

    private final int touchColumn;
    private final int valueColumn;

    AttributionPlan(Attribution attribution, Context context) {
        this.attribution = attribution;
        TimeRange range = attribution.range().resolve(context.calendar(), context.asOf());
        long lookBack = attribution.lookBackMillis().orElse(Long.MAX_VALUE);
        long touchesFrom =
                attribution.lookBackMillis().isEmpty() || range.from() < Long.MIN_VALUE + lookBack
                        ? Long.MIN_VALUE
                        : range.from() - lookBack;
        JourneyScan.Builder builder = context.scan();
        touchBit =
                1L
                        << builder.condition(
                                attribution.touch(), new TimeRange(touchesFrom, range.to()));
        conversionBit = 1L << builder.condition(attribution.conversion(), range);
        touchColumn = builder.column(attribution.touchpoint());
        touchpoints =
                new GroupColumns(
                        new Breakdown(List.of(attribution.touchpoint()), attribution.top()),
                        builder);
        valueColumn = attribution.value().map(builder::column).orElse(-1);
        scan = builder.build();
    }

    boolean hasValue() {
        return valueColumn >= 0;
    }

    int touchCode(JourneyBatch batch, int person, int row) {
        return code(batch, attribution.touchpoint(), touchColumn, person, row);
    }

    int valueCode(JourneyBatch batch, int person, int row) {
        return code(batch, attribution.value().orElseThrow(), valueColumn, person, row);
    }

    private static int code(JourneyBatch batch, Column column, int number, int person, int row) {
        return column.scope().isOfPerson()
                ? batch.personColumns()[number][person]
                : batch.eventColumns()[number][row];
    }

    Dictionary values(OpenScan open) {
        return attribution.value().orElseThrow().scope().isOfPerson()
                ? open.personColumn(valueColumn)
                : open.eventColumn(valueColumn);
    }
}
