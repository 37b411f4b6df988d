package io.sojourn.journey.path;

import io.sojourn.journey.filter.EventFilter;
import java.util.List;

/// Asks what people do between the required steps of a journey, and what those do who do not come to the next one.
///
/// A path takes the steps as early as it can: the first event of step 1, after it the first of step 2, and so on, each
/// event once; steps of one moment may have arrived in any order. It comes as far as any order of events allows.
///
/// @param reading whose anchors the steps are: they are found whatever is included or excluded
/// @param steps in order
/// @param medians whether median times are wanted, which take memory for every path and step
/// @param top most footprints between two steps, the ones of most people
public record Footprints(Reading reading, List<EventFilter> steps, boolean medians, int top) {

    public static final int STEPS_MAX = 32;
    public static final int TOP_DEFAULT = 100;

    public Footprints {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > STEPS_MAX || top < 1) {
            throw new IllegalArgumentException(steps.size() + " steps, top " + top);
        }
    }
}
