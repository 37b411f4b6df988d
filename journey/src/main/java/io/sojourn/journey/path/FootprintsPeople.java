package io.sojourn.journey.path;

import io.sojourn.journey.Context;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Stop;

/// Opens the people of one cell of a journey with footprints.
public final class FootprintsPeople extends FootprintsFold<FootprintsPeople.Found, PersonSet> {

    private final FootprintsCell cell;

    public FootprintsPeople(Footprints question, Context context, FootprintsCell cell) {
        super(question, context);
        this.cell = cell;
    }

    /// Those found so far.
    public static final class Found extends FootprintsFold.Counts {
        private static final int NONE = -1;

        private final FootprintsCell cell;
        private final int item;
        private final PersonSet.Builder people = new PersonSet.Builder();

        Found(FootprintsPeople fold, OpenScan open, Stop stop) {
            super(fold, open, stop);
            this.cell = fold.cell;
            this.item =
                    switch (cell) {
                        case FootprintsCell.Found(int ignored, String text) -> items().number(text);
                        case FootprintsCell.FoundDropped(int ignored, String text) ->
                                items().number(text);
                        case FootprintsCell.Reached ignored -> NONE;
                        case FootprintsCell.Dropped ignored -> NONE;
                        case FootprintsCell.Direct ignored -> NONE;
                    };
        }

        private void add(boolean found, int step) {
            if (found && step == cell.step() - 1) {
                people.add(person());
            }
        }

        @Override
        void reached(int step, long millis) {
            add(cell instanceof FootprintsCell.Reached, step);
        }

        @Override
        void dropped(int step) {
            add(cell instanceof FootprintsCell.Dropped, step);
        }

        @Override
        void direct(int step) {
            add(cell instanceof FootprintsCell.Direct, step);
        }

        @Override
        void footprint(int step, int met, boolean dropped) {
            boolean asked =
                    dropped
                            ? cell instanceof FootprintsCell.FoundDropped
                            : cell instanceof FootprintsCell.Found;
            add(asked && met == item, step);
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
