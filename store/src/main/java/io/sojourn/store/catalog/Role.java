package io.sojourn.store.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What somebody may do in a project, or to the server. Each role may do what those before it may.
public enum Role {
    /// Reads people, timelines, live traffic, schema and status.
    VIEWER,
    /// Also exports and sees the quarantine.
    ANALYST,
    /// Also changes settings and people, imports, replays, manages members up to its own role.
    ADMIN,
    /// Also names owners and deletes the project.
    OWNER;

    /// Whether this role may do what the other may.
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /// What both may do.
    public Role capped(Role cap) {
        return compareTo(cap) <= 0 ? this : cap;
    }

    /// Lower case, as the wire has it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @return empty where the word names none
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
