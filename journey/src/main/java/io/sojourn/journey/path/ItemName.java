package io.sojourn.journey.path;

import io.sojourn.journey.scan.Column;
import java.util.List;

/// What an event is called in a path.
public sealed interface ItemName {

    /// The path of a page's address: without scheme, host, query, fragment and a slash at its end.
    ///
    /// @param column holds an address, or host and path, or a path
    /// @param patterns the first that fits gives its name
    /// @param grouped whether parts of other paths that are numbers or other ids become `*`
    record Page(Column column, List<PagePattern> patterns, boolean grouped) implements ItemName {
        public Page {
            patterns = List.copyOf(patterns);
            ofEvents(column);
        }
    }

    /// The text of a value.
    record OfColumn(Column column) implements ItemName {
        public OfColumn {
            ofEvents(column);
        }
    }

    record Fixed(String name) implements ItemName {}

    private static void ofEvents(Column column) {
        if (column.scope().isOfPerson()) {
            throw new IllegalArgumentException(column + " is no column of events");
        }
    }
}
