package io.sojourn.core.person;

import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The identity rules of `docs/semantics.md` once more, from the text and as slowly as they read.
///
/// Nothing is kept that can be found by going through lists: ownership is a list of strokes of paint on the time
/// line of a value, the later stroke covers the earlier one; people are a list of sets of visitor numbers.
public final class IdentityOracle {

    /// No visitor, no person.
    public static final long NOBODY = 0;

    /// From here to there, in event time, the value leads to that visitor, or to [#NOBODY].
    private record Stroke(Identifier value, long from, long to, long visitor) {}

    private record Sighting(long visitor, long time, long arrival) {}

    /// Two sets of visitors that an un-merge took apart.
    private record Parting(Set<Long> detached, Set<Long> rest) {}

    /// @param visitor the event is stored under it
    public record Answer(long visitor, long person, boolean inferred) {}

    private final List<Stroke> strokes = new ArrayList<>();
    private final List<Sighting> sightings = new ArrayList<>();
    private final List<Parting> partings = new ArrayList<>();
    private final List<Set<Long>> people = new ArrayList<>();
    private final Map<Long, Identifier> visitors = new LinkedHashMap<>();
    private final Set<Long> retired = new TreeSet<>();
    private IdentitySettings settings;
    private long lastVisitor;
    private int changesOfHands;

    public IdentityOracle(IdentitySettings settings) {
        this.settings = settings;
    }

    /// Other settings from now on.
    public void settings(IdentitySettings newSettings) {
        settings = newSettings;
    }

    // --- what a request does

    /// @param identifiers strongest first, at most one of a kind
    public Answer request(List<Identifier> identifiers, long time, long arrival) {
        if (identifiers.size() == 1 && isCold(identifiers.getFirst(), time)) {
            takeOver(identifiers.getFirst(), time, NOBODY);
        }
        long target = whose(identifiers, time);
        boolean isNew = target == NOBODY;
        for (Identifier identifier : identifiers) {
            long owner = person(owner(identifier, time));
            if (isNew) {
                target = person(takeOver(identifier, time, NOBODY));
                isNew = false;
            } else if (owner == NOBODY) {
                takeOver(identifier, time, target);
            } else if (owner != target) {
                if (mayJoin(target, owner, identifiers, time)) {
                    target = join(target, owner);
                } else {
                    changesOfHands++;
                    takeOver(identifier, time, target);
                }
            }
        }
        for (Identifier identifier : identifiers) {
            sightings.add(new Sighting(owner(identifier, time), time, arrival));
        }
        retireBeyondLimits(target, time);
        long visitor = owner(identifiers.getFirst(), time);
        return new Answer(visitor, person(visitor), isInferred(identifiers, time));
    }

    /// The person that a request is about, without any effect.
    public long whose(List<Identifier> identifiers, long time) {
        for (Identifier identifier : identifiers) {
            long owner = person(owner(identifier, time));
            if (owner != NOBODY && isCompatible(owner, identifiers)) {
                return owner;
            }
        }
        return NOBODY;
    }

    private boolean isCompatible(long person, List<Identifier> identifiers) {
        for (Identifier identifier : identifiers) {
            List<String> values = new ArrayList<>();
            for (long visitor : members(person)) {
                if (identifierOf(visitor).kind().equals(identifier.kind())) {
                    values.add(identifierOf(visitor).value());
                }
            }
            if (!values.isEmpty()) {
                return values.contains(identifier.value());
            }
        }
        return true;
    }

    private boolean mayJoin(long target, long other, List<Identifier> identifiers, long time) {
        if (areApart(target, other) || haveTwoIds(target, other)) {
            return false;
        }
        if (isAnonymous(other)) {
            return true;
        }
        boolean linked = false;
        for (Identifier identifier : identifiers) {
            if (person(owner(identifier, time)) == other
                    && rank(identifier.kind()) <= rank(Identifier.EMAIL)) {
                linked = true;
            }
        }
        return linked && isCompatible(other, identifiers);
    }

    private boolean isAnonymous(long person) {
        for (long visitor : members(person)) {
            if (rank(identifierOf(visitor).kind()) < rank(Identifier.COOKIE)) {
                return false;
            }
        }
        return true;
    }

    /// Whether a merge would leave one person with two ids in use.
    public boolean haveTwoIds(long person, long other) {
        Set<String> ids = new HashSet<>();
        for (long side : List.of(person, other)) {
            for (long visitor : members(side)) {
                if (identifierOf(visitor).kind().equals(Identifier.ID) && isLive(visitor)) {
                    ids.add(identifierOf(visitor).value());
                }
            }
        }
        return ids.size() > 1;
    }

