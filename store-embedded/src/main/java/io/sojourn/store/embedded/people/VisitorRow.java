package io.sojourn.store.embedded.people;

import io.sojourn.core.person.Visitor;

/// A visitor as stored, of which little may be needed.
public interface VisitorRow {

    long number();

    long person();

    String kind();

    /// What VisitorJson wrote.
    String state();

    /// All of it.
    Visitor visitor();
}
