package io.sojourn.server.export;

import io.sojourn.core.value.Value;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Takes the rows of an export one by one and writes them in its format.
interface RowSink extends AutoCloseable {

    /// @param cells one for each column
    void row(List<Optional<Value>> cells) throws IOException;

    /// After the last row.
    void end() throws IOException;

    @Override
    void close() throws IOException;
}
