package io.sojourn.core.person;

import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides whose event it is: the rules of `docs/semantics.md`, section Identity.
///
/// A request never fuses two identified people through a cookie: where a merge is not allowed, the
/// weaker identifier changes hands at the event's time, and what was stored stays where it is.
public final class Identity {

    /// @param visitor the event is stored under it
    /// @param inferred only a cookie that had changed hands told who it was
    /// @param merged numbers of the persons that ceased to be their own
    public record Resolution(Visitor visitor, boolean inferred, List<Long> merged) {}

    /// What somebody does by hand.
    ///
    /// @param arrival event id of the command's record
    /// @param time when it was received, Unix milliseconds
    /// @param user number of the user who did it, 0 = not known
    public record ByHand(long arrival, long time, long user) {
        private Visitor.Link link(Visitor.Link.Kind kind) {
            return new Visitor.Link(kind, arrival, time, user);
        }
    }

    private final People people;
    private final IdentitySettings settings;

    public Identity(People people, IdentitySettings settings) {
        this.people = people;
        this.settings = settings;
    }

    /// Resolves a request and applies what it says about identity.
    ///
    /// @param identifiers at least one, at most one of a kind, strongest first
    /// @param time the event's time, Unix milliseconds
    /// @param arrival the event's id
    public Resolution resolve(List<Identifier> identifiers, long time, long arrival) {
        Optional<Visitor> lone = ownerOfLoneIdentifier(identifiers, time, arrival);
        if (lone.isPresent()) {
            return new Resolution(lone.get(), isInferred(identifiers, lone.get()), List.of());
        }
        Visitor.Link named = new Visitor.Link(Visitor.Link.Kind.NAMED, arrival, time, 0);
        long target = target(identifiers, time);
        List<Long> merged = new ArrayList<>();
        for (Identifier identifier : identifiers) {
            Optional<Visitor> owner = owner(identifier, time);
            if (target == 0) {
                target = takeOver(identifier, named, 0).person();
            } else if (owner.isEmpty()) {
                takeOver(identifier, named, target);
            } else if (owner.get().person() != target) {
                long other = owner.get().person();
                if (joins(target, other, identifier, identifiers)) {
                    Visitor.Link link =
                            new Visitor.Link(Visitor.Link.Kind.MERGED, arrival, time, 0);
                    target = merge(target, other, merged, link);
                } else {
                    takeOver(identifier, named, target);
                }
            }
        }
        for (Identifier identifier : identifiers) {
            Visitor visitor = ownerNow(identifier, time);
            visitor.seen(time, arrival);
            people.changed(visitor);
        }
        retireBeyondLimits(target, time);
        Visitor visitor = ownerNow(identifiers.getFirst(), time);
        return new Resolution(visitor, isInferred(identifiers, visitor), merged);
    }

    /// Who a request would be, without applying anything: what a ping asks.
    public Optional<Visitor> find(List<Identifier> identifiers, long time) {
        for (Identifier identifier : identifiers) {
            Optional<Visitor> owner = owner(identifier, time);
            if (owner.isPresent()
                    && isCompatible(people.members(owner.get().person()), identifiers)) {
                return owner;
            }
        }
        return Optional.empty();
    }

    /// Why two persons cannot be merged: each has an id in use; empty when they can.
    public Optional<String> mergeObstacle(long person, long other) {
        Set<String> ids = new HashSet<>();
        for (long side : new long[] {person, other}) {
            for (Visitor visitor : people.members(side)) {
                if (visitor.live() && visitor.identifier().kind().equals(Identifier.ID)) {
                    ids.add(visitor.identifier().value());
                }
            }
        }
        return ids.size() > 1
                ? Optional.of("they have different ids: " + ids.stream().sorted().toList())
                : Optional.empty();
    }

