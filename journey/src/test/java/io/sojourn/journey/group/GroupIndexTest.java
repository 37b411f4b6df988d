package io.sojourn.journey.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupIndexTest {

    private static final int VALUES = 100_000;

    /// A column of many values that counts how often a text is read.
    private static final class Counting implements Dictionary, OpenScan {

        private long read;

        @Override
        public int size() {
            return VALUES + 1;
        }

        @Override
        public String text(int code) {
            read++;
            return "page %06d".formatted(VALUES - code);
        }

        @Override
        public double number(int code) {
            return Double.NaN;
        }

        @Override
        public Dictionary eventColumn(int column) {
            return this;
        }

        @Override
        public Dictionary personColumn(int column) {
            return this;
        }

        @Override
        public long people() {
            return 1;
        }

        @Override
        public int parts() {
            return 0;
        }

        @Override
        public void forEach(int part, Consumer<JourneyBatch> consumer) {}

        @Override
        public long events() {
            return 0;
        }

        @Override
        public void close() {}
    }

    @Test
    void theFirstOfManyGroupsAreFoundWithoutReadingAllTheirNamesAgainAndAgain() {
        Counting column = new Counting();
        GroupColumns columns =
                new GroupColumns(
                        Breakdown.by(new Column(Column.Scope.EVENT, "url")),
                        new JourneyScan.Builder(0));
        GroupIndex groups = new GroupIndex(column, columns, Optional.empty(), Stop.never());
        int[] codes = IntStream.rangeClosed(1, VALUES).toArray();
        groups.bind(
                new JourneyBatch(
                        1,
                        new long[] {1},
                        new int[] {0, VALUES},
                        new long[] {0},
                        new int[0][],
                        new long[0],
                        new long[VALUES],
                        new long[][] {new long[VALUES]},
                        new int[0],
                        new int[][] {codes}));
        double[] size = new double[VALUES];
        for (int row = 0; row < VALUES; row++) {
            size[groups.of(0, row)] = row == 500 ? 3 : row < 1_000 ? 2 : 1;
        }
        List<Integer> first = groups.ranked(size, 3);
        // Code 501 is the largest; of the equal ones the greater code has the lesser text.
        assertThat(first).containsExactly(500, 999, 998);
        assertThat(column.read).isLessThan(10_000);
        assertThat(groups.ranked(size).subList(0, 3)).isEqualTo(first);
    }
}
