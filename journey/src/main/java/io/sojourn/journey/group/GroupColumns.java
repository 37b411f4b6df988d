package io.sojourn.journey.group;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Group;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import java.util.ArrayList;
import java.util.List;

/// Where the columns of a breakdown stand in a scan.
public final class GroupColumns {

    private record Slot(boolean ofPerson, int number) {}

    private final List<Slot> slots = new ArrayList<>();
    private final boolean ofPersons;

    /// Adds the breakdown's columns to a scan.
    public GroupColumns(Breakdown breakdown, JourneyScan.Builder scan) {
        for (Column column : breakdown.columns()) {
            slots.add(new Slot(column.scope().isOfPerson(), scan.column(column)));
        }
        this.ofPersons = slots.stream().allMatch(Slot::ofPerson);
    }

    public int count() {
        return slots.size();
    }

    /// Whether all events of a person are in one group.
    public boolean areOfPersons() {
        return ofPersons;
    }

    /// @throws ProblemException where it is no group of this breakdown
    public void check(Group group) {
        if (!group.rest() && group.values().size() != slots.size()) {
            throw new ProblemException(
                    Problem.invalid(
                            "group", slots.size() + " values, got " + group.values().size()));
        }
    }

    boolean isOfPerson(int column) {
        return slots.get(column).ofPerson;
    }

    int[] codes(JourneyBatch batch, int column) {
        Slot slot = slots.get(column);
        return slot.ofPerson
                ? batch.personColumns()[slot.number]
                : batch.eventColumns()[slot.number];
    }

    Dictionary dictionary(OpenScan open, int column) {
        Slot slot = slots.get(column);
        return slot.ofPerson ? open.personColumn(slot.number) : open.eventColumn(slot.number);
    }
}
