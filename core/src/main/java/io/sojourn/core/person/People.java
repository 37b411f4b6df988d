package io.sojourn.core.person;

import java.util.List;

/// The people of one project as of the log position that is being processed, and the changes made
/// to them. Not thread-safe: one ingest thread per project.
public interface People {

    /// Every interval of ownership of a value, ascending by (from, number).
    List<Visitor> intervals(Identifier identifier);

    /// The visitors of a person, ascending by number; empty where there is no such person.
    List<Visitor> members(long person);

    /// A new visitor with the next number of the project's counter.
    ///
    /// @param person 0 = a new person with the visitor's own number
    Visitor create(Identifier identifier, long from, long end, long person);

    /// Puts a visitor into another person.
    void move(Visitor visitor, long person);

    /// The visitor was changed otherwise and must be written.
    void changed(Visitor visitor);
}