    private boolean areApart(long person, long other) {
        Set<Long> one = members(person);
        Set<Long> two = members(other);
        for (Parting parting : partings) {
            if (parts(parting, one, two)) {
                return true;
            }
        }
        return false;
    }

    private static boolean parts(Parting parting, Set<Long> one, Set<Long> two) {
        boolean forwards = meet(parting.detached, one) && meet(parting.rest, two);
        boolean backwards = meet(parting.detached, two) && meet(parting.rest, one);
        return forwards || backwards;
    }

    private static boolean meet(Set<Long> a, Set<Long> b) {
        for (long element : a) {
            if (b.contains(element)) {
                return true;
            }
        }
        return false;
    }

    private long join(long person, long other) {
        Set<Long> joined = new TreeSet<>(members(person));
        joined.addAll(members(other));
        people.removeIf(set -> meet(set, joined));
        people.add(joined);
        return number(joined);
    }

    /// From the event's time on the value leads to a new visitor, up to where it would have led elsewhere anyway.
    private long takeOver(Identifier value, long time, long person) {
        long covered = owner(value, time);
        long to = Visitor.OPEN;
        for (Stroke stroke : strokes) {
            if (stroke.value.equals(value)) {
                if (stroke.from > time) {
                    to = Math.min(to, stroke.from);
                } else if (stroke.visitor == covered) {
                    to = Math.min(to, stroke.to);
                }
            }
        }
        long visitor = ++lastVisitor;
        visitors.put(visitor, value);
        strokes.add(new Stroke(value, time, to, visitor));
        if (person == NOBODY) {
            people.add(new TreeSet<>(Set.of(visitor)));
        } else {
            members(person).add(visitor);
        }
        return visitor;
    }

    private void retireBeyondLimits(long person, long time) {
        Set<String> kinds = new TreeSet<>();
        for (long visitor : members(person)) {
            kinds.add(identifierOf(visitor).kind());
        }
        for (String kind : kinds) {
            List<Long> live = live(person, kind);
            while (live.size() > limit(kind)) {
                long least = leastRecentlySeen(live);
                long from = Math.max(time, lastSeen(least) + 1);
                strokes.add(new Stroke(identifierOf(least), from, Visitor.OPEN, NOBODY));
                retired.add(least);
                live.remove(least);
            }
        }
    }

    private long leastRecentlySeen(List<Long> live) {
        long least = live.getFirst();
        for (long visitor : live) {
            if (lastArrival(visitor) < lastArrival(least)) {
                least = visitor;
            }
        }
        return least;
    }

    private int limit(String kind) {
        return switch (kind) {
            case Identifier.ID -> 1;
            case Identifier.EMAIL -> settings.emailsMax();
            case Identifier.COOKIE -> settings.cookiesMax();
            default -> settings.customMax();
        };
    }

    private boolean isCold(Identifier identifier, long time) {
        long owner = owner(identifier, time);
        return settings.inferredIdleDays() > 0
                && owner != NOBODY
                && isInferred(List.of(identifier), time)
                && time - lastSeen(owner) > settings.inferredIdleDays() * 86_400_000L;
    }

    /// Only a cookie told who it was, and the cookie was somebody else's before.
    private boolean isInferred(List<Identifier> identifiers, long time) {
        Identifier only = identifiers.getFirst();
        if (identifiers.size() != 1 || !only.kind().equals(Identifier.COOKIE)) {
            return false;
        }
        long owner = owner(only, time);
        boolean hadAnother = false;
        for (Stroke stroke : strokes) {
            if (stroke.value.equals(only)
                    && stroke.visitor != NOBODY
                    && (stroke.from < start(owner)
                            || (stroke.from == start(owner) && stroke.visitor < owner))
                    && person(stroke.visitor) != person(owner)) {
                hadAnother = true;
            }
        }
        return hadAnother && members(person(owner)).size() > 1;
    }

    // --- by hand

    /// @return the person's number, [#NOBODY] when they cannot be merged
    /// @param time received time of the command: what exceeds a limit is retired from then on
    public long merge(long person, long other, long time) {
        if (haveTwoIds(person, other)) {
            return NOBODY;
        }
        Set<Long> one = members(person);
        Set<Long> two = members(other);
        for (Parting parting : List.copyOf(partings)) {
            if (parts(parting, one, two)) {
                for (Set<Long> forgotten : List.of(one, two)) {
                    parting.detached.removeAll(forgotten);
                    parting.rest.removeAll(forgotten);
                }
            }
        }
        long merged = join(person, other);
        retireBeyondLimits(merged, time);
        return merged;
    }

