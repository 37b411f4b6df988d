package io.sojourn.store.sql;

import io.sojourn.store.schema.PropertyKey;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;

/// A query and what it may use.
///
/// @param zone that days begin in and times are shown in
/// @param hidden properties that do not appear in any view
/// @param timeMax until the last row is read
/// @param rowsMax rows that are answered; more are cut off
public record SqlQuery(
        String text, ZoneId zone, Set<PropertyKey> hidden, Duration timeMax, int rowsMax) {

    /// Longest text, in characters.
    public static final int CHARS_MAX = 100_000;

    public SqlQuery {
        hidden = Set.copyOf(hidden);
    }
}
