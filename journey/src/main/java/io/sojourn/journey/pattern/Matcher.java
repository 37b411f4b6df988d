package io.sojourn.journey.pattern;

import io.sojourn.journey.pattern.Element.Count;
import io.sojourn.journey.scan.Stop;
import java.util.Arrays;
import java.util.List;

/// Finds the occurrences of an expression in the events of one unit; for one thread.
///
/// From the last element to the first it notes for every event how an element goes on from there at the earliest, so
/// that time and memory grow with events times elements, whatever the expression.
final class Matcher {

    private static final int NONE = -1;

    private final List<Element> elements;
    private final Stop stop;
    private final int[] found;
    private long[] masks = new long[64];
    private long[] times = new long[64];
    private int[] next = new int[65];

    /// `choices[e][i]`: where element `e` ends when event `i` is the one matched before it.
    private final int[][] choices;

    private int count;
    private long all;
    private int from;

    Matcher(List<Element> elements, Stop stop) {
        this.elements = elements;
        this.stop = stop;
        this.choices = new int[elements.size()][64];
        this.found = new int[(int) elements.stream().filter(Matcher::isOne).count()];
    }

    private static boolean isOne(Element element) {
        return element.count() == Count.ONE;
    }

    void clear() {
        count = 0;
        all = 0;
    }

    void add(long mask, long time) {
        if (count == masks.length) {
            stop.take(
                    (long) count * (2 * Long.BYTES + (elements.size() + 1L) * Integer.BYTES),
                    "a shorter range or fewer parts of the pattern");
            masks = Arrays.copyOf(masks, 2 * count);
            times = Arrays.copyOf(times, 2 * count);
            next = new int[2 * count + 1];
            for (int e = 0; e < choices.length; e++) {
                choices[e] = new int[2 * count];
            }
        }
        masks[count] = mask;
        times[count++] = time;
        all |= mask;
    }

    /// To be called when all events were added, before [#find].
    void prepare() {
        from = 0;
        for (Element element : elements) {
            boolean possible =
                    element.count() != Count.ONE
                            || element.negated()
                            || (all & element.conditions()) != 0;
            if (!possible || count < found.length) {
                from = count;
                return;
            }
        }
        for (int e = elements.size() - 1; e > 0; e--) {
            Element element = elements.get(e);
            switch (element.count()) {
                case ONE -> {
                    if (element.gap().next()) {
                        one(e, element);
                    } else {
                        later(e, element);
                    }
                }
                case OPTIONAL -> optional(e, element);
                case ANY, SOME -> repeated(e, element);
            }
        }
    }

    /// Whether the elements behind `e` can follow event `i`.
    private boolean goesOn(int e, int i) {
        return e + 1 == elements.size() || choices[e + 1][i] != NONE;
    }

    private boolean takes(Element element, int i) {
        return i < count && element.takes(masks[i]);
    }

    private void one(int e, Element element) {
        int[] choice = choices[e];
        for (int i = 0; i < count; i++) {
            choice[i] = takes(element, i + 1) && goesOn(e, i + 1) ? i + 1 : NONE;
        }
    }

    private void later(int e, Element element) {
        int[] choice = choices[e];
        next[count] = count;
        for (int i = count - 1; i >= 0; i--) {
            next[i] = takes(element, i) && goesOn(e, i) ? i : next[i + 1];
        }
        int low = 0;
        for (int i = 0; i < count; i++) {
            low = Math.max(low, i + 1);
            while (low < count && times[low] - times[i] < element.gap().minMillis()) {
                low++;
            }
            int at = next[low];
            boolean within = at < count && times[at] - times[i] <= element.gap().maxMillis();
            choice[i] = within ? at : NONE;
        }
    }

    private void optional(int e, Element element) {
        int[] choice = choices[e];
        for (int i = 0; i < count; i++) {
            choice[i] = goesOn(e, i) ? i : takes(element, i + 1) && goesOn(e, i + 1) ? i + 1 : NONE;
        }
    }

    private void repeated(int e, Element element) {
        int[] choice = choices[e];
        int any = NONE;
        for (int i = count - 1; i >= 0; i--) {
            int more = takes(element, i + 1) ? any : NONE;
            any = goesOn(e, i) ? i : more;
            choice[i] = element.count() == Count.SOME ? more : any;
        }
    }

    /// Goes on to the next occurrence; [#time] tells of it.
    boolean find() {
        Element first = elements.getFirst();
        for (int i = from; i < count; i++) {
            if (first.takes(masks[i]) && goesOn(0, i)) {
                int singles = 0;
                int at = i;
                found[singles++] = at;
                for (int e = 1; e < choices.length; e++) {
                    at = choices[e][at];
                    if (elements.get(e).count() == Count.ONE) {
                        found[singles++] = at;
                    }
                }
                from = at + 1;
                return true;
            }
        }
        from = count;
        return false;
    }

    int singles() {
        return found.length;
    }

    /// When an element that takes one event took it.
    long time(int single) {
        return times[found[single]];
    }
}
