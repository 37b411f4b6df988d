package io.sojourn.server.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.json.Place;
import io.sojourn.journey.json.PropertyRules;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.server.http.Call;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.question.StoredSegment;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a body says about a segment; fields that it does not name are empty.
///
/// @param criterion as it is stored, and what it means
/// @param people visitors that are listed
record SegmentBody(
        Optional<String> name,
        Optional<String> description,
        Optional<Rule> criterion,
        Optional<PersonSet> people) {

    private static final int LISTED_MAX = 100_000;

    record Rule(String json, Criterion criterion) {}

    /// @param rules of whoever sends it
    /// @throws ProblemException with everything that is wrong
    static SegmentBody read(Call call, PeopleStore people, PropertyRules rules) {
        JsonNode json = call.json();
        if (!json.isObject()) {
            throw new ProblemException(Code.MALFORMED_BODY, "the body must be a JSON object");
        }
        Place body = Place.root(json);
        Optional<String> name = body.at("name").optionalText(StoredSegment.NAME_CHARS_MAX);
        if (name.filter(String::isBlank).isPresent()) {
            body.at("name").wrong("must not be empty");
        }
        Optional<String> description =
                body.at("description").optionalText(StoredSegment.DESCRIPTION_CHARS_MAX);
        Optional<Rule> criterion =
                body.at("criterion")
                        .optional(
                                place ->
                                        new Rule(
                                                place.node().toString(),
                                                StoredCriteria.read(
                                                        place, people.settings(), rules)));
        Optional<PersonSet> listed = body.at("people").optional(place -> listed(place, people));
        if (criterion.isPresent() && listed.isPresent()) {
            body.at("people").wrong("stands alone, not beside criterion");
        }
        body.end();
        body.check();
        return new SegmentBody(name.map(String::strip), description, criterion, listed);
    }

    private static PersonSet listed(Place place, PeopleStore people) {
        PersonSet.Builder visitors = new PersonSet.Builder();
        List<Optional<Visitor>> found =
                place.list(
                        LISTED_MAX,
                        one -> {
                            String text = one.node().asText().strip();
                            Optional<Visitor> visitor = visitor(text, people);
                            if (visitor.isEmpty()) {
                                one.wrong("there is no person " + text);
                            }
                            return visitor;
                        });
        found.forEach(one -> one.ifPresent(visitor -> visitors.add(visitor.number())));
        return visitors.build();
    }

    /// By number, by `kind:value`, or by email address.
    private static Optional<Visitor> visitor(String text, PeopleStore people) {
        if (text.matches("[0-9]{1,18}")) {
            List<Visitor> visitors = people.person(Long.parseLong(text));
            return visitors.isEmpty() ? Optional.empty() : Optional.of(visitors.getFirst());
        }
        int colon = text.indexOf(':');
        String kind = colon < 0 ? Identifier.EMAIL : text.substring(0, colon).strip();
        String value = Normalizer.normalize(text.substring(colon + 1).strip(), Normalizer.Form.NFC);
        if (kind.isEmpty() || value.isEmpty() || value.length() > Identifier.CHARS_MAX) {
            return Optional.empty();
        }
        return people.owner(
                new Identifier(
                        kind,
                        kind.equals(Identifier.EMAIL) ? value.toLowerCase(Locale.ROOT) : value));
    }
}
