package io.sojourn.server.question;

import io.sojourn.journey.Group;
import io.sojourn.journey.scan.Column;
import io.sojourn.server.export.Csv;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// An answer as rows of texts.
final class Table {

    static final String NONE = "(none)";

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> header) {
        this.header = List.copyOf(header);
    }

    static Table of(String... header) {
        return new Table(List.of(header));
    }

    /// One column per column of a breakdown, then others.
    static Table of(List<Column> breakdown, String... others) {
        List<String> header = new ArrayList<>();
        for (Column column : breakdown) {
            header.add(column.key().isEmpty() ? "event" : column.key());
        }
        header.addAll(List.of(others));
        return new Table(header);
    }

    /// @param cells texts, numbers and what [#text] knows
    Table row(Object... cells) {
        return row(List.of(), cells);
    }

    Table row(List<String> first, Object... cells) {
        List<String> row = new ArrayList<>(first);
        for (Object cell : cells) {
            row.add(text(cell));
        }
        rows.add(row);
        return this;
    }

    static String text(Object cell) {
        return switch (cell) {
            case Double number -> Double.isFinite(number) ? plain(number) : "";
            case OptionalDouble number ->
                    number.isPresent() ? text((Object) number.getAsDouble()) : "";
            case Optional<?> value -> value.map(Table::text).orElse("");
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            default -> cell.toString();
        };
    }

    private static String plain(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    /// Values of a group, one per column of the breakdown.
    static List<String> values(Group group, int columns) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            if (group.rest()) {
                values.add("(rest)");
            } else if (group.values().isEmpty()) {
                values.add("(all)");
            } else {
                values.add(group.values().get(i).orElse(NONE));
            }
        }
        return values;
    }

    /// The rows of two answers, told apart by a first column.
    static Table compared(Table first, Table second) {
        List<String> header = new ArrayList<>(List.of("group"));
        header.addAll(first.header);
        Table both = new Table(header);
        first.rows.forEach(row -> both.row(List.of("first"), row.toArray()));
        second.rows.forEach(row -> both.row(List.of("second"), row.toArray()));
        return both;
    }

    String csv() {
        StringBuilder csv = new StringBuilder();
        Csv.row(csv, header);
        rows.forEach(row -> Csv.row(csv, row));
        return csv.toString();
    }
}
