package io.sojourn.server.rest;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.server.api.Masking;
import io.sojourn.server.export.Download;
import io.sojourn.server.export.Turns;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.store.OpenStores;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;

/// `logs/export`: visits and profiles as lines of Woopra's log.
///
/// With `file=yyyy-MM-dd` the visits that began on that day of the project's zone, and the profiles of those last seen on
/// it; `pos` goes on after a line that has this `pos`. Without, everything that became final since `cursor` (or `pos`),
/// which the header `X-Woopra-Pos` of the answer before told: a visit is final when it is over, and again when something
/// arrives for it late. Lines come by person, of one person by time.
final class LogExport {

    static final String CONTENT_TYPE = "application/x-ndjson";

    private final RestProjects projects;
    private final Turns turns;
    private final InstantSource clock;

    LogExport(RestProjects projects, Turns turns, InstantSource clock) {
        this.projects = projects;
        this.turns = turns;
        this.clock = clock;
    }

    Reply give(Call call) {
        RestRequest request = RestRequest.of(call);
        ProjectId project = projects.exported(call, request);
        long now = clock.millis();
        boolean bots = request.text("bots").equals("true");
        ProjectSettings settings = settings(project);
        LocalDate today = Instant.ofEpochMilli(now).atZone(settings.zone()).toLocalDate();
        String file = request.text("file");
        LogSpan span =
                file.isEmpty()
                        ? LogSpan.since(
                                SearchCalls.time(
                                        request,
                                        "cursor",
                                        SearchCalls.time(request, "pos", Long.MIN_VALUE)),
                                now)
                        : LogSpan.file(
                                Days.millis(day(file), settings.zone()),
                                Days.millis(day(file).plusDays(1), settings.zone()),
                                SearchCalls.time(request, "pos", 0));
        Map<String, String> headers =
                Map.of("X-Woopra-File", today.toString(), "X-Woopra-Pos", Long.toString(now));
        return Download.of(
                call,
                CONTENT_TYPE,
                headers,
                true,
                turns.inTurn(
                        out -> {
                            try (OpenStores.Lease lease = projects.open(project)) {
                                Masking masking =
                                        Masking.of(call.caller(), project, lease.stores().people());
                                new LogLines(lease.stores(), span, bots, masking, out).write();
                            }
                        }));
    }

    private ProjectSettings settings(ProjectId project) {
        try (OpenStores.Lease lease = projects.open(project)) {
            return lease.stores().people().settings();
        }
    }

    private static LocalDate day(String file) {
        try {
            return LocalDate.parse(file);
        } catch (DateTimeParseException e) {
            throw new ProblemException(
                    Problem.invalid("file", "takes a day like 2025-01-31, got " + file));
        }
    }
}
