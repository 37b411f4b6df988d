package io.sojourn.store.sql;

/// @param type the engine's word for it, such as `BIGINT` or `VARCHAR`
public record SqlColumn(String name, String type) {}
