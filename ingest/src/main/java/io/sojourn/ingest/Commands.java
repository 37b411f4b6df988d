package io.sojourn.ingest;

import io.sojourn.core.event.EventId;
import io.sojourn.core.person.Identity;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.ingest.command.Command;
import io.sojourn.store.event.Expiry;
import io.sojourn.store.log.LogRecord;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.schema.Label;
import io.sojourn.store.schema.PropertyKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Carries out what owners do to people and settings by hand, as of the record it stands in.
final class Commands {

    private final BatchWork work;
    private final PeopleStore store;

    Commands(BatchWork work, PeopleStore store) {
        this.work = work;
        this.store = store;
    }

    CommandOutcome carryOut(Command command, Identity identity, LogRecord record) {
        CommandOutcome outcome =
                switch (command) {
                    case Command.Merge merge -> merge(merge, identity, record);
                    case Command.Unmerge unmerge -> unmerge(unmerge, identity, record);
                    case Command.Delete delete -> delete(delete);
                    case Command.Edit edit -> edit(edit, record);
                    case Command.ChangeSettings change -> change(change);
                    case Command.Discard discard -> discard(discard);
                    case Command.Expire(long beforeTime) -> {
                        work.expireEvents(new Expiry(beforeTime, EventId.of(record.position(), 0)));
                        yield new CommandOutcome.Done(0);
                    }
                    case Command.DescribeEvent(String event, Label label) ->
                            described(work.schema().label(event, label));
                    case Command.DescribeProperty(PropertyKey property, Label label) ->
                            described(work.schema().label(property, label));
                };
        work.count(outcome instanceof CommandOutcome.Refused ? "command_refused" : "command");
        return outcome;
    }

    private CommandOutcome merge(Command.Merge merge, Identity identity, LogRecord record) {
        Optional<Visitor> person = work.people().visitor(merge.person());
        Optional<Visitor> other = work.people().visitor(merge.other());
        if (person.isEmpty() || other.isEmpty()) {
            return new CommandOutcome.Refused("there is no such person");
        }
        if (person.get().person() == other.get().person()) {
            return new CommandOutcome.Refused("they are one person already");
        }
        Optional<String> obstacle =
                identity.mergeObstacle(person.get().person(), other.get().person());
        if (obstacle.isPresent()) {
            return new CommandOutcome.Refused(obstacle.get());
        }
        return new CommandOutcome.Done(
                identity.mergeByHand(
                        person.get().person(), other.get().person(), byHand(record, merge.user())));
    }

    private static Identity.ByHand byHand(LogRecord record, long user) {
        return new Identity.ByHand(EventId.of(record.position(), 0), record.received(), user);
    }

    private CommandOutcome unmerge(Command.Unmerge unmerge, Identity identity, LogRecord record) {
        Optional<Visitor> person = work.people().visitor(unmerge.person());
        if (person.isEmpty()) {
            return new CommandOutcome.Refused("there is no such person");
        }
        List<Visitor> members = work.people().members(person.get().person());
        long found =
                members.stream()
                        .filter(member -> unmerge.visitors().contains(member.number()))
                        .count();
        if (found == 0 || found != unmerge.visitors().size() || found == members.size()) {
            return new CommandOutcome.Refused(
                    "visitors: name some, but not all, of the visitors of person "
                            + person.get().person());
        }
        identity.unmerge(
                person.get().person(),
                unmerge.visitors(),
                record.position(),
                byHand(record, unmerge.user()));
        return new CommandOutcome.Done(
                unmerge.visitors().stream().min(Long::compare).orElseThrow());
    }

    private CommandOutcome delete(Command.Delete delete) {
        Optional<Visitor> visitor = work.people().visitor(delete.person());
        if (visitor.isEmpty()) {
            return new CommandOutcome.Refused("there is no such person");
        }
        long person = visitor.get().person();
        List<Visitor> members = List.copyOf(work.people().members(person));
        new Erasure(work).eraseTraces(members, store);
        work.deleteEventsOf(members.stream().map(Visitor::number).toList());
        work.schema().forget(members.stream().map(Visitor::number).collect(Collectors.toSet()));
        work.people().delete(person);
        return new CommandOutcome.Done(person);
    }

    private CommandOutcome edit(Command.Edit edit, LogRecord record) {
        Optional<Visitor> visitor = work.people().visitor(edit.person());
        if (visitor.isEmpty()) {
            return new CommandOutcome.Refused("there is no such person");
        }
        long arrival = EventId.of(record.position(), 0);
        Person person = new Person(work.people().members(visitor.get().person()));
        edit.properties()
                .forEach(
                        (key, value) -> {
                            if (value.isSet() || person.property(key).isPresent()) {
                                long time = Math.max(record.received(), person.lastStated(key));
                                visitor.get().state(key, value, time, arrival);
                            }
                        });
        work.people().changed(visitor.get());
        return new CommandOutcome.Done(visitor.get().person());
    }

    private CommandOutcome discard(Command.Discard discard) {
        discard.entries().forEach(work::release);
        return new CommandOutcome.Done(0);
    }

    private static CommandOutcome described(boolean known) {
        return known
                ? new CommandOutcome.Done(0)
                : new CommandOutcome.Refused("nothing of this name has been seen");
    }

    private CommandOutcome change(Command.ChangeSettings change) {
        work.settings(change.settings());
        return new CommandOutcome.Done(0);
    }
}
