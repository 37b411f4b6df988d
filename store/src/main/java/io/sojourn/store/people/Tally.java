package io.sojourn.store.people;

import java.time.LocalDate;

/// What is counted per UTC day of receipt: `event`, `bot`, `ping`, `update`, `identify`, `duplicate`,
/// `excluded`, or a reason of refusal.
public record Tally(LocalDate day, String what) {}
