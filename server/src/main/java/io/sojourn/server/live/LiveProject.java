package io.sojourn.server.live;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.event.EventId;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.ingest.Committed;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.event.TimelineQuery;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.people.Quarantined;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The present of one project that somebody looks at: read from its stores once, then kept up by what ingest commits,
/// on a thread of its own. What comes faster than it can be told is read from the stores again.
final class LiveProject {

    private static final Logger LOG = LoggerFactory.getLogger(LiveProject.class);

    /// Events that may wait to be told, beyond one batch.
    static final int INBOX_EVENTS_MAX = 20_000;

    /// How far back the stores are read, in received time; what is open for longer without an event is not found.
    private static final Duration WINDOW = Duration.ofHours(3);

    private static final int READ_EVENTS_MAX = 100_000;
    private static final int BOTS_MAX = 50;

    /// People of one batch who came back without an event and are looked up.
    private static final int RETURNED_MAX = 20;

    /// Events of one of them that are looked for, on average.
    private static final int RETURNED_EVENTS = 20;

    private static final Duration UNUSED_MAX = Duration.ofMinutes(10);

    /// How many times as long as the last reading took it is not read again: where events come faster than they can be
    /// read, the view is late instead of the server busy.
    private static final int READING_PAUSES = 4;

    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ProjectId project;
    private final OpenStores stores;
    private final InstantSource clock;

    /// Fair: its own thread takes it over and over, and would leave no turn to whoever asks.
    private final ReentrantLock lock = new ReentrantLock(true);

    private final LinkedBlockingQueue<Task> inbox = new LinkedBlockingQueue<>();
    private final AtomicInteger inboxEvents = new AtomicInteger();
    private final Set<Subscription> subscriptions = new HashSet<>();
    private volatile boolean behind;
    private volatile boolean closed;
    private volatile long usedAt = System.nanoTime();
    private boolean loaded;
    private Present present = Present.of(ProjectSettings.DEFAULT, 0);

    /// @param size of what it holds on to, in events
    private record Task(int size, Runnable work) {}

    /// All that is known, guarded by the lock.
    record Present(Online online, Rate rate, RecentEvents people, RecentEvents bots) {
        static Present of(ProjectSettings settings, long completeAfter) {
            return new Present(
                    new Online(settings),
                    new Rate(),
                    new RecentEvents(RecentEvents.EVENTS_MAX, completeAfter),
                    new RecentEvents(BOTS_MAX, completeAfter));
        }

        /// @param visitor that it is of; what it did not show presence by is an import
        /// @return whether it was new
        boolean add(Event event, Committed.Touched visitor) {
            boolean bot = event.is(EventFlag.BOT);
            if (!(bot ? bots : people).add(event, visitor.person())) {
                return false;
            }
            if (!bot) {
                rate.add(event.received());
            }
            if (visitor.lastReceived() >= event.received()) {
                online.add(event);
            }
            return true;
        }
    }

    LiveProject(ProjectId project, OpenStores stores, InstantSource clock) {
        this.project = project;
        this.stores = stores;
        this.clock = clock;
    }

    // --- told by ingest

    /// Never blocks.
    void committed(Committed batch) {
        if (!add(new Task(batch.events().size() + batch.visitors().size(), () -> apply(batch)))) {
            behind = true;
        }
    }

    /// Told of a request that was refused before it reached ingest. Never blocks.
    void refused(Quarantined refused) {
        add(new Task(1, () -> tell(List.of(), Map.of(), List.of(refused), clock.millis())));
    }

    private boolean add(Task task) {
        if (inboxEvents.get() > INBOX_EVENTS_MAX) {
            return false;
        }
        inboxEvents.addAndGet(task.size);
        return inbox.add(task);
    }

    /// A batch was committed that it did not hear of.
    void missed() {
        behind = true;
    }

    // --- asked by clients

