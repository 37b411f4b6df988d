package io.sojourn.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.person.Person;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.value.Value;
import io.sojourn.journey.json.Place;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.server.api.Filters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Woopra's segments by which people are chosen who are read one by one: what they are (`are`) is compared as lists
/// compare it, what they did (`did`) is a criterion that is evaluated for all of them before.
final class Segments {

    /// The comparisons of one segment.
    private record Segment(List<Filters> filters, boolean any) {
        boolean matches(Person person, BiFunction<Person, String, Optional<Value>> property) {
            return any
                    ? filters.stream().anyMatch(filter -> filter.match(person, property))
                    : filters.stream().allMatch(filter -> filter.match(person, property));
        }
    }

    private final List<Segment> segments;
    private final Criterion did;
    private final boolean asks;

    private Segments(List<Segment> segments, Criterion did, boolean asks) {
        this.segments = List.copyOf(segments);
        this.did = did;
        this.asks = asks;
    }

    /// @param fields of the request; without `segments` everybody
    /// @param criteria reads what people did
    /// @throws ProblemException with every problem
    static Segments of(JsonNode fields, WoopraSegments criteria) {
        JsonNode json = fields.path("segments");
        List<Problem> problems = new ArrayList<>();
        List<Segment> segments = new ArrayList<>();
        Place place = Place.root(fields).at("segments");
        List<Criterion> did = place.list(WoopraSegments.SEGMENTS_MAX, criteria::did);
        boolean asks = false;
        if (json.isArray()) {
            for (int i = 0; i < json.size(); i++) {
                segments.add(segment("segments[" + i + "]", json.get(i), problems));
                asks |= holds(json.get(i).path("did"));
            }
        }
        try {
            place.check();
        } catch (ProblemException e) {
            problems.addAll(e.problems());
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        return new Segments(segments, new Criterion.All(did), asks);
    }

    /// What they did, empty where nothing is asked of that.
    Optional<Criterion> did() {
        return asks ? Optional.of(did) : Optional.empty();
    }

    private static Segment segment(String field, JsonNode json, List<Problem> problems) {
        JsonNode are = json.path("are");
        String word = are.path("operator").asText("AND");
        boolean any = word.equalsIgnoreCase("OR");
        if (!any && !word.equalsIgnoreCase("AND")) {
            problems.add(Problem.invalid(field + ".are.operator", "takes AND or OR, got " + word));
        }
        List<Filters> filters = new ArrayList<>();
        JsonNode list = are.path("filters");
        for (int i = 0; i < list.size(); i++) {
            String path = field + ".are.filters[" + i + "]";
            String scope = list.get(i).path("scope").asText("visitors");
            if (!scope.equals("visitors") && !scope.equals("visitor")) {
                problems.add(Problem.invalid(path + ".scope", "takes visitors here, got " + scope));
                continue;
            }
            try {
                filters.add(Filters.one(path, list.get(i)));
            } catch (ProblemException e) {
                problems.addAll(e.problems());
            }
        }
        return new Segment(filters, any && !filters.isEmpty());
    }

    /// Clients send an empty part where there is no condition.
    private static boolean holds(JsonNode did) {
        return did.isObject() ? !did.path("filters").isEmpty() : !did.isEmpty();
    }

    boolean match(Person person, BiFunction<Person, String, Optional<Value>> property) {
        return segments.stream().allMatch(segment -> segment.matches(person, property));
    }
}
