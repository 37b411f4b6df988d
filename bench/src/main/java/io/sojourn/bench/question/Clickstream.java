package io.sojourn.bench.question;

import java.util.Arrays;
import java.util.List;

/// A made-up site's traffic over twelve weeks, the same for the same size: people and names of events by Zipf's law, in
/// sessions, in order of arrival. One person's events never share a time, so that every engine orders them alike.
final class Clickstream {

    /// A Monday.
    static final long BEGIN = 1_735_516_800_000L;

    static final long WEEK = 7 * 86_400_000L;
    static final int WEEKS = 12;
    static final long END = BEGIN + WEEKS * WEEK;

    static final List<String> NAMES =
            List.of(
                    "pv",
                    "scroll",
                    "product_view",
                    "search",
                    "click",
                    "add_to_cart",
                    "image_zoom",
                    "filter",
                    "checkout",
                    "review_read",
                    "purchase",
                    "signup",
                    "wishlist",
                    "share",
                    "video_play",
                    "login",
                    "help",
                    "coupon",
                    "compare",
                    "refund",
                    "subscribe",
                    "unsubscribe",
                    "download",
                    "invite",
                    "rate",
                    "chat",
                    "faq",
                    "store_locator",
                    "newsletter",
                    "profile_edit",
                    "address_edit",
                    "payment_edit",
                    "logout",
                    "error",
                    "retry",
                    "upload",
                    "comment",
                    "follow",
                    "notify",
                    "cancel");

    static final List<String> DEVICES = List.of("desktop", "mobile", "tablet");
    static final List<String> SOURCES =
            List.of("search", "direct", "social", "email", "ads", "partner", "feed", "app");
    static final List<String> PLANS = List.of("free", "pro", "enterprise");
    static final List<String> CURRENCIES = List.of("EUR", "USD", "GBP");
    static final int PAGES = 400;
    static final int CATEGORIES = 24;
    static final int PRICES = 500;

    private static final int INDEX_BITS = 26;
    private static final double PEOPLE_PER_EVENT = 0.03;
    private static final double SESSION_MEAN = 8;
    private static final long GAP_MEAN = 40_000;

    /// In which sessions begin.
    private static final long SPAN = WEEKS * WEEK - 2 * 86_400_000L;

    private static final int EVENTS_OF_ONE_MAX = 20_000;

    /// Unix milliseconds, a Monday.
    final long begin;

    final int events;
    final int people;

    /// The first persons have a second visitor, numbered `people + person`.
    final int merged;

    /// By arrival.
    final long[] time;

    /// By arrival.
    final int[] visitor;

    /// By arrival, index into [#NAMES].
    final byte[] name;

    Clickstream(int events) {
        this(events, BEGIN);
    }

    Clickstream(int events, long begin) {
        if (events < 1_000 || events >= 1 << INDEX_BITS) {
            throw new IllegalArgumentException(events + " events: 1,000 to 67,108,863");
        }
        this.begin = begin;
        this.events = events;
        this.people = Math.max(20, (int) (events * PEOPLE_PER_EVENT));
        this.merged = Math.min(10_000, people / 10);
        this.time = new long[events];
        this.visitor = new int[events];
        this.name = new byte[events];
        long[] order = new long[events];
        int[] owner = new int[events];
        people(order, owner);
        Arrays.parallelSort(order);
        double[] zipf = zipf(NAMES.size(), 1.05);
        for (int i = 0; i < events; i++) {
            time[i] = begin + (order[i] >>> INDEX_BITS);
            if (time[i] >= end()) {
                throw new IllegalStateException(
                        "event " + i + " of " + events + " is after the twelve weeks");
            }
            int index = (int) (order[i] & ((1 << INDEX_BITS) - 1));
            int person = owner[index];
            visitor[i] = person <= merged && (mix(i, 9) & 1) == 0 ? people + person : person;
            name[i] = (byte) pick(zipf, unit(mix(i, 1)));
        }
    }

    /// Deals all events out to people, in sessions.
    private void people(long[] order, int[] owner) {
        int next = 0;
        int person = 1;
        while (next < events) {
            long random = mix(person, 2);
            // Pareto with exponent 2: its mean is twice its least value.
            double count = 0.5 / PEOPLE_PER_EVENT / Math.sqrt(1 - unit(random));
            boolean last = person == people;
            int own = last ? events - next : (int) Math.min(count, EVENTS_OF_ONE_MAX);
            own = Math.clamp(own, 1, events - next);
            next = sessions(order, owner, next, own, person);
            if (last) {
                return;
            }
            person++;
            if (next == events) {
                return;
            }
        }
    }

    private static int sessions(long[] order, int[] owner, int from, int own, int person) {
        int sessions = Math.max(1, (int) Math.round(own / SESSION_MEAN));
        long[] starts = new long[sessions];
        for (int s = 0; s < sessions; s++) {
            starts[s] = (long) (unit(mix(person * 31L + s, 3)) * SPAN);
        }
        Arrays.sort(starts);
        // Who has most events is quicker, or twelve weeks would not be enough.
        double pace = Math.min(GAP_MEAN, 0.4 * SPAN / own);
        long at = -1;
        int session = 0;
        for (int i = 0; i < own; i++) {
            boolean begins = session < sessions && (long) i * sessions / own >= session;
            long gap = 1 + (long) (pace * (0.025 - Math.log(1 - unit(mix(from + i, 4)))));
            at = begins ? Math.max(at + gap, starts[session++]) : at + gap;
            order[from + i] = at << INDEX_BITS | (from + i);
            owner[from + i] = person;
        }
        return from + own;
    }

    long end() {
        return begin + WEEKS * WEEK;
    }

    int person(int event) {
        return visitor[event] > people ? visitor[event] - people : visitor[event];
    }

    int device(int event) {
        return (int) (mix(visitor[event], 5) % 7 % 3 & 3);
    }

    int source(int event) {
        return Long.numberOfTrailingZeros(mix(event, 6) | 128);
    }

    int page(int event) {
        double u = unit(mix(event, 7));
        return (int) (PAGES * u * u * u);
    }

    int category(int event) {
        return page(event) % CATEGORIES;
    }

    /// In cents.
    int price(int event) {
        return 100 + 50 * (int) (mix(event, 8) % PRICES);
    }

    int currency(int event) {
        return person(event) % 3;
    }

    int position(int event) {
        return (int) (mix(event, 10) % 20);
    }

    boolean coupon(int event) {
        return mix(event, 11) % 50 == 0;
    }

    /// An update gives the event its final `duration`.
    boolean updated(int event) {
        return event % 100 == 7;
    }

    static int plan(int person) {
        long random = mix(person, 12) % 100;
        return random < 70 ? 0 : random < 95 ? 1 : 2;
    }

    /// SplittableRandom's finaliser; never negative.
    private static long mix(long value, int salt) {
        long z = (value + 1) * 0x9E3779B97F4A7C15L + salt * 0xD1B54A32D192ED03L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) >>> 1;
    }

    private static double unit(long random) {
        return (random >>> 10) * 0x1.0p-53;
    }

    private static double[] zipf(int size, double exponent) {
        double[] sums = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += 1 / Math.pow(i + 1, exponent);
            sums[i] = sum;
        }
        for (int i = 0; i < size; i++) {
            sums[i] /= sum;
        }
        return sums;
    }

    private static int pick(double[] sums, double u) {
        int found = Arrays.binarySearch(sums, u);
        return Math.min(sums.length - 1, found >= 0 ? found : -found - 1);
    }
}
