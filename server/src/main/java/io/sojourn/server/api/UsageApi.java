package io.sojourn.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.server.quota.Quotas;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.people.Tally;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// How much a project takes in: per UTC day of receipt and kind, and what its quota says. Pings, updates and bots are
/// no events of a quota.
final class UsageApi {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DAYS = 30;
    private static final int DAYS_MAX = 400;

    /// What is counted beside statements that came to nothing.
    private static final Set<String> NOT_REFUSED =
            Set.of(
                    "event",
                    "bot",
                    "ping",
                    "update",
                    "identify",
                    "command",
                    "command_refused",
                    "schema_full");

    private final Projects projects;
    private final Quotas quotas;
    private final ProjectRemoval removal;
    private final InstantSource clock;

    UsageApi(Projects projects, Quotas quotas, ProjectRemoval removal, InstantSource clock) {
        this.removal = removal;
        this.projects = projects;
        this.quotas = quotas;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/api/v1/projects/{project}/usage",
                        Access.project(Role.VIEWER),
                        this::usage));
    }

    private Reply usage(Call call) {
        Catalog.Project project = projects.byNumber(call.path("project"));
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        Reading reading = new Reading();
        LocalDate to = reading.take(today, () -> day(call, "to", today));
        LocalDate from = reading.take(to, () -> day(call, "from", to.minusDays(DAYS - 1)));
        reading.end();
        if (from.isAfter(to) || ChronoUnit.DAYS.between(from, to) >= DAYS_MAX) {
            throw new ProblemException(
                    Problem.invalid("from", "must lie 0 to " + (DAYS_MAX - 1) + " days before to"));
        }
        try (OpenStores.Lease lease = projects.open(project.id())) {
            Map<Tally, Long> tallies = lease.stores().people().tallies();
            ObjectNode json =
                    JSON.objectNode().put("from", from.toString()).put("to", to.toString());
            days(json.putArray("days"), tallies, from, to);
            month(json.putObject("month"), tallies, lease.stores(), today);
            json.set("quota", quotas.view(project));
            stored(json.putObject("stored"), project, lease.stores());
            return Reply.json(json);
        }
    }

    private static LocalDate day(Call call, String name, LocalDate otherwise) {
        return call.query(name)
                .map(
                        text -> {
                            try {
                                return LocalDate.parse(text);
                            } catch (DateTimeException e) {
                                throw new ProblemException(
                                        Problem.invalid(
                                                name,
                                                "must be a day such as 2026-01-31, got " + text));
                            }
                        })
                .orElse(otherwise);
    }

    private static void days(
            ArrayNode list, Map<Tally, Long> tallies, LocalDate from, LocalDate to) {
        Map<LocalDate, Map<String, Long>> byDay = new TreeMap<>();
        tallies.forEach(
                (tally, count) ->
                        byDay.computeIfAbsent(tally.day(), day -> new TreeMap<>())
                                .put(tally.what(), count));
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            Map<String, Long> counts = byDay.getOrDefault(day, Map.of());
            long bots = counts.getOrDefault("bot", 0L);
            ObjectNode json = list.addObject().put("day", day.toString());
            json.put("events", counts.getOrDefault("event", 0L) - bots).put("bots", bots);
            json.put("pings", counts.getOrDefault("ping", 0L));
            json.put("updates", counts.getOrDefault("update", 0L));
            json.put("identifies", counts.getOrDefault("identify", 0L));
            ObjectNode refused = json.putObject("refused");
            counts.forEach(
                    (what, count) -> {
                        if (!NOT_REFUSED.contains(what)) {
                            refused.put(what, count.longValue());
                        }
                    });
        }
    }

    private void month(
            ObjectNode json, Map<Tally, Long> tallies, ProjectStores stores, LocalDate today) {
        YearMonth month = YearMonth.from(today);
        long used = Quotas.used(tallies, month);
        long begun = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        long end =
                month.plusMonths(1)
                        .atDay(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toEpochMilli();
        double passed = Math.max(1, clock.millis() - begun) / (double) (end - begun);
        json.put("month", month.toString()).put("events", used);
        json.put("people", stores.people().people());
        json.put("forecast", Math.round(used / passed));
    }

    private void stored(ObjectNode json, Catalog.Project project, ProjectStores stores) {
        json.put("events", stores.events().size()).put("people", stores.people().people());
        json.put("bytes", removal.bytes(project.id()));
        OptionalLong oldest = stores.events().oldestTime();
        if (oldest.isPresent()) {
            json.put("oldest", oldest.getAsLong());
        } else {
            json.putNull("oldest");
        }
    }
}
