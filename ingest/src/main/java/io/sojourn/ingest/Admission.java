package io.sojourn.ingest;

import io.sojourn.core.person.Identifier;
import io.sojourn.ingest.wire.TrackItem;
import java.util.List;

/// What becomes of one statement at the door of ingest.
sealed interface Admission {

    /// @param arrival event id
    /// @param time event time, never more than an hour after receipt
    /// @param received Unix milliseconds
    /// @param clamped the sent time lay in the future and the received time is used
    /// @param identifiers strongest first; empty only for an update
    /// @param cookieText text of a cookie that identifies nobody, to be kept as a property; else empty
    record Admitted(
            TrackItem item,
            long arrival,
            long time,
            long received,
            boolean clamped,
            List<Identifier> identifiers,
            String cookieText)
            implements Admission {}

    /// Left out on the owner's wish; counted, not kept.
    record Dropped(String reason) implements Admission {}

    /// Not usable; kept in quarantine.
    record Refused(String reason, String message) implements Admission {}
}
