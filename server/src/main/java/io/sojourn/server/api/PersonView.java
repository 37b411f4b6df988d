package io.sojourn.server.api;

import io.sojourn.core.person.Person;
import io.sojourn.core.person.PropertyHistory;
import io.sojourn.core.person.PropertyHistory.Run;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.value.Value;
import io.sojourn.store.people.Organisation;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.schema.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/// A person as JSON, with everything that is kept of it but its events.
final class PersonView {

    /// Runs of one property that are shown: the first and the newest.
    static final int RUNS_MAX = 100;

    private static final Comparator<Run> BY_BEGIN =
            Comparator.comparingLong(Run::from).thenComparingLong(Run::fromArrival);

    private final PeopleStore people;
    private final LongFunction<String> users;
    private final long now;
    private final Masking masking;

    /// @param users what to call a user by number
    /// @param now decides who is online, Unix milliseconds
    PersonView(PeopleStore people, LongFunction<String> users, long now, Masking masking) {
        this.people = people;
        this.masking = masking;
        this.users = users;
        this.now = now;
    }

    String text(Person person) {
        JsonText json = new JsonText(2_048);
        append(json, person);
        return json.toString();
    }

    boolean isOnline(Person person) {
        return person.isOnline(now, people.settings().visits().timeoutMillis());
    }

    void append(JsonText json, Person person) {
        Map<String, Value> properties = person.properties();
        json.object().name("id").id(person.number());
        json.name("properties").properties(masking.shown(Scope.VISITOR, properties));
        json.name("first").object();
        properties.forEach(
                (key, value) ->
                        person.firstProperty(key)
                                .filter(first -> !first.equals(value))
                                .ifPresent(
                                        first ->
                                                json.name(key)
                                                        .value(
                                                                masking.shown(
                                                                        Scope.VISITOR,
                                                                        key,
                                                                        first))));
        json.endObject();
        history(json.name("history"), person);
        organisation(
                json.name("organisation"),
                person.property("org").flatMap(org -> people.readOrganisation(org.text())));
        json.name("identifiers").array();
        person.visitors().forEach(visitor -> identifier(json, visitor));
        json.endArray();
        json.name("firstSeen").number(person.firstSeen());
        json.name("lastSeen").number(person.lastSeen());
        json.name("online").flag(isOnline(person));
        json.name("events").number(person.events());
        json.name("botEvents").number(person.botEvents());
        json.endObject();
    }

    private void history(JsonText json, Person person) {
        Set<String> keys = new LinkedHashSet<>();
        person.visitors().forEach(visitor -> keys.addAll(visitor.properties().keySet()));
        json.object();
        for (String key : keys) {
            List<Run> runs = runs(person, key);
            if (runs.size() > 1 && !masking.hides(Scope.VISITOR, key)) {
                json.name(key).array();
                runs.forEach(run -> run(json, run));
                json.endArray();
            }
        }
        json.endObject();
    }

    /// Over all visitors, by begin.
    private static List<Run> runs(Person person, String key) {
        List<Run> runs = new ArrayList<>();
        for (Visitor visitor : person.visitors()) {
            PropertyHistory history = visitor.properties().get(key);
            if (history != null) {
                runs.addAll(history.runs());
            }
        }
        runs.sort(BY_BEGIN);
        if (runs.size() > RUNS_MAX + 1) {
            runs.subList(1, runs.size() - RUNS_MAX).clear();
        }
        return runs;
    }

    private static void run(JsonText json, Run run) {
        json.object().name("value").value(run.value());
        json.name("from").number(run.from()).name("to").number(run.to()).endObject();
    }

    private void organisation(JsonText json, Optional<Organisation> organisation) {
        if (organisation.isEmpty()) {
            json.nothing();
            return;
        }
        Map<String, Value> properties = new LinkedHashMap<>();
        organisation
                .get()
                .properties()
                .forEach((key, history) -> properties.put(key, history.newest().value()));
        json.object().name("id").text(organisation.get().id());
        json.name("properties")
                .properties(masking.shown(Scope.ORGANISATION, properties))
                .endObject();
    }

    private void identifier(JsonText json, Visitor visitor) {
        json.object().name("kind").text(visitor.identifier().kind());
        String kind = visitor.identifier().kind();
        json.name("value")
                .text(masking.hides(Scope.VISITOR, kind) ? "" : visitor.identifier().value());
        json.name("visitor").id(visitor.number());
        json.name("from").number(visitor.from()).name("end");
        if (visitor.live()) {
            json.nothing();
        } else {
            json.number(visitor.end());
        }
        json.name("retired").flag(visitor.retired());
        joined(json.name("joined"), visitor.link());
        json.endObject();
    }

    private void joined(JsonText json, Visitor.Link link) {
        if (link.equals(Visitor.Link.UNKNOWN)) {
            json.nothing();
            return;
        }
        String how =
                switch (link.kind()) {
                    case NAMED, MERGED -> "identified";
                    case MERGED_BY_HAND -> "by_hand";
                    case UNMERGED_BY_HAND -> "detached";
                };
        json.object().name("how").text(how);
        json.name("event").id(link.arrival()).name("time").number(link.time());
        json.name("by").textOrNull(link.user() == 0 ? "" : users.apply(link.user()));
        json.endObject();
    }
}
