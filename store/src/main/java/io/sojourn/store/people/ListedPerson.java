package io.sojourn.store.people;

import io.sojourn.core.person.Visitor;
import java.util.List;

/// A person of a list.
///
/// @param place where the list can be gone on after this person
/// @param visitors ascending by number
public record ListedPerson(PersonOrder.Place place, List<Visitor> visitors) {}
