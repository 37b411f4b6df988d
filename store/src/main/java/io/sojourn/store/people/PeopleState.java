package io.sojourn.store.people;

import io.sojourn.core.project.ProjectSettings;

/// What a project's people store knows besides people, as of its position.
///
/// @param position every record up to it is in the store
/// @param nextVisitor the number that the next visitor gets
/// @param newestHour hours since 1970 of the newest received time so far, which ages seen ids and pending updates
public record PeopleState(
        long position, long nextVisitor, long newestHour, ProjectSettings settings) {}
