package io.sojourn.store.journey;

/// How far an index of journeys is.
///
/// @param phase in lower case
/// @param events in the index; while it is built, those read so far
/// @param ofEvents that it is built from
/// @param bytes of memory, about
public record IndexStatus(String phase, long events, long ofEvents, long bytes) {}