    /// Reads the stores, if that is yet to be done.
    void load() {
        lock.lock();
        try {
            usedAt = System.nanoTime();
            if (!loaded) {
                present = read();
                loaded = true;
                Thread.ofVirtual().name("live-" + project).start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    /// @param after number of the last event that the client knows
    /// @return empty where this is over, and another has taken its place
    Optional<Subscription> subscribe(LiveFilter filter, OptionalLong after) {
        lock.lock();
        try {
            if (closed) {
                return Optional.empty();
            }
            usedAt = System.nanoTime();
            Subscription subscription = new Subscription(filter, person(filter));
            try (Telling telling = new Telling(present, stores, project, clock.millis())) {
                telling.begin(subscription, after);
            }
            subscriptions.add(subscription);
            return Optional.of(subscription);
        } finally {
            lock.unlock();
        }
    }

    private long person(LiveFilter filter) {
        if (filter.visitor() == 0) {
            return 0;
        }
        try (OpenStores.Lease lease = stores.acquire(project)) {
            return lease.stores().people().person(filter.visitor()).stream()
                    .findFirst()
                    .map(Visitor::person)
                    .orElse(filter.visitor());
        }
    }

    void unsubscribe(Subscription subscription) {
        lock.lock();
        try {
            subscriptions.remove(subscription);
            usedAt = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /// Tells a client that could not follow what it missed, and the state as a whole.
    void renew(Subscription subscription) {
        lock.lock();
        try (Telling telling = new Telling(present, stores, project, clock.millis())) {
            long missed = subscription.renew();
            telling.gap(subscription, OptionalLong.of(missed));
            telling.snapshot(subscription, Long.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }

    /// Something about the present, as JSON.
    String tell(Function<Telling, String> question) {
        lock.lock();
        try (Telling telling = new Telling(present, stores, project, clock.millis())) {
            usedAt = System.nanoTime();
            present.online().expire(clock.millis());
            return question.apply(telling);
        } finally {
            lock.unlock();
        }
    }

    // --- its own thread

    private void run() {
        long tick = System.nanoTime() + TICK_NANOS;
        long readAgain = tick;
        while (!closed) {
            try {
                Task task = inbox.poll(tick - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (task != null) {
                    inboxEvents.addAndGet(-task.size);
                    locked(task.work);
                }
                long begun = System.nanoTime();
                if (begun - tick >= 0) {
                    tick = begun + TICK_NANOS;
                    if (behind && begun - readAgain >= 0) {
                        catchUp();
                        long now = System.nanoTime();
                        readAgain = now + READING_PAUSES * (now - begun);
                    }
                    locked(this::tick);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("the live view of project {} is read anew", project, e);
                behind = true;
            }
        }
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /// Whoever asks meanwhile is told what was known before.
    private void catchUp() {
        inbox.clear();
        inboxEvents.set(0);
        Present fresh = read();
        locked(
                () -> {
                    present = fresh;
                    subscriptions.forEach(this::renew);
                });
    }

    private void tick() {
        long now = clock.millis();
        present.online().expire(now);
        Online.Difference difference = present.online().difference();
        if (!subscriptions.isEmpty()) {
            try (Telling telling = new Telling(present, stores, project, now)) {
                subscriptions.forEach(client -> telling.tick(client, difference));
            }
        }
    }

    /// Whether nobody has looked for a while.
    boolean isUnused() {
        lock.lock();
        try {
            return subscriptions.isEmpty() && System.nanoTime() - usedAt > UNUSED_MAX.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /// @param reason told to those who follow
    void close(String reason) {
        lock.lock();
        try {
            closed = true;
            subscriptions.forEach(subscription -> subscription.end(reason));
        } finally {
            lock.unlock();
        }
    }

    private Present read() {
        behind = false;
        try (OpenStores.Lease lease = stores.acquire(project)) {
            ProjectStores opened = lease.stores();
            long position = opened.events().position();
            long now = clock.millis();
            List<Event> events = opened.events().received(now - WINDOW.toMillis(), READ_EVENTS_MAX);
            long completeAfter =
                    events.isEmpty()
                            ? EventId.of(position, EventId.ITEMS_MAX - 1)
                            : events.getFirst().id() - 1;
            Present fresh = Present.of(opened.people().settings(), completeAfter);
            Map<Long, Committed.Touched> touched = new HashMap<>();
            for (Event event : events) {
                Committed.Touched visitor =
                        touched.computeIfAbsent(
                                event.visitor(), number -> touched(opened.people(), number));
                fresh.add(event, visitor);
            }
            touched.values().forEach(visitor -> fresh.online().touch(visitor, now));
            fresh.online().expire(now);
            fresh.online().difference();
            return fresh;
        }
    }

    /// A visitor as the store has it; one whose batch is under way is yet to come there.
    private static Committed.Touched touched(PeopleStore people, long number) {
        return people.person(number).stream()
                .filter(visitor -> visitor.number() == number)
                .findFirst()
                .map(
                        visitor ->
                                new Committed.Touched(
                                        number,
                                        visitor.person(),
                                        visitor.lastReceived(),
                                        visitor.events()))
                .orElse(new Committed.Touched(number, number, 0, 0));
    }

    private void apply(Committed batch) {
        long now = clock.millis();
        Map<Long, Committed.Touched> visitors = new HashMap<>();
        Map<Long, Long> persons = new HashMap<>();
        for (Committed.Touched each : batch.visitors()) {
            visitors.put(each.visitor(), each);
            persons.put(each.visitor(), each.person());
        }
        present.online().settings(batch.settings());
        List<RecentEvents.Entry> added = new ArrayList<>();
        for (Event event : batch.events()) {
            Committed.Touched visitor = visitors.get(event.visitor());
            if (visitor != null && present.add(event, visitor)) {
                added.add(new RecentEvents.Entry(event, visitor.person(), 0));
            }
        }
        batch.changes()
                .forEach(
                        change -> {
                            present.people().change(change);
                            present.bots().change(change);
                            present.online().change(change);
                        });
        List<Long> returned = new ArrayList<>();
        for (Committed.Touched touched : batch.visitors()) {
            if (!present.online().touch(touched, now)) {
                returned.add(touched.visitor());
            }
        }
        present.people().move(persons);
        present.bots().move(persons);
        forget(batch.deletedVisitors());
        lookUp(returned, batch.visitors(), now);
        tell(added, persons, batch.refused(), now);
    }

    private void forget(Set<Long> visitors) {
        if (!visitors.isEmpty()) {
            present.people().forget(visitors);
            present.bots().forget(visitors);
            visitors.forEach(present.online()::forget);
        }
    }

    /// Those who are there again by a ping alone: their last events are in the store.
    private void lookUp(List<Long> visitors, List<Committed.Touched> touched, long now) {
        if (visitors.isEmpty()) {
            return;
        }
        try (OpenStores.Lease lease = stores.acquire(project)) {
            List<Long> some = visitors.subList(0, Math.min(visitors.size(), RETURNED_MAX));
            lease.stores()
                    .events()
                    .timeline(
                            new TimelineQuery(
                                    some,
                                    Long.MAX_VALUE,
                                    Long.MAX_VALUE,
                                    RETURNED_MAX * RETURNED_EVENTS,
                                    false))
                    .forEach(present.online()::add);
            touched.stream()
                    .filter(each -> some.contains(each.visitor()))
                    .forEach(each -> present.online().touch(each, now));
        }
    }

    private void tell(
            List<RecentEvents.Entry> added,
            Map<Long, Long> persons,
            List<Quarantined> refused,
            long now) {
        if (subscriptions.isEmpty()
                || (added.isEmpty() && refused.isEmpty() && persons.isEmpty())) {
            return;
        }
        try (Telling telling = new Telling(present, stores, project, now)) {
            for (Subscription client : subscriptions) {
                Long moved = persons.get(client.filter().visitor());
                if (moved != null) {
                    client.personIs(moved);
                }
                added.forEach(entry -> telling.event(client, entry));
                telling.refused(client, refused);
            }
        }
    }
}
