package io.sojourn.journey.path;

/// Asks which ways people take. The answer has three forms: [PathTree], [PathGraph], [PathVariants].
///
/// @param depth most items of a path, anchors included: the first ones, or with only an end anchor the last ones
/// @param backward whether paths are read from their ends
/// @param medians whether median times are wanted, which take memory for every pass
/// @param top most nodes, transitions or variants of an answer, the largest ones
public record Paths(
        Reading reading, Anchors anchors, int depth, boolean backward, boolean medians, int top) {

    public static final int DEPTH_DEFAULT = 5;
    public static final int TOP_DEFAULT = 1_000;

    /// The depth of whole paths.
    public static final int WHOLE = Integer.MAX_VALUE;

    /// The top of everything.
    public static final int ALL = Integer.MAX_VALUE;

    public Paths {
        if (depth < 1 || top < 1) {
            throw new IllegalArgumentException("depth " + depth + ", top " + top);
        }
    }

    public static Paths of(Reading reading, Anchors anchors) {
        return new Paths(reading, anchors, DEPTH_DEFAULT, false, true, TOP_DEFAULT);
    }

    public Paths depth(int other) {
        return new Paths(reading, anchors, other, backward, medians, top);
    }

    public Paths backwards() {
        return new Paths(reading, anchors, depth, true, medians, top);
    }

    public Paths withoutMedians() {
        return new Paths(reading, anchors, depth, backward, false, top);
    }

    public Paths top(int other) {
        return new Paths(reading, anchors, depth, backward, medians, other);
    }
}
