package io.sojourn.ingest.command;

import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What an owner does to people or settings by hand. A log record like any other, so that a recomputation
/// brings it out again.
public sealed interface Command {

    /// Joins two persons; the lower number stays.
    record Merge(long person, long other) implements Command {}

    /// Detaches visitors from their person.
    record Unmerge(long person, Set<Long> visitors) implements Command {
        public Unmerge {
            visitors = Set.copyOf(visitors);
        }
    }

    /// Removes a person with all events, identifiers and properties.
    record Delete(long person) implements Command {}

    /// Sets properties of a person.
    record Edit(long person, Map<String, Value> properties) implements Command {
        public Edit {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }
    }

    /// Replaces the settings from here on.
    record ChangeSettings(ProjectSettings settings) implements Command {}
}
