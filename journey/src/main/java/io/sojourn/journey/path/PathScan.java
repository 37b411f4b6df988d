package io.sojourn.journey.path;

import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.time.TimeRange;
import java.util.ArrayList;
import java.util.List;

/// The scan behind a reading, and where in its batches things are found.
///
/// @param include bit of the events that are read, [#NONE] = all
/// @param exclude bit of those that are not, [#NONE] = none
/// @param anchors bits of the filters that were asked for, in order
/// @param runs what [UnitWalker#scan] said
record PathScan(
        Reading reading,
        JourneyScan scan,
        int include,
        int exclude,
        List<Integer> anchors,
        List<Rule> rules,
        int nameColumn,
        int runs) {

    static final int NONE = -1;

    /// @param column of the value, [#NONE] where the name is fixed
    record Rule(int condition, int column, ItemName name) {}

    static PathScan of(Reading reading, List<EventFilter> anchors, Context context) {
        TimeRange range = reading.range().resolve(context.calendar(), context.asOf());
        boolean always =
                range.equals(TimeRange.ALL)
                        || (range.from() == Long.MIN_VALUE && range.to() > context.asOf());
        JourneyScan.Builder builder = context.scan();
        int include = NONE;
        if (always && reading.include().isEmpty()) {
            builder.allEvents();
        } else {
            include = builder.condition(reading.include().orElse(EventFilter.ANY), range);
        }
        int exclude =
                reading.exclude().map(filter -> builder.condition(filter, range)).orElse(NONE);
        List<Integer> bits = new ArrayList<>();
        anchors.forEach(filter -> bits.add(builder.condition(filter, range)));
        List<Rule> rules = new ArrayList<>();
        for (ItemRule rule : reading.items()) {
            int column =
                    switch (rule.name()) {
                        case ItemName.Fixed ignored -> NONE;
                        case ItemName.OfColumn(Column of) -> builder.column(of);
                        case ItemName.Page page -> builder.column(page.column());
                    };
            rules.add(new Rule(builder.condition(rule.events(), range), column, rule.name()));
        }
        int runs = UnitWalker.scan(reading.unit(), builder, context);
        int names = builder.column(Column.EVENT_NAME);
        return new PathScan(reading, builder.build(), include, exclude, bits, rules, names, runs);
    }
}
