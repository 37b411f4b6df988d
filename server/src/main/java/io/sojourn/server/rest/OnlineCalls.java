package io.sojourn.server.rest;

import io.sojourn.core.event.Event;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.value.Value;
import io.sojourn.server.api.Masking;
import io.sojourn.server.api.Parameters;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.event.TimelineQuery;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.schema.Scope;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `online/count` and `online/list`.
final class OnlineCalls {

    private static final int LIMIT = 100;
    private static final int LIMIT_MAX = 1_000;
    private static final int ACTIONS = 20;

    private final RestProjects projects;
    private final InstantSource clock;

    OnlineCalls(RestProjects projects, InstantSource clock) {
        this.projects = projects;
        this.clock = clock;
    }

    Reply count(Call call, RestRequest request) {
        ProjectId project = projects.viewed(call, request);
        try (OpenStores.Lease lease = projects.open(project)) {
            return Reply.text(200, Reply.JSON, "{\"count\":" + online(lease.stores()).size() + "}");
        }
    }

    Reply list(Call call, RestRequest request) {
        ProjectId project = projects.viewed(call, request);
        int limit = Parameters.number(request.fields(), "limit", LIMIT, LIMIT_MAX);
        try (OpenStores.Lease lease = projects.open(project)) {
            StringBuilder json = new StringBuilder(4_096).append("{\"visitors\":[");
            boolean first = true;
            Masking masking = Masking.of(call.caller(), project, lease.stores().people());
            for (Person person : online(lease.stores()).stream().limit(limit).toList()) {
                json.append(first ? "" : ",");
                append(json, lease.stores(), person, masking);
                first = false;
            }
            return Reply.text(200, Reply.JSON, json.append("]}").toString());
        }
    }

    /// People from whom something was received within the timeout, the latest first.
    private List<Person> online(ProjectStores stores) {
        long now = clock.millis();
        long timeout = stores.people().settings().visits().timeoutMillis();
        Map<Long, Person> online = new LinkedHashMap<>();
        for (long visitor : stores.events().visitorsSince(now - timeout)) {
            List<Visitor> visitors = stores.people().person(visitor);
            if (!visitors.isEmpty()) {
                Person person = new Person(visitors);
                if (person.isOnline(now, timeout) && person.events() > 0) {
                    online.put(person.number(), person);
                }
            }
        }
        List<Person> newest = new ArrayList<>(online.values());
        newest.sort(Comparator.comparingLong(Person::lastReceived).reversed());
        return newest;
    }

    private static void append(
            StringBuilder json, ProjectStores stores, Person person, Masking masking) {
        Map<String, Value> custom =
                new LinkedHashMap<>(masking.shown(Scope.VISITOR, person.properties()));
        custom.put("~d", Value.string(Profiles.title(person, masking)));
        json.append("{\"vnum\":\"").append(person.number()).append("\",\"custom\":");
        PropertyJson.append(json, custom);
        json.append(",\"actions\":[");
        List<Event> events =
                stores.events()
                        .timeline(
                                new TimelineQuery(
                                        person.visitorNumbers(),
                                        Long.MAX_VALUE,
                                        Long.MAX_VALUE,
                                        ACTIONS,
                                        false));
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            json.append(i > 0 ? ",{\"name\":" : "{\"name\":");
            PropertyJson.quote(json, event.name());
            json.append(",\"~m\":").append(event.time()).append(",\"properties\":");
            PropertyJson.append(json, masking.shown(Scope.EVENT, event.properties()));
            json.append('}');
        }
        json.append("]}");
    }
}
