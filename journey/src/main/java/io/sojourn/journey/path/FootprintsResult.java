package io.sojourn.journey.path;

import java.util.List;

/// A journey's required steps, and the footprints found between them.
///
/// @param steps one per required step
public record FootprintsResult(List<Step> steps) {

    /// A required step, and what lies between it and the next one.
    ///
    /// @param people who came to it
    /// @param passes paths that came to it
    /// @param share of the people who came to step 1
    /// @param meanSeconds from the step before, over paths; NaN for step 1
    /// @param medianSeconds NaN also where no medians were asked for
    /// @param dropped people who came to it and in no path to the next one; 0 for the last step
    /// @param direct people who came to the next one in a path without footprints between; 0 for the last step
    /// @param footprints those of most people who went on first, then of most who dropped, then by item; none after
    ///     the last step
    /// @param hidden footprints beyond the first ones
    public record Step(
            long people,
            long passes,
            double share,
            double meanSeconds,
            double medianSeconds,
            long dropped,
            long direct,
            List<Footprint> footprints,
            long hidden) {
        public Step {
            footprints = List.copyOf(footprints);
        }
    }

    /// @param people who did this between the two steps and came to the next one
    /// @param share of the people who came to the next one
    /// @param passes how often it was done in paths that came to the next one
    /// @param peopleDropped who dropped at the step and did this after it, in a path that came so far
    /// @param shareDropped of those who dropped
    public record Footprint(
            String item,
            long people,
            double share,
            long passes,
            long peopleDropped,
            double shareDropped) {}

    public FootprintsResult {
        steps = List.copyOf(steps);
    }
}
