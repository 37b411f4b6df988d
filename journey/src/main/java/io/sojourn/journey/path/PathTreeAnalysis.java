package io.sojourn.journey.path;

import io.sojourn.journey.Context;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;

/// Answers with the tree of the paths.
public final class PathTreeAnalysis extends PathFold<PathTrie, PathTree> {

    public PathTreeAnalysis(Paths question, Context context) {
        super(question, context);
    }

    @Override
    public PathTrie start(OpenScan open, Stop stop) {
        return new PathTrie(this, open, stop, PathTrie.Form.TREE);
    }

    @Override
    public void merge(PathTrie into, PathTrie other) {
        into.addAll(other);
    }

    @Override
    public PathTree finish(PathTrie trie, OpenScan open) {
        return new PathTrieReport(trie).tree(question().top());
    }
}
