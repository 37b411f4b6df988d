package io.sojourn.journey.path;

import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Numbers the items of events, for one thread. What a value is called is found out once per code.
final class ItemReader {

    private static final int NONE = -1;
    private static final int BYTES_PER_ITEM = 120;

    /// One rule, ready to read.
    ///
    /// @param condition bit of the events it names
    /// @param column of its value, [#NONE] where the name is fixed
    /// @param fixed item where the name is fixed
    private record Rule(int condition, int column, int fixed, Cache cache) {}

    /// Items by code, plus 1.
    private static final class Cache {
        private final Dictionary values;
        private final Optional<PageNames> pages;
        private int[] items = new int[0];

        Cache(Dictionary values, Optional<PageNames> pages) {
            this.values = values;
            this.pages = pages;
        }

        String name(int code) {
            String text = code == 0 ? "" : values.text(code);
            return pages.map(names -> names.name(text)).orElse(text);
        }
    }

    private final Stop stop;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final Rule[] rules;
    private final int nameColumn;
    private final Cache names;

    private long[][] mask = new long[0][];
    private int[][] columns = new int[0][];
    private int[] nameCodes = new int[0];

    ItemReader(PathScan scan, OpenScan open, Stop stop) {
        this.stop = stop;
        this.nameColumn = scan.nameColumn();
        this.names = new Cache(open.eventColumn(nameColumn), Optional.empty());
        this.rules = new Rule[scan.rules().size()];
        for (int i = 0; i < rules.length; i++) {
            PathScan.Rule rule = scan.rules().get(i);
            rules[i] =
                    switch (rule.name()) {
                        case ItemName.Fixed(String name) ->
                                new Rule(rule.condition(), NONE, number(name), names);
                        case ItemName.OfColumn ignored -> rule(rule, open, Optional.empty());
                        case ItemName.Page page ->
                                rule(rule, open, Optional.of(new PageNames(page)));
                    };
        }
    }

    private static Rule rule(PathScan.Rule rule, OpenScan open, Optional<PageNames> pages) {
        return new Rule(
                rule.condition(),
                rule.column(),
                NONE,
                new Cache(open.eventColumn(rule.column()), pages));
    }

    void batch(JourneyBatch batch) {
        mask = batch.mask();
        columns = batch.eventColumns();
        nameCodes = columns[nameColumn];
    }

    int item(int row) {
        return rules.length == 0 ? item(names, nameCodes[row]) : ruled(row);
    }

    private int ruled(int row) {
        for (Rule rule : rules) {
            if (((mask[rule.condition / Long.SIZE][row] >>> rule.condition) & 1) == 0) {
                continue;
            }
            if (rule.column == NONE) {
                return rule.fixed;
            }
            int code = columns[rule.column][row];
            if (code != 0) {
                return item(rule.cache, code);
            }
        }
        return item(names, nameCodes[row]);
    }

    private int item(Cache cache, int code) {
        int item = code < cache.items.length ? cache.items[code] : 0;
        return item > 0 ? item - 1 : add(cache, code);
    }

    private int add(Cache cache, int code) {
        if (code >= cache.items.length) {
            int length = Math.max(code + 1, Math.min(cache.values.size(), 2 * code + 64));
            stop.take((long) Integer.BYTES * (length - cache.items.length), "coarser items");
            cache.items = Arrays.copyOf(cache.items, length);
        }
        int item = number(cache.name(code));
        cache.items[code] = item + 1;
        return item;
    }

    /// The number of an item, given now where it has none.
    int number(String text) {
        return numbers.computeIfAbsent(
                text,
                added -> {
                    stop.take(BYTES_PER_ITEM + 2L * added.length(), "coarser items");
                    texts.add(added);
                    return texts.size() - 1;
                });
    }

    int count() {
        return texts.size();
    }

    String text(int item) {
        return texts.get(item);
    }

    /// The numbers here of the items of another reader.
    int[] numbers(ItemReader other) {
        int[] here = new int[other.count()];
        for (int item = 0; item < here.length; item++) {
            here[item] = number(other.text(item));
        }
        return here;
    }

    /// The place of each item among all in the order of their texts.
    int[] ranks() {
        int[] ranks = new int[texts.size()];
        int rank = 0;
        for (int item :
                IntStream.range(0, ranks.length)
                        .boxed()
                        .sorted(Comparator.comparing(texts::get))
                        .toList()) {
            ranks[item] = rank++;
        }
        return ranks;
    }
}
