package io.sojourn.journey.pattern;

import io.sojourn.journey.Context;
import io.sojourn.journey.path.UnitWalker;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.time.TimeRange;
import java.util.List;

/// The fold that all answers about a pattern share.
///
/// @param <A> accumulator
/// @param <R> result
abstract class PatternFold<A extends PatternFold.Finds, R> implements Analysis<A, R> {

    /// Told of the occurrences; one thread.
    abstract static class Finds {
        private final Walker walker;
        private final Matcher matcher;
        private final UnitWalker.Sink sink = this::unit;

        Finds(PatternFold<?, ?> fold, Stop stop) {
            this.walker = new Walker(fold);
            this.matcher = new Matcher(fold.elements, stop);
        }

        private void unit() {
            matcher.clear();
            for (int row = walker.from(); row < walker.to(); row++) {
                if (walker.isOf(row)) {
                    matcher.add(walker.mask[row], walker.time(row));
                }
            }
            matcher.prepare();
            while (matcher.find()) {
                found(walker.person(), matcher);
            }
        }

        abstract void found(long person, Matcher occurrence);
    }

    private static final class Walker extends UnitWalker {
        private long[] mask = new long[0];

        Walker(PatternFold<?, ?> fold) {
            super(fold.question.unit(), fold.column);
        }

        @Override
        protected void open(JourneyBatch batch) {
            super.open(batch);
            mask = batch.mask()[0];
        }

        @Override
        protected boolean takesPart(int row) {
            return true;
        }
    }

    private final PathPattern question;
    private final JourneyScan scan;
    private final List<Element> elements;
    private final int column;

    PatternFold(PathPattern question, Context context) {
        this.question = question;
        TimeRange range = question.range().resolve(context.calendar(), context.asOf());
        JourneyScan.Builder builder = context.scan();
        List<Integer> bits =
                question.conditions().stream()
                        .map(condition -> builder.condition(condition.events(), range))
                        .toList();
        this.elements =
                question.expression().elements().stream()
                        .map(element -> numbered(element, bits))
                        .toList();
        this.column = UnitWalker.scan(question.unit(), builder, context);
        this.scan = builder.build();
    }

    /// With the scan's numbers of the conditions: equal ones share one.
    private static Element numbered(Element element, List<Integer> bits) {
        long conditions = 0;
        for (int i = 0; i < bits.size(); i++) {
            conditions |= ((element.conditions() >>> i) & 1) << bits.get(i);
        }
        return new Element(conditions, element.negated(), element.count(), element.gap());
    }

    PathPattern question() {
        return question;
    }

    @Override
    public JourneyScan scan() {
        return scan;
    }

    @Override
    public void fold(A finds, JourneyBatch batch) {
        ((Finds) finds).walker.walk(batch, ((Finds) finds).sink);
    }
}