    /// Merges by hand: earlier un-merges between the two are forgotten.
    ///
    /// @return number of the merged person
    public long mergeByHand(long person, long other, ByHand hand) {
        List<Visitor> left = people.members(person);
        List<Visitor> right = people.members(other);
        if (left.isEmpty() || right.isEmpty() || person == other) {
            throw new IllegalStateException("cannot merge " + person + " with " + other);
        }
        Set<Long> conflicts = new HashSet<>();
        for (Visitor visitor : left) {
            visitor.apart()
                    .forEach(
                            (unmerge, side) -> {
                                if (right.stream()
                                        .anyMatch(
                                                r ->
                                                        Boolean.valueOf(!side)
                                                                .equals(r.apart().get(unmerge)))) {
                                    conflicts.add(unmerge);
                                }
                            });
        }
        for (List<Visitor> side : List.of(left, right)) {
            for (Visitor visitor : side) {
                conflicts.forEach(visitor::forgetApart);
                people.changed(visitor);
            }
        }
        long merged =
                merge(
                        person,
                        other,
                        new ArrayList<>(),
                        hand.link(Visitor.Link.Kind.MERGED_BY_HAND));
        retireBeyondLimits(merged, hand.time());
        return merged;
    }

    /// Detaches visitors from their person. Both sides remember it: the same link does not join them again.
    ///
    /// @param visitors numbers, some but not all of the person's
    /// @param unmerge id of the un-merge, unique in the project
    public void unmerge(long person, Set<Long> visitors, long unmerge, ByHand hand) {
        List<Visitor> members = people.members(person);
        List<Visitor> detached =
                members.stream().filter(v -> visitors.contains(v.number())).toList();
        List<Visitor> rest = members.stream().filter(v -> !visitors.contains(v.number())).toList();
        if (detached.size() != visitors.size() || rest.isEmpty() || detached.isEmpty()) {
            throw new IllegalStateException("cannot detach " + visitors + " from person " + person);
        }
        Visitor.Link link = hand.link(Visitor.Link.Kind.UNMERGED_BY_HAND);
        detached.forEach(visitor -> visitor.linkedBy(link));
        settle(detached, unmerge, true);
        settle(rest, unmerge, false);
    }

    private void settle(List<Visitor> side, long unmerge, boolean detached) {
        long number = side.getFirst().number();
        for (Visitor visitor : side) {
            visitor.keepApart(unmerge, detached);
            people.move(visitor, number);
            people.changed(visitor);
        }
    }

    /// The commonest case, without any search: one identifier, known or new, alone in its request.
    private Optional<Visitor> ownerOfLoneIdentifier(
            List<Identifier> identifiers, long time, long arrival) {
        if (identifiers.size() != 1) {
            return Optional.empty();
        }
        Identifier identifier = identifiers.getFirst();
        Visitor visitor =
                owner(identifier, time)
                        .filter(owner -> !hasGoneCold(owner, time))
                        .orElseGet(
                                () ->
                                        takeOver(
                                                identifier,
                                                new Visitor.Link(
                                                        Visitor.Link.Kind.NAMED, arrival, time, 0),
                                                0));
        visitor.seen(time, arrival);
        people.changed(visitor);
        return Optional.of(visitor);
    }

    private boolean hasGoneCold(Visitor owner, long time) {
        return settings.inferredIdleDays() > 0
                && time - owner.lastTime() > Duration.ofDays(settings.inferredIdleDays()).toMillis()
                && isInferred(owner);
    }

    private boolean isInferred(List<Identifier> identifiers, Visitor visitor) {
        return identifiers.size() == 1 && isInferred(visitor);
    }

    /// A cookie that was another person's before, of a person who is more than this cookie.
    private boolean isInferred(Visitor visitor) {
        return visitor.identifier().kind().equals(Identifier.COOKIE)
                && hadAnotherOwner(visitor)
                && people.members(visitor.person()).size() > 1;
    }

    private boolean hadAnotherOwner(Visitor visitor) {
        for (Visitor earlier : people.intervals(visitor.identifier())) {
            if (earlier.number() == visitor.number()) {
                return false;
            }
            if (earlier.person() != visitor.person()) {
                return true;
            }
        }
        throw new IllegalStateException("not among the owners of its value: " + visitor);
    }

