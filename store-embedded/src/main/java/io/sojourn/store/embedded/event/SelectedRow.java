package io.sojourn.store.embedded.event;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.value.Value;
import io.sojourn.store.json.PropertyJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/// The row of a chunk that is looked at, and the columns that it has. Nothing is read of a row that is not asked for.
final class SelectedRow implements EventRow {

    private static final int NONE = -1;

    private static final int ROW_BYTES = 96;
    private static final int TEXT_BYTES = 24;
    private static final int MAP_BYTES = 192;

    private final boolean changed;
    private final String[] keys;
    private final @Nullable String[] texts;
    private final List<String> columns = new ArrayList<>();
    private final int activeUntilColumn;
    private final int timeoutColumn;
    private final int propertiesColumn;
    private final int visitPropertiesColumn;
    private final int changesColumn;
    private final int firstAttribute;
    private DuckDBReadableVector[] vectors = new DuckDBReadableVector[0];
    private int row;
    private boolean read;
    private long activeUntil;

    /// @param changed whether there are changes that were not folded yet
    SelectedRow(EventSelection selection, boolean changed) {
        this.keys = selection.properties().toArray(String[]::new);
        this.texts = new String[keys.length];
        column("event");
        column("time");
        column("flags");
        column("name");
        boolean properties = keys.length > 0;
        this.changed = changed && (properties || selection.activity());
        activeUntilColumn = selection.activity() ? column("active_until") : NONE;
        timeoutColumn = selection.activity() ? column("timeout") : NONE;
        propertiesColumn = properties ? column("properties") : NONE;
        visitPropertiesColumn = selection.visitProperties() ? column("visit_properties") : NONE;
        firstAttribute = columns.size() + 1;
        for (Attribute attribute : selection.attributes()) {
            column(attribute.key());
        }
        changesColumn = this.changed ? columns.size() + 1 : NONE;
    }

    private int column(String name) {
        columns.add("e.\"" + name + '"');
        return columns.size();
    }

    boolean isChanged() {
        return changed;
    }

    /// What is selected after the person, from `event AS e` and, where there are changes, these as `c`.
    String columns() {
        return ", " + String.join(", ", columns) + (changed ? ", c.lines" : "");
    }

    /// What a row takes while it is sorted, about.
    int bytes() {
        return ROW_BYTES
                + TEXT_BYTES * (columns.size() - 4)
                + (propertiesColumn == NONE ? 0 : MAP_BYTES)
                + (visitPropertiesColumn == NONE ? 0 : MAP_BYTES)
                + (changed ? MAP_BYTES : 0);
    }

    /// @return rows of the chunk
    int over(DuckDBDataChunkReader chunk) {
        int width = Math.toIntExact(chunk.columnCount());
        vectors = new DuckDBReadableVector[width];
        for (int i = 0; i < width; i++) {
            vectors[i] = chunk.vector(i);
        }
        return Math.toIntExact(chunk.rowCount());
    }

    void at(int index) {
        row = index;
        read = false;
    }

    @Override
    public long person() {
        return vectors[0].getLong(row);
    }

    @Override
    public long event() {
        return vectors[1].getLong(row);
    }

    @Override
    public long time() {
        return vectors[2].getLong(row);
    }

    @Override
    public int flags() {
        return vectors[3].getInt(row);
    }

    @Override
    public String name() {
        return StoredText.read(vectors[4].getString(row));
    }

    @Override
    public long timeout() {
        return vectors[timeoutColumn].getLong(row);
    }

    @Override
    public long activeUntil() {
        read();
        return activeUntil;
    }

    @Override
    public @Nullable String property(int index) {
        read();
        return texts[index];
    }

    @Override
    public @Nullable String attribute(int index) {
        String text = text(firstAttribute + index);
        return text == null ? null : StoredText.read(text);
    }

    @Override
    public Map<String, Value> visitProperties() {
        return EventRows.properties(text(visitPropertiesColumn));
    }

    private @Nullable String text(int column) {
        return vectors[column].isNull(row) ? null : vectors[column].getString(row);
    }

    /// What changes can touch is read together.
    private void read() {
        if (read) {
            return;
        }
        read = true;
        activeUntil = activeUntilColumn == NONE ? time() : vectors[activeUntilColumn].getLong(row);
        String json = propertiesColumn == NONE ? null : text(propertiesColumn);
        String lines = changed ? text(changesColumn) : null;
        if (lines != null) {
            Event event = folded(EventRows.properties(json), lines);
            activeUntil = event.activeUntil();
            for (int i = 0; i < keys.length; i++) {
                Value value = event.properties().get(keys[i]);
                texts[i] = value == null ? null : value.text();
            }
        } else if (json == null) {
            Arrays.fill(texts, null);
        } else {
            PropertyJson.pick(json, keys, texts);
        }
    }

    private Event folded(Map<String, Value> properties, String lines) {
        Event event =
                new Event(
                        event(),
                        0,
                        time(),
                        0,
                        "",
                        0,
                        activeUntil,
                        0,
                        Attributes.NONE,
                        properties,
                        Map.of());
        return EventChange.fold(event, EventReads.changes(event, lines));
    }
}
