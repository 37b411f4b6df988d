package io.sojourn.journey.path;

import java.util.List;

/// Paths that are alike from first to last item, as far as the depth shows them.
///
/// @param people who have a path
/// @param passes paths
/// @param count of variants in all
/// @param variants larger ones first, equal ones by their items
public record PathVariants(long people, long passes, long count, List<Variant> variants) {

    /// @param share of all paths
    /// @param coverage share of all paths that this variant and the larger ones cover
    /// @param meanSeconds from the first to the last item that is shown
    /// @param medianSeconds NaN where no medians were asked for
    public record Variant(
            List<String> items,
            long people,
            long passes,
            double share,
            double coverage,
            double meanSeconds,
            double medianSeconds) {
        public Variant {
            items = List.copyOf(items);
        }
    }

    public PathVariants {
        variants = List.copyOf(variants);
    }
}