    private long target(List<Identifier> identifiers, long time) {
        return find(identifiers, time).map(Visitor::person).orElse(0L);
    }

    /// Compatible: the strongest kind that both have agrees, or there is none.
    private boolean isCompatible(List<Visitor> members, List<Identifier> identifiers) {
        for (Identifier identifier : identifiers) {
            boolean hasKind = false;
            for (Visitor member : members) {
                if (member.identifier().kind().equals(identifier.kind())) {
                    if (member.identifier().value().equals(identifier.value())) {
                        return true;
                    }
                    hasKind = true;
                }
            }
            if (hasKind) {
                return false;
            }
        }
        return true;
    }

    private boolean joins(long target, long other, Identifier link, List<Identifier> identifiers) {
        List<Visitor> others = people.members(other);
        boolean linked =
                isAnonymous(others)
                        || (settings.rank(link.kind()) <= settings.rank(Identifier.EMAIL)
                                && isCompatible(others, identifiers));
        return linked
                && !wereSetApart(people.members(target), others)
                && mergeObstacle(target, other).isEmpty();
    }

    private boolean isAnonymous(List<Visitor> members) {
        int cookie = settings.rank(Identifier.COOKIE);
        return members.stream()
                .allMatch(member -> settings.rank(member.identifier().kind()) >= cookie);
    }

    private static boolean wereSetApart(List<Visitor> left, List<Visitor> right) {
        for (Visitor visitor : left) {
            for (var side : visitor.apart().entrySet()) {
                Boolean opposite = !side.getValue();
                for (Visitor other : right) {
                    if (opposite.equals(other.apart().get(side.getKey()))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private long merge(long person, long other, List<Long> merged, Visitor.Link link) {
        long kept = Math.min(person, other);
        long gone = Math.max(person, other);
        for (Visitor visitor : List.copyOf(people.members(gone))) {
            people.move(visitor, kept);
            visitor.linkedBy(link);
        }
        merged.add(gone);
        return kept;
    }

    private Optional<Visitor> owner(Identifier identifier, long time) {
        List<Visitor> intervals = people.intervals(identifier);
        if (intervals.isEmpty()) {
            return Optional.empty();
        }
        Visitor owner = intervals.getFirst();
        for (Visitor interval : intervals) {
            if (interval.from() > time) {
                break;
            }
            owner = interval;
        }
        return owner.end() > time || owner.from() > time ? Optional.of(owner) : Optional.empty();
    }

    private Visitor ownerNow(Identifier identifier, long time) {
        return owner(identifier, time)
                .orElseThrow(
                        () -> new IllegalStateException(identifier + " has no owner at " + time));
    }

    /// A new interval of the identifier from `time` on, up to where the one it cuts would have ended.
    private Visitor takeOver(Identifier identifier, Visitor.Link link, long person) {
        long time = link.time();
        long end = Visitor.OPEN;
        for (Visitor interval : people.intervals(identifier)) {
            if (interval.from() > time) {
                end = Math.min(end, interval.from());
            } else if (interval.end() > time) {
                end = Math.min(end, interval.end());
                interval.cutAt(time);
                people.changed(interval);
            }
        }
        Visitor visitor = people.create(identifier, time, end, person);
        visitor.linkedBy(link);
        return visitor;
    }

    private void retireBeyondLimits(long person, long time) {
        List<Visitor> members = people.members(person);
        Set<String> kinds = new LinkedHashSet<>();
        members.forEach(member -> kinds.add(member.identifier().kind()));
        for (String kind : kinds) {
            List<Visitor> live =
                    members.stream()
                            .filter(
                                    member ->
                                            member.live()
                                                    && member.identifier().kind().equals(kind))
                            .sorted(
                                    Comparator.comparingLong(Visitor::lastArrival)
                                            .thenComparingLong(Visitor::number))
                            .toList();
            for (Visitor old : live.subList(0, Math.max(0, live.size() - settings.limit(kind)))) {
                old.retireAt(Math.max(time, old.lastTime() + 1));
                people.changed(old);
            }
        }
    }
}
