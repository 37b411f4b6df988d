package io.sojourn.journey.attribution;

import java.util.List;

/// Conversions by touchpoint; the shares of all rows add up to the total.
///
/// @param rows most conversions first, then the rest, then the conversions without a touch
/// @param skipped conversions whose value is no number
public record AttributionResult(List<Row> rows, Row total, long skipped) {

    public AttributionResult {
        rows = List.copyOf(rows);
    }

    /// @param conversions shares of conversions
    /// @param value shares of their values, 0 where none is asked for
    /// @param people with a conversion of which it has a share
    public record Row(Source source, double conversions, double value, long people) {}

    /// Where conversions come from.
    public sealed interface Source {

        record Touchpoint(String name) implements Source {}

        /// Touchpoints beyond the first ones, together.
        record Rest() implements Source {}

        /// No touch before the conversion.
        record None() implements Source {}

        record All() implements Source {}
    }
}
