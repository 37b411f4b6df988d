package io.sojourn.server.export;

import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.value.Value;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.server.api.Masking;
import io.sojourn.server.api.PersonProperties;
import io.sojourn.server.api.Projects;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.event.EventScan;
import io.sojourn.store.people.PeopleStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// Bulk export: every event or person of a project as one stream, in memory that does not grow with it.
public final class Exports {

    /// Rows between two looks at whether the client is still there.
    private static final int ROWS_BETWEEN_LOOKS = 4_096;

    /// People whose profile is held for the events that follow: those of one person mostly lie near each other.
    private static final int PEOPLE_HELD = 2_000;

    private final Projects projects;
    private final Function<ProjectId, Path> folders;
    private final Turns turns;
    private final Members members;

    /// Knows who belongs to stored segments.
    @FunctionalInterface
    public interface Members {
        PersonSet of(ProjectId project, ProjectStores stores, long segment);
    }

    /// @param folders a project's own
    public Exports(
            Projects projects, Function<ProjectId, Path> folders, Turns turns, Members members) {
        this.projects = projects;
        this.folders = folders;
        this.turns = turns;
        this.members = members;
    }

    public List<Route> routes() {
        String path = "/api/v1/projects/{project}/export/";
        Access access = Access.project(Role.ANALYST);
        return List.of(
                Route.get(path + "events", access, this::events),
                Route.post(path + "events", access, this::events),
                Route.get(path + "people", access, this::people),
                Route.post(path + "people", access, this::people));
    }

    private Reply events(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        ExportRequest request = ExportRequest.of(call);
        Predicate<Person> among = among(project, request);
        return download(
                call,
                request.format(),
                "events-" + project,
                out -> {
                    try (OpenStores.Lease lease = projects.open(project)) {
                        Masking masking =
                                Masking.of(call.caller(), project, lease.stores().people());
                        PersonProperties meaning =
                                new PersonProperties(lease.stores().people(), masking);
                        write(
                                out,
                                project,
                                request.format(),
                                request.columns().isEmpty()
                                        ? EventColumns.usual()
                                        : EventColumns.named(request.columns(), meaning),
                                (look, rows) ->
                                        events(
                                                lease.stores(),
                                                request,
                                                among,
                                                meaning,
                                                masking,
                                                look,
                                                rows));
                    }
                });
    }

    private static void events(
            ProjectStores stores,
            ExportRequest request,
            Predicate<Person> among,
            PersonProperties meaning,
            Masking masking,
            Runnable look,
            Consumer<EventColumns.Subject> rows) {
        Map<Long, Optional<Person>> held = newestHeld();
        stores.events()
                .scan(
                        new EventScan(
                                request.from(), request.to(), request.events(), request.bots()),
                        event -> {
                            look.run();
                            Optional<Person> person =
                                    held.computeIfAbsent(
                                            event.visitor(),
                                            visitor -> person(stores.people(), visitor));
                            // an event of somebody deleted, or not yet known, is not there
                            if (person.isPresent()
                                    && among.test(person.get())
                                    && request.filters().match(person.get(), meaning::of)) {
                                rows.accept(
                                        new EventColumns.Subject(
                                                masking.shown(event), person.get()));
                            }
                        });
    }

    /// Whether a person belongs to the segment that was asked for.
    private Predicate<Person> among(ProjectId project, ExportRequest request) {
        if (request.segment().isEmpty()) {
            return person -> true;
        }
        long segment = request.segment().getAsLong();
        try (OpenStores.Lease lease = projects.open(project)) {
            if (lease.stores().questions().segment(segment).isEmpty()) {
                throw new ProblemException(
                        Problem.invalid("segment", "there is no segment " + segment));
            }
            PersonSet members = this.members.of(project, lease.stores(), segment);
            return person -> members.contains(person.number());
        }
    }

