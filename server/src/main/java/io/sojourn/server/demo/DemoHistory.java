package io.sojourn.server.demo;

import io.sojourn.core.value.Value;
import io.sojourn.server.demo.Shopper.Plan;
import io.sojourn.server.demo.Statement.Sender;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The shop's past: what all its shoppers did in some days up to a moment, in order of time. A pure function of its
/// arguments: the same again for the same seed.
final class DemoHistory {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Duration TRIAL = Duration.ofDays(7);
    private static final int VISITS_MAX = 40;

    /// Share of a day's visits in each local hour.
    private static final double[] HOURS = {
        1, 0.6, 0.4, 0.3, 0.4, 0.8, 2, 4, 6, 7, 7.5, 7, 7, 6.5, 6, 5.5, 5, 5, 5.5, 6.5, 7.5, 7, 5,
        2.5
    };

    private final long start;
    private final long end;
    private final List<Statement> told = new ArrayList<>();
    private final List<Shopper> shoppers = new ArrayList<>();
    private final Weighted<Integer> hours;

    private DemoHistory(long end, int days) {
        this.end = end;
        this.start = end - days * DAY;
        List<Integer> all = new ArrayList<>();
        for (int hour = 0; hour < HOURS.length; hour++) {
            all.add(hour);
        }
        this.hours = new Weighted<>(all, HOURS);
    }

    /// @param statements by time
    /// @param shoppers as they are at the end
    record Past(List<Statement> statements, List<Shopper> shoppers) {}

    static Past of(long seed, long end, int days, int people) {
        DemoHistory history = new DemoHistory(end, days);
        RandomGenerator arrivals = new SplittableRandom(seed);
        for (int number = 1; number <= people; number++) {
            Shopper shopper = new Shopper(seed, number);
            history.shoppers.add(shopper);
            history.live(shopper, history.arrival(arrivals, days));
        }
        history.told.removeIf(statement -> statement.time() >= end);
        history.told.sort(Comparator.comparingLong(Statement::time).thenComparing(Statement::id));
        return new Past(List.copyOf(history.told), List.copyOf(history.shoppers));
    }

    /// The day of the first visit: more of them as time goes by, fewer at weekends.
    private long arrival(RandomGenerator random, int days) {
        while (true) {
            double from = Math.sqrt(0.35);
            double share = (Math.sqrt(0.35 + random.nextDouble() * 0.65) - from) / (1 - from);
            long day = (long) (share * days);
            long time = start + day * DAY;
            if (!isWeekend(time) || random.nextDouble() < 0.6) {
                return time;
            }
        }
    }

    private static boolean isWeekend(long time) {
        DayOfWeek day = Instant.ofEpochMilli(time).atOffset(ZoneOffset.UTC).getDayOfWeek();
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }

    private void live(Shopper shopper, long firstDay) {
        RandomGenerator random = shopper.random;
        long time = inDay(shopper, firstDay);
        boolean mail = false;
        while (time < end && shopper.visits < VISITS_MAX) {
            boolean hadAccount = shopper.account;
            int hadOrders = shopper.orders;
            List<Statement> visit = ShopVisit.of(shopper, time, mail, 3);
            told.addAll(visit);
            long over = visit.getLast().time();
            if (shopper.account && !hadAccount) {
                welcome(shopper, over);
            }
            if (shopper.orders > hadOrders) {
                serve(shopper, over);
            }
            if (random.nextDouble() > shopper.comesBack()) {
                return;
            }
            long days = 1 + (long) (-Math.log(1 - random.nextDouble()) * 2.6);
            mail = false;
            time = inDay(shopper, over + days * DAY);
            if (isWeekend(time) && random.nextDouble() < 0.4) {
                time += 2 * DAY;
            }
            if (shopper.account && random.nextDouble() < 0.35) {
                mail = newsletter(shopper, time - 2 * HOUR, time);
            }
        }
    }

    /// Some moment of the local day.
    private long inDay(Shopper shopper, long time) {
        long day = Math.floorDiv(time, DAY) * DAY;
        int hour = hours.pick(shopper.random) - shopper.place.zoneHours();
        return day + hour * HOUR + shopper.random.nextInt((int) HOUR);
    }

