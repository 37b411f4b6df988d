package io.sojourn.server.export;

import io.sojourn.core.value.Value;
import io.sojourn.store.embedded.table.ParquetTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Rows as one Parquet file, made in the project's folder and sent when it is whole.
final class ParquetSink implements RowSink {

    private final OutputStream out;
    private final ParquetTable table;

    ParquetSink(OutputStream out, Path folder, List<? extends Column<?>> columns) {
        this.out = out;
        this.table =
                ParquetTable.create(
                        folder,
                        columns.stream()
                                .map(
                                        column ->
                                                new ParquetTable.Column(
                                                        column.name(), type(column.kind())))
                                .toList());
    }

    private static ParquetTable.Type type(Column.Kind kind) {
        return switch (kind) {
            case NUMBER, COUNT -> ParquetTable.Type.WHOLE;
            case TIME -> ParquetTable.Type.TIME;
            case JSON, TEXT -> ParquetTable.Type.TEXT;
            case VALUE -> ParquetTable.Type.BY_VALUE;
        };
    }

    @Override
    public void row(List<Optional<Value>> cells) {
        table.add(cells);
    }

    @Override
    public void end() throws IOException {
        Files.copy(table.finish(), out);
    }

    @Override
    public void close() {
        table.close();
    }
}