    private static Map<Long, Optional<Person>> newestHeld() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Optional<Person>> eldest) {
                return size() > PEOPLE_HELD;
            }
        };
    }

    private static Optional<Person> person(PeopleStore people, long visitor) {
        List<Visitor> visitors = people.person(visitor);
        return visitors.isEmpty() ? Optional.empty() : Optional.of(new Person(visitors));
    }

    private Reply people(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        ExportRequest request = ExportRequest.of(call);
        Predicate<Person> among = among(project, request);
        return download(
                call,
                request.format(),
                "people-" + project,
                out -> {
                    try (OpenStores.Lease lease = projects.open(project)) {
                        Masking masking =
                                Masking.of(call.caller(), project, lease.stores().people());
                        PersonProperties meaning =
                                new PersonProperties(lease.stores().people(), masking);
                        write(
                                out,
                                project,
                                request.format(),
                                request.columns().isEmpty()
                                        ? PersonColumns.usual(masking)
                                        : PersonColumns.named(request.columns(), meaning, masking),
                                (look, rows) ->
                                        people(
                                                lease.stores().people(),
                                                request,
                                                among,
                                                meaning,
                                                look,
                                                rows));
                    }
                });
    }

    /// Those last seen in the range, newest first.
    private static void people(
            PeopleStore people,
            ExportRequest request,
            Predicate<Person> among,
            PersonProperties meaning,
            Runnable look,
            Consumer<Person> rows) {
        people.forEachPersonSeen(
                request.from(),
                request.to(),
                visitors -> {
                    look.run();
                    Person person = new Person(visitors);
                    if (among.test(person) && request.filters().match(person, meaning::of)) {
                        rows.accept(person);
                    }
                    return true;
                });
    }

    /// Chosen people as CSV.
    ///
    /// @param columns names, empty = the usual ones
    public Reply chosen(Call call, ProjectId project, List<String> columns, PersonSet chosen) {
        return download(
                call,
                Format.CSV,
                "people-" + project,
                out -> {
                    try (OpenStores.Lease lease = projects.open(project)) {
                        PeopleStore people = lease.stores().people();
                        Masking masking = Masking.of(call.caller(), project, people);
                        PersonProperties meaning = new PersonProperties(people, masking);
                        write(
                                out,
                                project,
                                Format.CSV,
                                columns.isEmpty()
                                        ? PersonColumns.usual(masking)
                                        : PersonColumns.named(columns, meaning, masking),
                                (look, rows) ->
                                        chosen.forEach(
                                                number -> {
                                                    look.run();
                                                    person(people, number).ifPresent(rows);
                                                }));
                    }
                });
    }

    /// Hands subjects over one by one.
    private interface Source<T> {
        /// @param look to be run for each subject that was read, wanted or not
        void read(Runnable look, Consumer<T> rows);
    }

    private <T> void write(
            OutputStream out,
            ProjectId project,
            Format format,
            List<Column<T>> columns,
            Source<T> source)
            throws IOException {
        try (RowSink sink = sink(out, folders.apply(project), format, columns)) {
            long[] read = {0};
            source.read(
                    () -> {
                        if (++read[0] % ROWS_BETWEEN_LOOKS == 0) {
                            unchecked(out::flush);
                        }
                    },
                    subject -> {
                        List<Optional<Value>> cells = new ArrayList<>(columns.size());
                        columns.forEach(
                                column ->
                                        cells.add(
                                                column.value()
                                                        .apply(subject)
                                                        .filter(Value::isSet)));
                        unchecked(() -> sink.row(cells));
                    });
            sink.end();
        }
    }

    private static RowSink sink(
            OutputStream out, Path folder, Format format, List<? extends Column<?>> columns)
            throws IOException {
        return switch (format) {
            case NDJSON -> TextSink.ndjson(out, columns);
            case CSV -> TextSink.csv(out, columns);
            case PARQUET -> new ParquetSink(out, folder, columns);
        };
    }

    private interface Write {
        void run() throws IOException;
    }

    private static void unchecked(Write write) {
        try {
            write.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reply download(Call call, Format format, String name, Reply.Body body) {
        return Download.of(
                call,
                format.contentType(),
                Map.of(
                        "Content-Disposition",
                        "attachment; filename=\"" + name + "." + format.word() + "\""),
                format != Format.PARQUET,
                turns.inTurn(body));
    }
}