    // --- what the shop's own systems tell

    private void backend(
            Shopper shopper, long time, String app, String name, Map<String, Value> event) {
        backend(shopper, time, app, name, event, Map.of());
    }

    private void backend(
            Shopper shopper,
            long time,
            String app,
            String name,
            Map<String, Value> event,
            Map<String, Value> more) {
        Map<String, Value> person = new LinkedHashMap<>(more);
        person.put("email", Value.string(shopper.email));
        told.add(
                new Statement(
                        time, shopper.nextId(), name, new Sender.Backend(app), "", event, person));
    }

    private void mail(Shopper shopper, long time, String subject) {
        Map<String, Value> about = Map.of("subject", Value.string(subject));
        backend(shopper, time, "mail", "mail sent", about);
        if (shopper.random.nextDouble() < 0.55) {
            backend(
                    shopper,
                    time + shopper.random.nextInt((int) (20 * HOUR)),
                    "mail",
                    "mail opened",
                    about);
        }
    }

    private boolean newsletter(Shopper shopper, long time, long clicked) {
        Map<String, Value> about = Map.of("subject", Value.string("Sunday brew"));
        backend(shopper, time, "mail", "mail sent", about);
        if (shopper.random.nextDouble() < 0.5) {
            return false;
        }
        backend(shopper, clicked - 60_000, "mail", "mail opened", about);
        backend(shopper, clicked - 5_000, "mail", "mail clicked", about);
        return true;
    }

    private void welcome(Shopper shopper, long time) {
        mail(shopper, time + 5 * 60_000, "Welcome to Demo Roasters");
        if (shopper.plan != Plan.TRIAL) {
            return;
        }
        long over = time + TRIAL.toMillis();
        mail(shopper, over - DAY, "Your trial ends tomorrow");
        Map<String, Value> none = Map.of();
        if (shopper.random.nextDouble() < shopper.source.subscribes()) {
            Plan plan = shopper.random.nextDouble() < 0.35 ? Plan.CLUB : Plan.STARTER;
            Map<String, Value> about =
                    Map.of("plan", Value.string(plan.word()), "amount", Value.number(plan.price()));
            Map<String, Value> person = Map.of("plan", Value.string(plan.word()));
            backend(shopper, over, "billing", "subscribe", about, person);
            backend(shopper, over + 2_000, "billing", "payment", about);
            if (over < end) {
                shopper.plan = plan;
            }
            if (shopper.random.nextDouble() < 0.15) {
                long left = over + (3 + shopper.random.nextInt(10)) * DAY;
                backend(
                        shopper,
                        left,
                        "billing",
                        "cancel",
                        Map.of(
                                "reason",
                                Value.string(
                                        shopper.random.nextBoolean()
                                                ? "price"
                                                : "too much coffee")),
                        Map.of("plan", Value.string(Plan.NONE.word())));
            }
        } else {
            backend(
                    shopper,
                    over,
                    "billing",
                    "trial ended",
                    none,
                    Map.of("plan", Value.string(Plan.NONE.word())));
        }
    }

    private void serve(Shopper shopper, long time) {
        if (shopper.account) {
            mail(shopper, time + 60_000, "Your order is on its way");
            backend(
                    shopper,
                    time + DAY + shopper.random.nextInt((int) DAY),
                    "warehouse",
                    "parcel sent",
                    Map.of(
                            "carrier",
                            Value.string(shopper.random.nextBoolean() ? "post" : "courier")));
            if (shopper.random.nextDouble() < 0.12) {
                ticket(shopper, time + 2 * DAY);
            }
        }
    }

    private void ticket(Shopper shopper, long time) {
        String subject =
                Weighted.any(
                        List.of("Parcel is late", "Wrong grind", "Change my address", "Invoice"),
                        shopper.random);
        Map<String, Value> about = Map.of("subject", Value.string(subject));
        backend(shopper, time, "helpdesk", "ticket opened", about);
        backend(
                shopper,
                time + (3 + shopper.random.nextInt(40)) * HOUR,
                "helpdesk",
                "ticket solved",
                Map.of(
                        "subject",
                        Value.string(subject),
                        "satisfaction",
                        Value.number(1 + shopper.random.nextInt(5))));
    }
}
