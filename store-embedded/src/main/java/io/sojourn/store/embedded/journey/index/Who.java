package io.sojourn.store.embedded.journey.index;

import io.sojourn.store.embedded.journey.PersonColumn;

/// Who is who, as one unchanging version: what a scan needs to know of visitors and persons. A person's number is the
/// lowest of its visitors.
interface Who {

    /// All numbers are below.
    int end();

    /// Person of a visitor, 0 where it belongs to nobody.
    int person(int visitor);

    /// The next higher visitor of the same person, 0 after the last.
    int next(int visitor);

    /// Unix milliseconds.
    long firstSeen(int person);

    /// Nobody was first seen later.
    long newestSeen();

    long people();

    /// A property of persons with what it was before.
    PersonColumn column(String key);
}
