package io.sojourn.journey.path;

import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;

/// Cuts journeys into the units of a reading and says of each row what it is. Rows that [#isRead] does not hold for are
/// there for anchors only.
final class PathWalker extends UnitWalker {

    private final int include;
    private final int exclude;
    private final int[] anchors;
    private final boolean readsAll;
    private final ItemReader items;
    private long[][] mask = new long[0][];

    PathWalker(PathScan scan, OpenScan open, Stop stop) {
        super(scan.reading().unit(), scan.runs());
        this.include = scan.include();
        this.exclude = scan.exclude();
        this.anchors = scan.anchors().stream().mapToInt(Integer::intValue).toArray();
        this.readsAll = include == PathScan.NONE && exclude == PathScan.NONE;
        this.items = new ItemReader(scan, open, stop);
    }

    @Override
    protected void open(JourneyBatch batch) {
        super.open(batch);
        mask = batch.mask();
        items.batch(batch);
    }

    ItemReader items() {
        return items;
    }

    int item(int row) {
        return items.item(row);
    }

    @Override
    protected boolean takesPart(int row) {
        return isRead(row) || isAnchor(row);
    }

    private boolean isAnchor(int row) {
        for (int anchor : anchors) {
            if (meets(anchor, row)) {
                return true;
            }
        }
        return false;
    }

    boolean isRead(int row) {
        return readsAll
                || ((include == PathScan.NONE || meets(include, row))
                        && (exclude == PathScan.NONE || !meets(exclude, row)));
    }

    /// The words that hold the bit of a condition.
    long[] words(int condition) {
        return mask[condition / Long.SIZE];
    }

    boolean meets(int condition, int row) {
        return ((mask[condition / Long.SIZE][row] >>> condition) & 1) != 0;
    }
}
