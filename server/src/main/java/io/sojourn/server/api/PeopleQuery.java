package io.sojourn.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.segment.TextSearch;
import io.sojourn.server.http.Call;
import io.sojourn.store.people.PersonOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a list of people is asked for.
///
/// @param text as it was sent, empty = none
/// @param columns properties to answer
/// @param cursor none = from the beginning
/// @param list names the list, so that a cursor of another one is told apart
record PeopleQuery(
        String text,
        Filters filters,
        PersonOrder order,
        List<String> columns,
        int limit,
        Optional<PeopleCursor> cursor,
        String list) {

    private static final int PAGE = 100;
    private static final int PAGE_MAX = 1_000;
    private static final int COLUMNS_MAX = 100;
    private static final int FILTERS_MAX = 50;
    private static final List<String> FIELDS =
            List.of("q", "filter", "sort", "columns", "limit", "cursor");

    /// From the parameters of a GET.
    ///
    /// @param reading ends here
    static PeopleQuery ofParameters(ProjectId project, Call call, Reading reading) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (String name : List.of("q", "sort", "limit", "cursor")) {
            call.query(name).ifPresent(text -> fields.put(name, text));
        }
        call.query("filter")
                .filter(text -> !text.isBlank())
                .ifPresent(
                        text ->
                                reading.take(
                                        fields,
                                        () ->
                                                fields.set(
                                                        "filter",
                                                        Parameters.json("filter", text))));
        call.query("columns")
                .ifPresent(
                        text ->
                                reading.take(
                                                List.<String>of(),
                                                () ->
                                                        Parameters.names(
                                                                "columns", text, COLUMNS_MAX))
                                        .forEach(fields.withArray("columns")::add));
        return of(project, fields, reading);
    }

    /// From the body of a POST.
    static PeopleQuery ofBody(ProjectId project, JsonNode body) {
        Reading reading = new Reading();
        reading.take(true, () -> Parameters.onlyFields(body, FIELDS));
        return of(project, body, reading);
    }

    private static PeopleQuery of(ProjectId project, JsonNode fields, Reading reading) {
        String text = fields.path("q").asText("").strip();
        reading.take(Optional.empty(), () -> Parameters.search(text, "q"));
        JsonNode filter = fields.path("filter");
        if (filter.size() > FILTERS_MAX) {
            reading.wrong(
                    Problem.invalid(
                            "filter",
                            "takes at most " + FILTERS_MAX + " filters, got " + filter.size()));
        }
        Filters filters =
                reading.take(
                        Filters.list(JsonNodeFactory.instance.arrayNode(), "filter"),
                        () -> Filters.list(filter, "filter"));
        PersonOrder order =
                reading.take(
                        PersonOrder.LAST_SEEN_FIRST,
                        () -> order(fields.path("sort").asText("-last_seen")));
        List<String> columns = reading.take(List.of(), () -> columns(fields.path("columns")));
        int limit = reading.take(PAGE, () -> Parameters.number(fields, "limit", PAGE, PAGE_MAX));
        String list = project + " " + order + " " + text + " " + filter;
        String cursor = fields.path("cursor").asText("");
        Optional<PeopleCursor> from =
                cursor.isEmpty()
                        ? Optional.empty()
                        : reading.take(
                                Optional.empty(),
                                () -> Optional.of(PeopleCursor.read(cursor, list)));
        reading.end();
        return new PeopleQuery(text, filters, order, columns, limit, from, list);
    }

    private static PersonOrder order(String word) {
        boolean descending = word.startsWith("-");
        String name = descending ? word.substring(1) : word;
        for (PersonOrder.Key key : PersonOrder.Key.values()) {
            if (key.name().toLowerCase(Locale.ROOT).equals(name)) {
                return new PersonOrder(key, descending);
            }
        }
        throw new ProblemException(
                Problem.invalid(
                        "sort",
                        "takes last_seen, first_seen, events, name or email, or one of them after a"
                                + " minus sign, got "
                                + word));
    }

    private static List<String> columns(JsonNode list) {
        List<String> columns = new ArrayList<>();
        if (list.isMissingNode() || list.isNull()) {
            return columns;
        }
        if (!list.isArray() || list.size() > COLUMNS_MAX) {
            throw new ProblemException(
                    Problem.invalid(
                            "columns", "takes an array of at most " + COLUMNS_MAX + " names"));
        }
        list.forEach(name -> columns.add(name.asText()));
        return columns.stream().distinct().toList();
    }

    Optional<TextSearch> search() {
        return text.isEmpty() ? Optional.empty() : Optional.of(new TextSearch(text));
    }

    boolean isEverybody() {
        return text.isEmpty() && filters.isEmpty();
    }
}
