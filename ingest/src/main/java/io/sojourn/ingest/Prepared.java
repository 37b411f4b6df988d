package io.sojourn.ingest;

import io.sojourn.core.project.ProjectSettings;
import io.sojourn.ingest.enrich.Enriched;
import io.sojourn.ingest.wire.Decoded;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.TrackItem;
import io.sojourn.store.log.LogRecord;
import io.sojourn.store.people.IdHash;
import java.util.List;
import java.util.Optional;

/// A log record with all that can be said of it before it is its turn.
sealed interface Prepared {

    LogRecord record();

    /// Says nothing ahead: a command, or a record that is read only in its turn.
    record Plain(LogRecord record) implements Prepared {}

    /// @param settings under which it was read; it says nothing under others
    record Request(
            LogRecord record,
            RawRequest request,
            ProjectSettings settings,
            List<Statement> statements)
            implements Prepared {

        public Request {
            statements = List.copyOf(statements);
        }
    }

    /// One statement of a request.
    sealed interface Statement {

        record Refused(Decoded.Refused refused) implements Statement {}

        /// @param number within the request
        /// @param item with the address that counts
        /// @param id hash of the event's own id, none where it has none
        /// @param enriched of an event, else [Enriched#NOTHING]
        record Item(
                int number,
                TrackItem item,
                Identifiers identifiers,
                Optional<IdHash> id,
                Enriched enriched)
                implements Statement {}
    }
}
