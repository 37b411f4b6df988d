package io.sojourn.server.rest;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.visit.Visit;
import io.sojourn.core.visit.Visits;
import io.sojourn.server.api.Masking;
import io.sojourn.store.ProjectStores;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/// Writes the lines of one answer. People are read in groups, so that the events of a group are one question and what is
/// held does not grow with the project.
final class LogLines {

    private static final int GROUP_PEOPLE = 200;
    private static final long GROUP_EVENTS = 50_000;

    private final ProjectStores stores;
    private final ProjectSettings settings;
    private final LogSpan span;
    private final boolean bots;
    private final Masking masking;
    private final OutputStream out;
    private final StringBuilder line = new StringBuilder(4_096);

    /// A person and the `pos` of their lines.
    private record Member(Person person, long pos) {}

    LogLines(ProjectStores stores, LogSpan span, boolean bots, Masking masking, OutputStream out) {
        this.stores = stores;
        this.settings = stores.people().settings();
        this.span = span;
        this.bots = bots;
        this.masking = masking;
        this.out = out;
    }

    void write() throws IOException {
        long[] visitors = visitors();
        List<Member> group = new ArrayList<>();
        long events = 0;
        for (long visitor : visitors) {
            if (visitor <= span.after()) {
                continue;
            }
            List<Visitor> members = stores.people().person(visitor);
            if (members.isEmpty() || isNamedBefore(visitor, members, visitors)) {
                continue;
            }
            Person person = new Person(members);
            group.add(new Member(person, visitor));
            events += person.events() + person.botEvents();
            if (group.size() == GROUP_PEOPLE || events >= GROUP_EVENTS) {
                write(group);
                group.clear();
                events = 0;
                out.flush();
            }
        }
        write(group);
    }

    /// Of everybody who may have a line, ascending.
    private long[] visitors() {
        LongStream active =
                (span.byStart()
                                ? stores.events().visitorsBetween(span.from(), span.to())
                                : stores.events().visitorsSince(since()))
                        .stream().mapToLong(Long::longValue);
        List<Long> seen = new ArrayList<>();
        stores.people()
                .forEachPersonSeen(
                        span.byStart() ? span.from() : since(),
                        span.byStart() ? span.to() : Long.MAX_VALUE,
                        person -> {
                            seen.add(person.getFirst().number());
                            return true;
                        });
        return LongStream.concat(active, seen.stream().mapToLong(Long::longValue))
                .sorted()
                .distinct()
                .toArray();
    }

    /// What is final after the cursor was active at most one timeout before it.
    private long since() {
        return span.from() < Long.MIN_VALUE + settings.visits().timeoutMillis()
                ? Long.MIN_VALUE
                : span.from() - settings.visits().timeoutMillis();
    }

    private static boolean isNamedBefore(long visitor, List<Visitor> members, long[] visitors) {
        return members.stream()
                .map(Visitor::number)
                .anyMatch(number -> number < visitor && Arrays.binarySearch(visitors, number) >= 0);
    }

    private void write(List<Member> group) throws IOException {
        Map<Long, List<Event>> events = new HashMap<>();
        Map<Long, Long> owners = new HashMap<>();
        List<Long> visitors = new ArrayList<>();
        for (Member member : group) {
            events.put(member.person.number(), new ArrayList<>());
            for (long visitor : member.person.visitorNumbers()) {
                owners.put(visitor, member.person.number());
                visitors.add(visitor);
            }
        }
        if (visitors.isEmpty()) {
            return;
        }
        stores.events()
                .forEach(
                        visitors,
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        bots,
                        event -> {
                            Long owner = owners.get(event.visitor());
                            events.getOrDefault(owner, new ArrayList<>()).add(event);
                        });
        for (Member member : group) {
            write(member, events.getOrDefault(member.person.number(), List.of()));
        }
    }

    private void write(Member member, List<Event> events) throws IOException {
        List<Visit> visits = Visits.of(settings, events);
        Set<Long> within = new HashSet<>();
        visits.forEach(visit -> visit.events().forEach(event -> within.add(event.id())));
        boolean last = false;
        for (int i = 0; i < visits.size(); i++) {
            Visit visit = visits.get(i);
            if (span.contains(span.byStart() ? visit.start() : settled(visit))) {
                new VisitLine(member.person, visit, i + 1, settings.zone(), masking)
                        .append(line, member.pos);
                send();
                last = i == visits.size() - 1;
            }
        }
        for (Event event : events) {
            boolean alone = event.is(EventFlag.STANDALONE) && !within.contains(event.id());
            if (alone && span.contains(span.byStart() ? event.time() : event.received())) {
                ProfileLine.standalone(
                        line, member.person, event, settings.zone(), member.pos, masking);
                send();
            }
        }
        if (last || span.contains(span.byStart() ? member.person.lastSeen() : presence(member))) {
            for (ProfileLine profile : ProfileLine.of(member.person, stores.people(), masking)) {
                profile.append(line, member.pos);
                send();
            }
        }
    }

    private static long presence(Member member) {
        return Math.max(member.person.lastSeen(), member.person.lastReceived());
    }

    /// When it was over as far as was known when the last of it arrived.
    private long settled(Visit visit) {
        long known = visit.events().stream().mapToLong(Event::received).max().orElse(visit.end());
        return Math.max(known, visit.end()) + settings.visits().timeoutMillis();
    }

    private void send() throws IOException {
        out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        line.setLength(0);
    }
}
