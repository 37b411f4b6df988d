package io.sojourn.server.question;

import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.journey.json.Place;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.server.api.JsonText;
import io.sojourn.server.api.PersonRows;
import io.sojourn.server.export.Exports;
import io.sojourn.server.http.Reply;
import io.sojourn.store.people.PeopleStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;

/// The people behind a number of an answer: a page of them as JSON, all of them as CSV.
final class QuestionPeople {

    private static final int LIMIT = 100;
    private static final int LIMIT_MAX = 1_000;
    private static final int COLUMNS_MAX = 100;
    private static final int NAME_CHARS_MAX = 200;
    private static final int CURSOR_CHARS_MAX = 60;

    /// Which page is asked for.
    ///
    /// @param columns properties that are answered besides the usual fields
    /// @param asOf of the first page; pages of one list are as of one time
    /// @param after the last person of the page before
    record Page(List<String> columns, int limit, Optional<Long> asOf, long after) {

        static Page read(Place place) {
            List<String> columns =
                    place.at("columns").list(COLUMNS_MAX, one -> one.text(NAME_CHARS_MAX));
            int limit = place.at("limit").integer(LIMIT, 1, LIMIT_MAX);
            Place cursor = place.at("cursor");
            Optional<String> next = cursor.optionalText(CURSOR_CHARS_MAX);
            place.end();
            Page first = new Page(columns, limit, Optional.empty(), Long.MIN_VALUE);
            return next.map(text -> first.continued(cursor, text)).orElse(first);
        }

        private Page continued(Place place, String cursor) {
            String[] parts = cursor.split("_", -1);
            try {
                if (parts.length == 2) {
                    return new Page(
                            columns,
                            limit,
                            Optional.of(Long.parseLong(parts[0])),
                            Long.parseLong(parts[1]));
                }
            } catch (NumberFormatException e) {
                // answered below, like one of another form
            }
            place.wrong("is none that was answered");
            return this;
        }

        /// The question as of the time of the first page.
        QuestionApi.Open at(QuestionApi.Open open) {
            return asOf.map(open::at).orElse(open);
        }
    }

    private final Exports exports;
    private final InstantSource clock;

    QuestionPeople(Exports exports, InstantSource clock) {
        this.exports = exports;
        this.clock = clock;
    }

    Reply answer(QuestionApi.Open open, Page page, PersonSet people, Asking asking) {
        PeopleStore store = open.stores().people();
        if (Accepts.csv(open.call())) {
            return exports.chosen(open.call(), open.project(), page.columns(), people);
        }
        PersonRows rows = new PersonRows(store, open.masking(), clock.millis(), page.columns());
        List<Person> shown = new ArrayList<>();
        PrimitiveIterator.OfLong rest =
                people.stream().filter(person -> person > page.after()).iterator();
        long last = page.after();
        while (rest.hasNext() && shown.size() < page.limit()) {
            last = rest.nextLong();
            List<Visitor> visitors = store.person(last);
            if (!visitors.isEmpty()) {
                shown.add(new Person(visitors));
            }
        }
        JsonText json = new JsonText(256 * shown.size() + 128).object();
        json.name("people").array();
        shown.forEach(person -> rows.append(json, person));
        json.endArray().name("total").number(people.size()).name("next");
        if (rest.hasNext()) {
            json.text(open.asOf() + "_" + last);
        } else {
            json.nothing();
        }
        json.name("asOf").number(open.asOf());
        json.name("cost").next().append(QuestionApi.cost(open, asking));
        return Reply.text(200, Reply.JSON, json.endObject().toString());
    }
}
