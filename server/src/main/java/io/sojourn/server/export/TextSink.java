package io.sojourn.server.export;

import io.sojourn.core.value.Value;
import io.sojourn.store.json.PropertyJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Rows as lines of JSON objects or of CSV, sent as they come.
final class TextSink implements RowSink {

    private final OutputStream out;
    private final List<? extends Column<?>> columns;
    private final boolean csv;
    private final StringBuilder line = new StringBuilder(1_024);

    private TextSink(OutputStream out, List<? extends Column<?>> columns, boolean csv) {
        this.out = out;
        this.columns = columns;
        this.csv = csv;
    }

    static TextSink ndjson(OutputStream out, List<? extends Column<?>> columns) {
        return new TextSink(out, columns, false);
    }

    /// Begins with the header row.
    static TextSink csv(OutputStream out, List<? extends Column<?>> columns) throws IOException {
        TextSink sink = new TextSink(out, columns, true);
        Csv.row(sink.line, columns.stream().map(Column::name).toList());
        sink.send();
        return sink;
    }

    @Override
    public void row(List<Optional<Value>> cells) throws IOException {
        if (csv) {
            Csv.row(line, cells.stream().map(cell -> cell.map(Value::text).orElse("")).toList());
        } else {
            object(cells);
            line.append('\n');
        }
        send();
    }

    private void object(List<Optional<Value>> cells) {
        for (int i = 0; i < columns.size(); i++) {
            line.append(i == 0 ? '{' : ',');
            PropertyJson.quote(line, columns.get(i).name());
            line.append(':');
            Optional<Value> cell = cells.get(i);
            if (cell.isEmpty()) {
                line.append("null");
                continue;
            }
            Value value = cell.get();
            switch (columns.get(i).kind()) {
                case NUMBER -> PropertyJson.quote(line, value.text());
                case JSON -> line.append(value.text());
                case COUNT, TIME, TEXT, VALUE -> PropertyJson.append(line, value);
            }
        }
        line.append('}');
    }

    private void send() throws IOException {
        out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        line.setLength(0);
    }

    @Override
    public void end() {
        // every row is on its way
    }

    @Override
    public void close() {
        // the stream belongs to the answer
    }
}
