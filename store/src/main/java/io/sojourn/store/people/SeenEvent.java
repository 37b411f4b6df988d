package io.sojourn.store.people;

/// What is remembered of an event's own id, so that a second one is known as a duplicate and an update
/// finds its event.
public record SeenEvent(long event, long visitor, long time) {}
