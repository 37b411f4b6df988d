package io.sojourn.server.question;

import io.sojourn.journey.retention.Retention;
import io.sojourn.journey.retention.RetentionResult;
import io.sojourn.journey.time.Interval;
import java.time.Instant;
import java.util.List;

/// Answers as tables, one row per number, so that a spreadsheet can turn them as it likes.
final class Tables {

    private Tables() {}

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    static Table retention(Retention question, RetentionResult result) {
        int columns = question.breakdown().columns().size();
        Table table =
                Table.of(
                        question.breakdown().columns(),
                        "cohort_from",
                        "cohort_to",
                        "column",
                        "people",
                        "incomplete");
        for (RetentionResult.Table group : result.groups()) {
            List<String> values = Table.values(group.group(), columns);
            for (int row = 0; row < group.rows().size(); row++) {
                Interval cohort = result.cohorts().get(row);
                List<RetentionResult.Cell> cells = group.rows().get(row);
                for (int column = 0; column < cells.size(); column++) {
                    table.row(
                            values,
                            time(cohort.from()),
                            time(cohort.to()),
                            column,
                            cells.get(column).people(),
                            cells.get(column).incomplete());
                }
            }
        }
        return table;
    }
}
