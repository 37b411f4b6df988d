package io.sojourn.journey.retention;

import io.sojourn.journey.Group;
import java.util.OptionalInt;

/// A number of people in a [RetentionResult].
///
/// @param cohort empty = everyone in any cohort of the group, where the column is 0
public record RetentionCell(Group group, OptionalInt cohort, int column) {}
