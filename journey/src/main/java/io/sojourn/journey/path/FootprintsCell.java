package io.sojourn.journey.path;

/// A people-number of a journey with footprints. Steps are counted from 1.
public sealed interface FootprintsCell {

    int step();

    /// Who came to the step.
    record Reached(int step) implements FootprintsCell {}

    /// Who came to it and in no path to the next one.
    record Dropped(int step) implements FootprintsCell {}

    /// Who came from it to the next one in a path without footprints between.
    record Direct(int step) implements FootprintsCell {}

    /// Who did this between it and the next one.
    record Found(int step, String item) implements FootprintsCell {}

    /// Who dropped at it and did this after it.
    record FoundDropped(int step, String item) implements FootprintsCell {}
}
