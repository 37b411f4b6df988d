package io.sojourn.journey.segment;

import io.sojourn.core.visit.LocalDays;
import io.sojourn.core.visit.Visits;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyBatch;
import java.time.ZoneId;

/// Measures the marked events of one person. Keeps scratch: one thread.
abstract class Meter {

    abstract double measure(Marks marks, JourneyBatch batch, int person);

    /// @param column of the values, read by measures of a column only
    static Meter of(Measure.Kind kind, int column, Dictionary values, ZoneId zone) {
        return switch (kind) {
            case COUNT -> new Counter();
            case DAYS -> new Days(zone);
            case VISITS -> new VisitCounter();
            case SUM, MIN, MAX, AVG -> new Numbers(kind, column, values);
        };
    }

    private static final class Counter extends Meter {
        @Override
        double measure(Marks marks, JourneyBatch batch, int person) {
            long[] mask = batch.mask()[marks.word()];
            long bit = marks.bit();
            int end = marks.end(batch, person);
            int count = 0;
            for (int row = batch.start()[person]; row < end; row++) {
                count += (mask[row] & bit) != 0 ? 1 : 0;
            }
            return count;
        }
    }

    private static final class Days extends Meter {
        private final LocalDays days;

        Days(ZoneId zone) {
            this.days = new LocalDays(zone);
        }

        @Override
        double measure(Marks marks, JourneyBatch batch, int person) {
            int end = marks.end(batch, person);
            long endOfDay = Long.MIN_VALUE;
            int count = 0;
            for (int row = batch.start()[person]; row < end; row++) {
                if (marks.at(batch, row) && batch.time()[row] >= endOfDay) {
                    endOfDay = days.endOfDay(batch.time()[row]);
                    count++;
                }
            }
            return count;
        }
    }

    private static final class VisitCounter extends Meter {
        @Override
        double measure(Marks marks, JourneyBatch batch, int person) {
            int end = marks.end(batch, person);
            int last = Visits.NONE;
            int count = 0;
            for (int row = batch.start()[person]; row < end; row++) {
                int visit = batch.visit()[row];
                if (visit != last && visit != Visits.NONE && marks.at(batch, row)) {
                    last = visit;
                    count++;
                }
            }
            return count;
        }
    }

    private static final class Numbers extends Meter {
        private final Measure.Kind kind;
        private final int column;
        private final Dictionary values;

        Numbers(Measure.Kind kind, int column, Dictionary values) {
            this.kind = kind;
            this.column = column;
            this.values = values;
        }

        @Override
        double measure(Marks marks, JourneyBatch batch, int person) {
            int end = marks.end(batch, person);
            int[] codes = batch.eventColumns()[column];
            int count = 0;
            double sum = 0;
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            for (int row = batch.start()[person]; row < end; row++) {
                if (codes[row] != 0 && marks.at(batch, row)) {
                    double number = values.number(codes[row]);
                    if (!Double.isNaN(number)) {
                        count++;
                        sum += number;
                        min = Math.min(min, number);
                        max = Math.max(max, number);
                    }
                }
            }
            return switch (kind) {
                case SUM -> sum;
                case MIN -> count == 0 ? Double.NaN : min;
                case MAX -> count == 0 ? Double.NaN : max;
                case AVG -> count == 0 ? Double.NaN : sum / count;
                case COUNT, DAYS, VISITS -> throw new IllegalStateException(kind + " of a column");
            };
        }
    }
}
