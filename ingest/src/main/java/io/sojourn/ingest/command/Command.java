package io.sojourn.ingest.command;

import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.value.Value;
import io.sojourn.store.schema.Label;
import io.sojourn.store.schema.PropertyKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What an owner does to people or settings by hand. A log record like any other, so that a recomputation
/// brings it out again.
public sealed interface Command {

    /// Joins two persons; the lower number stays.
    ///
    /// @param user number of the user who asks for it, 0 = not known
    record Merge(long person, long other, long user) implements Command {
        public Merge(long person, long other) {
            this(person, other, 0);
        }
    }

    /// Detaches visitors from their person.
    ///
    /// @param user number of the user who asks for it, 0 = not known
    record Unmerge(long person, Set<Long> visitors, long user) implements Command {
        public Unmerge {
            visitors = Set.copyOf(visitors);
        }

        public Unmerge(long person, Set<Long> visitors) {
            this(person, visitors, 0);
        }
    }

    /// Removes a person with all events, identifiers and properties.
    record Delete(long person) implements Command {}

    /// Sets properties of a person; [Value#UNSET] takes one away. Holds over everything that was stated so far.
    record Edit(long person, Map<String, Value> properties) implements Command {
        public Edit {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }
    }

    /// Replaces the settings from here on.
    record ChangeSettings(ProjectSettings settings) implements Command {}

    /// Throws entries of the quarantine away.
    record Discard(Set<Long> entries) implements Command {
        public Discard {
            entries = Set.copyOf(entries);
        }
    }

    /// Removes the events that arrived before this and happened before a time. People, what is known of them and what
    /// was counted stay.
    record Expire(long beforeTime) implements Command {}

    /// Says what an event name that was seen means.
    record DescribeEvent(String event, Label label) implements Command {}

    /// Says what a property that was seen means, and who may see its values.
    record DescribeProperty(PropertyKey property, Label label) implements Command {}
}
