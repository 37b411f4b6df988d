package io.sojourn.store.embedded.sql;

import io.sojourn.core.event.EventFlag;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.visit.LocalDays;
import io.sojourn.core.visit.VisitColumns;
import io.sojourn.core.visit.Visits;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Cuts everybody's visits, by the one function that cuts visits, into the temporary table `visit_span`. Events of
/// bots neither count nor cut.
final class SqlVisits {

    private static final String EVENTS =
            """
            SELECT coalesce(p.person, e.visitor) AS person, e.event, e."time",
                coalesce(c.active_until, e.active_until), e.timeout, e.flags,
                CASE WHEN coalesce(campaign_name, campaign_source, campaign_medium,
                        campaign_content, campaign_term, campaign_id) IS NULL THEN 0
                    ELSE dense_rank() OVER (ORDER BY campaign_name, campaign_source, campaign_medium,
                        campaign_content, campaign_term, campaign_id) END
            FROM main.event AS e
            LEFT JOIN temp.person_of AS p ON p.visitor = e.visitor
            LEFT JOIN temp.folded AS c ON c.event = e.event
            WHERE (e.flags & %d) = 0
            ORDER BY 1, 3, 2"""
                    .formatted(EventFlag.BOT.bit());

    /// Where visits are not split on campaigns, nobody needs to number them.
    private static final String EVENTS_WITHOUT_CAMPAIGN =
            EVENTS.replaceAll("(?s)CASE WHEN coalesce.*? END", "0");

    /// Visits of one query, 48 bytes each.
    private static final int SPANS_MAX = 8_000_000;

    private static final int VISIT = 0;
    private static final int PERSON = 1;
    private static final int NUMBER = 2;
    private static final int STARTED = 3;
    private static final int ENDED = 4;
    private static final int EVENTS_OF = 5;
    private static final int WIDTH = 6;

    private final DuckDBConnection connection;
    private final ProjectSettings settings;
    private final LocalDays days;
    private final Runnable check;

    private long[] event = new long[256];
    private long[] time = new long[256];
    private long[] activeUntil = new long[256];
    private long[] timeout = new long[256];
    private int[] campaign = new int[256];
    private int[] flags = new int[256];
    private int[] visit = new int[256];
    private int count;
    private long[] spans = new long[WIDTH * 256];
    private int spansCount;

    SqlVisits(DuckDBConnection connection, ProjectSettings settings, Runnable check) {
        this.connection = connection;
        this.settings = settings;
        this.days = new LocalDays(settings.zone());
        this.check = check;
    }

    /// The spans are held until all events are read: a connection reads or appends.
    void load() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TEMP TABLE visit_span (
                        visit BIGINT, person BIGINT, number BIGINT, started BIGINT, ended BIGINT,
                        events BIGINT)""");
        }
        String sql = settings.visits().splitOnCampaign() ? EVENTS : EVENTS_WITHOUT_CAMPAIGN;
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            read(row);
        }
        try (DuckDBAppender rows = connection.createAppender("temp", "main", "visit_span")) {
            for (int i = 0; i < spansCount; i += WIDTH) {
                rows.beginRow();
                for (int column = 0; column < WIDTH; column++) {
                    rows.append(spans[i + column]);
                }
                rows.endRow();
            }
        }
    }

    private void read(ResultSet row) throws SQLException {
        long person = Long.MIN_VALUE;
        long rows = 0;
        while (row.next()) {
            if (++rows % 65_536 == 0) {
                check.run();
            }
            if (row.getLong(1) != person) {
                cut(person);
                person = row.getLong(1);
            }
            add(row);
        }
        cut(person);
    }

    private void add(ResultSet row) throws SQLException {
        if (count == event.length) {
            int size = 2 * count;
            event = Arrays.copyOf(event, size);
            time = Arrays.copyOf(time, size);
            activeUntil = Arrays.copyOf(activeUntil, size);
            timeout = Arrays.copyOf(timeout, size);
            campaign = Arrays.copyOf(campaign, size);
            flags = Arrays.copyOf(flags, size);
            visit = Arrays.copyOf(visit, size);
        }
        event[count] = row.getLong(2);
        time[count] = row.getLong(3);
        activeUntil[count] = row.getLong(4);
        timeout[count] = row.getLong(5);
        flags[count] = row.getInt(6);
        campaign[count] = (int) row.getLong(7);
        count++;
    }

    private void cut(long person) {
        VisitColumns rows = new VisitColumns(time, activeUntil, timeout, campaign, flags);
        int visits = Visits.cut(settings.visits(), days, rows, 0, count, visit);
        int base = spansCount;
        begin(visits, person);
        for (int row = 0; row < count; row++) {
            if (visit[row] != Visits.NONE) {
                int span = base + visit[row] * WIDTH;
                spans[span + EVENTS_OF]++;
                if (!EventFlag.STANDALONE.in(flags[row])) {
                    if (spans[span + VISIT] < 0) {
                        spans[span + VISIT] = event[row];
                        spans[span + STARTED] = time[row];
                    }
                    spans[span + ENDED] = Math.max(spans[span + ENDED], activeUntil[row]);
                }
            }
        }
        for (int span = base; span + WIDTH < spansCount; span += WIDTH) {
            spans[span + ENDED] = Math.min(spans[span + ENDED], spans[span + WIDTH + STARTED]);
        }
        count = 0;
    }

    private void begin(int visits, long person) {
        int wanted = spansCount + visits * WIDTH;
        if (wanted > SPANS_MAX * WIDTH) {
            throw new ProblemException(
                    Code.QUESTION_TOO_LARGE,
                    "more than " + SPANS_MAX + " visits: ask events instead");
        }
        if (wanted > spans.length) {
            spans = Arrays.copyOf(spans, Math.max(wanted, 2 * spans.length));
        }
        for (int number = 0; number < visits; number++) {
            int span = spansCount + number * WIDTH;
            Arrays.fill(spans, span, span + WIDTH, 0);
            spans[span + VISIT] = -1;
            spans[span + PERSON] = person;
            spans[span + NUMBER] = number + 1L;
            spans[span + ENDED] = Long.MIN_VALUE;
        }
        spansCount = wanted;
    }
}
