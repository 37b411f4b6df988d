package io.sojourn.journey.segment;

import io.sojourn.journey.scan.Column;
import java.util.Optional;

/// What is measured about some events of a person.
///
/// @param column whose numbers are summed or compared; none for what counts
public record Measure(Kind kind, Optional<Column> column) {

    public static final Measure COUNT = new Measure(Kind.COUNT, Optional.empty());
    public static final Measure DAYS = new Measure(Kind.DAYS, Optional.empty());
    public static final Measure VISITS = new Measure(Kind.VISITS, Optional.empty());

    public enum Kind {
        COUNT,
        /// Different days in the project's zone.
        DAYS,
        /// Different visits; events outside any visit do not count.
        VISITS,
        /// 0 where no value is a number.
        SUM,
        /// Nothing where no value is a number, as MAX and AVG: no comparison is met then.
        MIN,
        MAX,
        /// The mean over events that carry a number.
        AVG;

        public boolean ofColumn() {
            return this == SUM || this == MIN || this == MAX || this == AVG;
        }

        /// What is measured where there is no event.
        double ofNothing() {
            return this == MIN || this == MAX || this == AVG ? Double.NaN : 0;
        }
    }

    public Measure {
        if (kind.ofColumn() != column.isPresent()) {
            throw new IllegalArgumentException(kind + " of " + column);
        }
        if (column.isPresent() && column.get().scope().isOfPerson()) {
            throw new IllegalArgumentException(column + " is no column of events");
        }
    }

    public static Measure of(Kind kind, Column column) {
        return new Measure(kind, Optional.of(column));
    }
}
