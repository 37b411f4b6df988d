package io.sojourn.journey.oracle;

import io.sojourn.journey.scan.PersonSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Numbers of people and where they stand in an answer: each opens exactly as many.
final class Counted {

    private static final int CELLS_MAX = 10;

    private record Cell(long people, Object place) {}

    private final List<Cell> cells = new ArrayList<>();

    void add(long people, Object place) {
        cells.add(new Cell(people, place));
    }

    /// Opens some of them, spread over all and those of more people first.
    List<String> broken(Function<Object, PersonSet> open) {
        List<String> broken = new ArrayList<>();
        List<Cell> filled = cells.stream().filter(cell -> cell.people > 0).toList();
        List<Cell> from = filled.isEmpty() ? cells : filled;
        int stride = Math.max(1, from.size() / CELLS_MAX);
        for (int i = 0; i < from.size(); i += stride) {
            Cell cell = from.get(i);
            PersonSet opened = open.apply(cell.place);
            if (opened.size() != cell.people) {
                broken.add(cell.place + " counts " + cell.people + " people and opens " + opened);
            }
        }
        return broken;
    }
}
