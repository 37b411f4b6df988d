package io.sojourn.journey.people;

import java.util.OptionalInt;

/// A total of a [PeopleReportResult].
///
/// @param column whose people have the property, belong to the set, have an event; empty = all
public record PeopleCell(OptionalInt column) {}
