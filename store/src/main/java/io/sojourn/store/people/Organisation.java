package io.sojourn.store.people;

import io.sojourn.core.person.PropertyHistory;
import java.util.Map;

/// An organisation that people act for, with its own properties.
public record Organisation(String id, Map<String, PropertyHistory> properties) {}
