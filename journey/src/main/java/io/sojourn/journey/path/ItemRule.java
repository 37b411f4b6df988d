package io.sojourn.journey.path;

import io.sojourn.journey.filter.EventFilter;

/// How some events are called in a path. Of several rules the first decides whose filter an event matches and whose
/// column it has a value of; an event that no rule names is called by its own name.
public record ItemRule(EventFilter events, ItemName name) {}
