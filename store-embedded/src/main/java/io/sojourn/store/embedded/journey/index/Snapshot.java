package io.sojourn.store.embedded.journey.index;

import io.sojourn.store.embedded.journey.index.Columns.LongField;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// Everything of an index at one moment, to make a new base of.
record Snapshot(
        long generation,
        Base base,
        Delta delta,
        BitSet gone,
        Map<TextField, TextColumn.View> texts,
        Map<LongField, LongColumn.View> numbers) {

    static Snapshot of(IndexState state, long generation) {
        Map<TextField, TextColumn.View> texts = new HashMap<>();
        state.columns().texts().forEach((field, column) -> texts.put(field, column.view()));
        Map<LongField, LongColumn.View> numbers = new HashMap<>();
        state.columns().numbers().forEach((field, column) -> numbers.put(field, column.view()));
        return new Snapshot(
                generation, state.base(), state.rows().version(), state.gone(), texts, numbers);
    }

    Columns rebased(Rebase rebase) {
        Columns rebased = Columns.none();
        texts.forEach(
                (field, view) -> {
                    Codes[] parts = new Codes[field.parts()];
                    for (int part = 0; part < parts.length; part++) {
                        Codes old = view.base()[part];
                        parts[part] = rebase.codes(old, view.delta()[part], old.highest());
                    }
                    rebased.texts()
                            .put(
                                    field,
                                    new TextColumn(view.texts(), parts, new int[parts.length][0]));
                });
        numbers.forEach(
                (field, view) -> rebased.numbers().put(field, rebased(rebase, field, view)));
        return rebased;
    }

    private LongColumn rebased(Rebase rebase, LongField field, LongColumn.View view) {
        long[] added = field == LongField.NUMBER ? delta.events() : view.delta();
        long least = 0;
        long greatest = 0;
        if (delta.count() > 0) {
            least = Long.MAX_VALUE;
            greatest = Long.MIN_VALUE;
            for (int row = 0; row < delta.count(); row++) {
                least = Math.min(least, added[row]);
                greatest = Math.max(greatest, added[row]);
            }
        }
        boolean holds = view.base().holds(least) && view.base().holds(greatest);
        if (view.base().size() > 0 && !holds) {
            least = Long.MIN_VALUE;
            greatest = Long.MAX_VALUE;
        }
        return new LongColumn(rebase.longs(view.base(), added, least, greatest), new long[0]);
    }
}
