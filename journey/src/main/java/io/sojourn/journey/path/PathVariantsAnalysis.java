package io.sojourn.journey.path;

import io.sojourn.journey.Context;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;

/// Answers with the variants of the paths.
public final class PathVariantsAnalysis extends PathFold<PathTrie, PathVariants> {

    public PathVariantsAnalysis(Paths question, Context context) {
        super(question, context);
    }

    @Override
    public PathTrie start(OpenScan open, Stop stop) {
        return new PathTrie(this, open, stop, PathTrie.Form.VARIANTS);
    }

    @Override
    public void merge(PathTrie into, PathTrie other) {
        into.addAll(other);
    }

    @Override
    public PathVariants finish(PathTrie trie, OpenScan open) {
        return new PathTrieReport(trie).variants(question().top());
    }
}
