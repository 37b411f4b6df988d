package io.sojourn.ingest.enrich;

import io.sojourn.core.event.Attributes;

/// What enrichment adds to an item.
///
/// @param bot the visitor's user agent matches a bot pattern that marks in this project;
///     [io.sojourn.core.event.Attribute#BOT] then names it
public record Enriched(Attributes attributes, boolean bot) {

    /// What is no event has nothing to be enriched with.
    public static final Enriched NOTHING = new Enriched(new Attributes.Builder().build(), false);
}
