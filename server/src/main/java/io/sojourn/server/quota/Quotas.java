package io.sojourn.server.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Quota;
import io.sojourn.store.people.Tally;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many events projects have taken in this month (UTC, by receipt, without those of bots), against what they may.
///
/// Counts are those of the stores, looked at anew at most [#STALE_MILLIS] after a request asked: a hard quota is
/// overrun by what arrives in that time and what ingest has before it.
public final class Quotas implements AutoCloseable {

    static final long STALE_MILLIS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(Quotas.class);

    private record Used(YearMonth month, long events, long lookedAt, boolean looking) {}

    private final OpenStores stores;
    private final InstantSource clock;
    private final Map<ProjectId, Used> used = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public Quotas(OpenStores stores, InstantSource clock) {
        this.stores = stores;
        this.clock = clock;
    }

    /// Events of a month as tallies count them.
    public static long used(Map<Tally, Long> tallies, YearMonth month) {
        long events = 0;
        for (Map.Entry<Tally, Long> tally : tallies.entrySet()) {
            if (YearMonth.from(tally.getKey().day()).equals(month)) {
                events +=
                        switch (tally.getKey().what()) {
                            case "event" -> tally.getValue();
                            case "bot" -> -tally.getValue();
                            default -> 0;
                        };
            }
        }
        return events;
    }

    /// Seconds until a project takes events again, 0 = it takes them. Never blocks.
    public long secondsShut(ProjectId project, Quota quota) {
        return isExhausted(project, quota) ? secondsLeft() : 0;
    }

    private boolean isExhausted(ProjectId project, Quota quota) {
        if (quota.mode() != Quota.Mode.HARD) {
            return false;
        }
        long now = clock.millis();
        Used known = used.get(project);
        if (known == null || (now - known.lookedAt >= STALE_MILLIS && !known.looking)) {
            used.put(
                    project,
                    known == null
                            ? new Used(month(), 0, now, true)
                            : new Used(known.month, known.events, now, true));
            Thread.ofVirtual().name("quota-" + project).start(() -> look(project));
        }
        return known != null
                && known.month.equals(month())
                && known.events >= quota.eventsPerMonth();
    }

    private void look(ProjectId project) {
        try {
            if (!closed) {
                count(project);
            }
        } catch (RuntimeException e) {
            LOG.warn("the events of project {} could not be counted for its quota", project, e);
            used.remove(project);
        }
    }

    private long count(ProjectId project) {
        YearMonth month = month();
        try (OpenStores.Lease lease = stores.acquire(project)) {
            long events = used(lease.stores().people().tallies(), month);
            used.put(project, new Used(month, events, clock.millis(), false));
            return events;
        }
    }

    private YearMonth month() {
        return YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    }

    /// Seconds until the next month begins, at least 1.
    private long secondsLeft() {
        long next =
                month().plusMonths(1)
                        .atDay(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toEpochMilli();
        return Math.max(1, TimeUnit.MILLISECONDS.toSeconds(next - clock.millis() + 999));
    }

    /// `{"mode","eventsPerMonth","used","exceeded"}`, null where the project has no quota.
    public JsonNode view(Catalog.Project project) {
        Quota quota = project.tracking().quota();
        if (quota.mode() == Quota.Mode.OFF) {
            return NullNode.getInstance();
        }
        long events = count(project.id());
        return JsonNodeFactory.instance
                .objectNode()
                .put("mode", quota.mode().word())
                .put("eventsPerMonth", quota.eventsPerMonth())
                .put("used", events)
                .put("exceeded", events >= quota.eventsPerMonth());
    }

    @Override
    public void close() {
        closed = true;
    }
}
