package io.sojourn.server.imports;

import io.sojourn.store.json.PropertyJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Rows of a CSV file as items of the native batch. An empty cell says nothing.
///
/// @param source prefix of the ids that rows without one get, before `:` and the line
record CsvRows(CsvRecords records, CsvMapping mapping, String source) implements ImportRows {

    @Override
    public Optional<Row> next() throws IOException {
        return records.next().map(this::row);
    }

    private Row row(CsvRecords.Cells record) {
        List<String> cells = record.cells();
        if (!record.flaw().isEmpty()) {
            return new Row.Unreadable(record.line(), "", record.flaw());
        }
        for (int i = mapping.columns().size(); i < cells.size(); i++) {
            if (!cells.get(i).isBlank()) {
                return new Row.Unreadable(
                        record.line(),
                        "",
                        "row has %d cells, the header has %d"
                                .formatted(cells.size(), mapping.columns().size()));
            }
        }
        return new Row.Item(
                record.line(), json(record.line(), cells).getBytes(StandardCharsets.UTF_8));
    }

    private String json(long line, List<String> cells) {
        StringBuilder fields = new StringBuilder("{");
        StringBuilder event = new StringBuilder();
        StringBuilder person = new StringBuilder();
        StringBuilder visit = new StringBuilder();
        boolean named = false;
        for (int i = 0; i < Math.min(cells.size(), mapping.targets().size()); i++) {
            String target = mapping.targets().get(i);
            String cell = cells.get(i);
            if (cell.isEmpty()) {
                continue;
            }
            switch (target) {
                case CsvMapping.IGNORE -> {}
                case "name" -> field(fields, "event", quoted(cell));
                case "time" -> field(fields, "time", CsvTimes.json(cell));
                default -> {
                    if (target.startsWith("event.")) {
                        field(event, target.substring(6), quoted(cell));
                    } else if (target.startsWith("person.")) {
                        field(person, target.substring(7), quoted(cell));
                    } else if (target.startsWith("visit.")) {
                        field(visit, target.substring(6), quoted(cell));
                    } else {
                        named |= target.equals("event_id");
                        field(fields, target, quoted(cell));
                    }
                }
            }
        }
        if (!named) {
            field(fields, "event_id", quoted(source + ":" + line));
        }
        scope(fields, "properties", event);
        scope(fields, "person", person);
        scope(fields, "visit", visit);
        return fields.append('}').toString();
    }

    private static void scope(StringBuilder fields, String name, StringBuilder members) {
        if (!members.isEmpty()) {
            field(fields, name, "{" + members + "}");
        }
    }

    private static void field(StringBuilder json, String name, String value) {
        if (!json.isEmpty() && json.charAt(json.length() - 1) != '{') {
            json.append(',');
        }
        PropertyJson.quote(json, name);
        json.append(':').append(value);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2);
        PropertyJson.quote(json, text);
        return json.toString();
    }
}