    public void unmerge(long person, Set<Long> detached) {
        Set<Long> rest = new TreeSet<>(members(person));
        rest.removeAll(detached);
        people.removeIf(set -> meet(set, detached));
        people.add(rest);
        people.add(new TreeSet<>(detached));
        partings.add(new Parting(new TreeSet<>(detached), new TreeSet<>(rest)));
    }

    /// What the person's visitors owned is nobody's afterwards; what they covered stays covered.
    public void delete(long person) {
        Set<Long> gone = new TreeSet<>(members(person));
        List<Stroke> left = new ArrayList<>();
        for (Stroke stroke : strokes) {
            if (stroke.visitor != NOBODY && !gone.contains(stroke.visitor)) {
                left.add(new Stroke(stroke.value, stroke.from, end(stroke), stroke.visitor));
            }
        }
        strokes.clear();
        strokes.addAll(left);
        people.removeIf(set -> meet(set, gone));
        visitors.keySet().removeAll(gone);
        retired.removeAll(gone);
        sightings.removeIf(sighting -> gone.contains(sighting.visitor));
    }

    // --- what can be asked

    /// Visitor that a value leads to at an event time, or [#NOBODY].
    public long owner(Identifier value, long time) {
        long owner = NOBODY;
        Stroke first = new Stroke(value, Long.MAX_VALUE, Long.MAX_VALUE, NOBODY);
        boolean covered = false;
        boolean begun = false;
        for (Stroke stroke : strokes) {
            if (stroke.value.equals(value)) {
                begun |= stroke.from <= time;
                if (stroke.from <= time && time < stroke.to) {
                    owner = stroke.visitor;
                    covered = true;
                }
                if (stroke.from < first.from
                        || (stroke.from == first.from && stroke.visitor < first.visitor)) {
                    first = stroke;
                }
            }
        }
        return covered || begun ? owner : first.visitor;
    }

    /// Number of the person that a visitor belongs to: the lowest of its visitors; [#NOBODY] for none.
    public long person(long visitor) {
        return visitor == NOBODY ? NOBODY : number(members(visitor));
    }

    /// Visitors of the person that a visitor belongs to; not to be changed.
    public Set<Long> members(long visitor) {
        for (Set<Long> set : people) {
            if (set.contains(visitor)) {
                return set;
            }
        }
        throw new IllegalStateException("no person has visitor " + visitor);
    }

    public List<Set<Long>> people() {
        return List.copyOf(people);
    }

    public Identifier identifierOf(long visitor) {
        Identifier identifier = visitors.get(visitor);
        if (identifier == null) {
            throw new IllegalStateException("no visitor " + visitor);
        }
        return identifier;
    }

    public boolean isRetired(long visitor) {
        return retired.contains(visitor);
    }

    /// Still leads new traffic to its person.
    public boolean isLive(long visitor) {
        return owner(identifierOf(visitor), Long.MAX_VALUE - 1) == visitor;
    }

    /// How often an identifier was taken from one person and given to another.
    public int changesOfHands() {
        return changesOfHands;
    }

    public int retirements() {
        return retired.size();
    }

    private List<Long> live(long person, String kind) {
        List<Long> live = new ArrayList<>();
        for (long visitor : members(person)) {
            if (identifierOf(visitor).kind().equals(kind) && isLive(visitor)) {
                live.add(visitor);
            }
        }
        return live;
    }

    private static long number(Set<Long> members) {
        long number = Long.MAX_VALUE;
        for (long visitor : members) {
            number = Math.min(number, visitor);
        }
        return number;
    }

    private int rank(String kind) {
        int rank = 0;
        for (String ranked : settings.kinds()) {
            if (ranked.equals(kind)) {
                return rank;
            }
            rank++;
        }
        return rank;
    }

    private long start(long visitor) {
        for (Stroke stroke : strokes) {
            if (stroke.visitor == visitor) {
                return stroke.from;
            }
        }
        throw new IllegalStateException("visitor " + visitor + " never began");
    }

    /// Where a stroke stops being visible: a later one never begins before it and reaches into it.
    private long end(Stroke stroke) {
        long end = stroke.to;
        boolean later = false;
        for (Stroke other : strokes) {
            if (later && other.value.equals(stroke.value) && other.from >= stroke.from) {
                end = Math.min(end, other.from);
            }
            later |= other.equals(stroke);
        }
        return end;
    }

    private long lastSeen(long visitor) {
        long last = Long.MIN_VALUE;
        for (Sighting sighting : sightings) {
            if (sighting.visitor == visitor) {
                last = Math.max(last, sighting.time);
            }
        }
        return last;
    }

    private long lastArrival(long visitor) {
        long last = 0;
        for (Sighting sighting : sightings) {
            if (sighting.visitor == visitor) {
                last = Math.max(last, sighting.arrival);
            }
        }
        return last;
    }
}
