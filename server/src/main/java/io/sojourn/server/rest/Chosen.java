package io.sojourn.server.rest;

import io.sojourn.core.person.Person;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.server.api.PersonProperties;
import java.util.Optional;

/// Whom the segments of a request choose.
///
/// @param did who did what is asked for, empty = everybody
record Chosen(Segments segments, Optional<PersonSet> did) {

    boolean has(Person person, PersonProperties meaning) {
        return did.map(set -> set.contains(person.number())).orElse(true)
                && segments.match(person, meaning::of);
    }
}
