package io.sojourn.store.embedded.journey.index;

import io.sojourn.store.embedded.event.EventArrivals;
import java.util.List;
import java.util.function.IntConsumer;

/// A base as it was read from the store.
///
/// @param position of the store
record BaseRead(Base base, long position) {

    private static final int MARKS = 4;
    private static final int PROGRESS_MASK = 0xFFFF;

    /// @param progress told of events read so far, now and then
    static BaseRead of(EventArrivals events, Kinds kinds, IntConsumer progress) {
        List<String> names = events.names();
        int[][] kindOf = new int[MARKS][names.size()];
        BaseBuilder builder = new BaseBuilder(Math.toIntExact(events.count()));
        long[] last = {-1};
        events.core(
                names,
                (event, visitor, time, name, flags) -> {
                    int marks = flags & (MARKS - 1);
                    if (kindOf[marks][name] == 0) {
                        kindOf[marks][name] = kinds.code(names.get(name), flags);
                    }
                    builder.add(Math.toIntExact(visitor), time, event, kindOf[marks][name]);
                    last[0] = event;
                    if ((builder.count() & PROGRESS_MASK) == 0) {
                        progress.accept(builder.count());
                    }
                });
        return new BaseRead(builder.build(last[0]), events.position());
    }
}
