package io.sojourn.journey.path;

import io.sojourn.journey.Context;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Stop;
import java.util.List;

/// Opens the people of one cell of an answer about paths.
public final class PathPeople extends PathFold<PathPeople.Found, PersonSet> {

    private final PathCell cell;

    public PathPeople(Paths question, Context context, PathCell cell) {
        super(question, context);
        this.cell = cell;
    }

    /// Those found so far.
    public static final class Found extends PathFold.Counts {
        private final PathCell cell;
        private final int[] items;
        private final PersonSet.Builder people = new PersonSet.Builder();

        Found(PathPeople fold, OpenScan open, Stop stop) {
            super(fold, open, stop);
            this.cell = fold.cell;
            this.items = texts(cell).stream().mapToInt(items()::number).toArray();
        }

        private static List<String> texts(PathCell cell) {
            return switch (cell) {
                case PathCell.Everyone() -> List.of();
                case PathCell.Prefix(List<String> items) -> items;
                case PathCell.Ended(List<String> items) -> items;
                case PathCell.Variant(List<String> items) -> items;
                case PathCell.Item(String item) -> List.of(item);
                case PathCell.Departed(String item) -> List.of(item);
                case PathCell.Transition(String from, String to) -> List.of(from, to);
            };
        }

        @Override
        void count(PathCutter path, int person) {
            boolean found =
                    switch (cell) {
                        case PathCell.Everyone() -> true;
                        case PathCell.Prefix ignored -> begins(path);
                        case PathCell.Ended ignored ->
                                begins(path) && path.length() == items.length && path.isEnd();
                        case PathCell.Variant ignored ->
                                begins(path) && path.length() == items.length;
                        case PathCell.Item ignored -> holds(path, path.length());
                        case PathCell.Departed ignored -> holds(path, path.length() - 1);
                        case PathCell.Transition ignored -> holds(path, path.length() - 1);
                    };
            if (found) {
                people.add(person());
            }
        }

        private boolean begins(PathCutter path) {
            for (int i = 0; i < items.length; i++) {
                if (i == path.length() || path.item(i) != items[i]) {
                    return false;
                }
            }
            return true;
        }

        /// Whether the items follow each other somewhere, the first one before `end`.
        private boolean holds(PathCutter path, int end) {
            for (int i = 0; i < end; i++) {
                if (path.item(i) == items[0]
                        && (items.length == 1 || path.item(i + 1) == items[1])) {
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    public Found start(OpenScan open, Stop stop) {
        return new Found(this, open, stop);
    }

    @Override
    public void merge(Found into, Found other) {
        into.people.addAll(other.people);
    }

    @Override
    public PersonSet finish(Found found, OpenScan open) {
        return found.people.build();
    }
}
