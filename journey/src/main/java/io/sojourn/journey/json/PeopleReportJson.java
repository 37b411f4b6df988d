package io.sojourn.journey.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.people.PeopleCell;
import io.sojourn.journey.people.PeopleReport;
import io.sojourn.journey.people.PeopleReport.ReportColumn;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.time.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// Reports about people as JSON.
public final class PeopleReportJson {

    static final int LIMIT_DEFAULT = 100;
    static final int LIMIT_MAX = 10_000;

    private PeopleReportJson() {}

    /// A report before its segments are evaluated.
    public record Definition(
            List<Asked> columns, OptionalInt sort, boolean descending, int limit, int offset) {

        public Definition {
            columns = List.copyOf(columns);
        }

        /// @param members who meets a criterion
        public PeopleReport report(Function<Criterion, PersonSet> members) {
            List<ReportColumn> known = new ArrayList<>();
            for (Asked each : columns) {
                known.add(
                        switch (each) {
                            case Asked.Property(Column column) -> new ReportColumn.Property(column);
                            case Asked.Segment(Criterion criterion) ->
                                    new ReportColumn.Membership(members.apply(criterion));
                            case Asked.Count(EventFilter events, Range range) ->
                                    new ReportColumn.Count(events, range);
                        });
            }
            return new PeopleReport(known, sort, descending, limit, offset);
        }
    }

    /// What a column shows of a person.
    public sealed interface Asked {

        record Property(Column column) implements Asked {}

        record Segment(Criterion criterion) implements Asked {}

        record Count(EventFilter events, Range range) implements Asked {}
    }

    public static Optional<Definition> read(Place place, PartReader parts) {
        List<Asked> columns = new ArrayList<>();
        place.at("columns")
                .some(
                        PeopleReport.COLUMNS_MAX,
                        one -> column(one, parts).map(columns::add).orElse(false));
        OptionalInt sort =
                place.has("sort")
                        ? OptionalInt.of(
                                place.at("sort").integer(0, 0, Math.max(0, columns.size() - 1)))
                        : OptionalInt.empty();
        boolean descending = place.at("descending").flag(false);
        int limit = place.at("limit").integer(LIMIT_DEFAULT, 0, LIMIT_MAX);
        int offset = place.at("offset").integer(0, 0, PeopleReport.ROWS_MAX - LIMIT_MAX);
        return place.whole(() -> new Definition(columns, sort, descending, limit, offset));
    }

    private static Optional<Asked> column(Place place, PartReader parts) {
        Optional<Asked> column = Optional.empty();
        if (place.has("property")) {
            Place at = place.at("property");
            Optional<Column> of = parts.column(at, Column.Scope.PERSON);
            at.end();
            if (of.isPresent() && !of.get().scope().isOfPerson()) {
                at.at("scope").wrong("takes person or person_first here");
                of = Optional.empty();
            }
            column = of.map(Asked.Property::new);
        } else if (place.has("segment")) {
            column =
                    Optional.of(
                            new Asked.Segment(
                                    CriterionJson.readOrNumber(place.at("segment"), parts)));
        } else if (place.has("count")) {
            column =
                    Optional.of(
                            new Asked.Count(
                                    parts.event(place.at("count")),
                                    parts.range(place.at("range"))));
        } else {
            place.wrong("takes one of property, segment, count");
        }
        place.end();
        return column;
    }

    public static ObjectNode write(Definition report, PartWriter parts) {
        ObjectNode json = PartWriter.object();
        ArrayNode columns = json.putArray("columns");
        for (Asked each : report.columns()) {
            ObjectNode one = columns.addObject();
            switch (each) {
                case Asked.Property(Column column) ->
                        parts.column(one.putObject("property"), column);
                case Asked.Segment(Criterion criterion) ->
                        one.set("segment", CriterionJson.write(criterion, parts));
                case Asked.Count(EventFilter events, Range range) -> {
                    one.set("count", parts.event(events));
                    parts.range(one, "range", range);
                }
            }
        }
        report.sort().ifPresent(sort -> json.put("sort", sort));
        json.put("descending", report.descending());
        return json.put("limit", report.limit()).put("offset", report.offset());
    }

    public static PeopleCell cell(Place place, PartReader parts) {
        PeopleCell cell =
                new PeopleCell(
                        place.has("column")
                                ? OptionalInt.of(
                                        place.at("column").integer(0, PeopleReport.COLUMNS_MAX - 1))
                                : OptionalInt.empty());
        place.end();
        return cell;
    }
}
