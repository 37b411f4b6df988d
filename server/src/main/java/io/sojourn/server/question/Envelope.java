package io.sojourn.server.question;

import io.sojourn.core.project.ProjectSettings;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.json.CriterionJson;
import io.sojourn.journey.json.PartReader;
import io.sojourn.journey.json.Place;
import io.sojourn.journey.json.PropertyRules;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.time.Calendar;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// What every question may say besides its definition.
///
/// @param id by which it can be cancelled
/// @param context as far as it is known before segments are evaluated
/// @param people whom it is asked about, empty = everyone
/// @param compared criteria of two groups for whom it is asked one after the other, or none
/// @param parts reads the definition
record Envelope(
        Optional<String> id,
        Duration timeout,
        Context context,
        Optional<Criterion> people,
        List<Criterion> compared,
        PartReader parts) {

    private static final int ID_CHARS_MAX = 100;
    private static final int ZONE_CHARS_MAX = 100;

    static Envelope read(
            Place place,
            ProjectSettings settings,
            PropertyRules rules,
            long now,
            Duration timeoutMax) {
        Optional<String> id = place.at("id").optionalText(ID_CHARS_MAX);
        if (id.filter(String::isBlank).isPresent()) {
            place.at("id").wrong("must not be empty");
        }
        long timeout = place.at("timeoutMillis").number(timeoutMax.toMillis(), 1, Long.MAX_VALUE);
        ZoneId zone = zone(place.at("timezone"), settings.zone());
        Calendar calendar = new Calendar(zone, place.at("weekStart").word(settings.weekStart()));
        PartReader plain = new PartReader(rules, calendar);
        long asOf = plain.time(place.at("asOf"), true).orElse(now);
        boolean bots = place.at("bots").flag(false);
        Optional<Criterion> people =
                place.at("people").optional(one -> CriterionJson.readOrNumber(one, plain));
        List<Criterion> compared =
                place.at("compare").list(2, one -> CriterionJson.readOrNumber(one, plain));
        if (compared.size() == 1) {
            place.at("compare").wrong("takes two segments or criteria");
        }
        List<PropertyCondition> filters = plain.conditions(place.at("filters"), Column.Scope.EVENT);
        Context context =
                new Context(
                        asOf,
                        calendar,
                        new VisitCut(settings.visits(), zone),
                        Optional.empty(),
                        bots);
        return new Envelope(
                id,
                Duration.ofMillis(Math.min(timeout, timeoutMax.toMillis())),
                context,
                people,
                compared,
                plain.with(filters));
    }

    private static ZoneId zone(Place place, ZoneId otherwise) {
        Optional<String> name = place.optionalText(ZONE_CHARS_MAX);
        try {
            return name.map(ZoneId::of).orElse(otherwise);
        } catch (DateTimeException e) {
            place.wrong("there is no time zone " + name.orElse(""));
            return otherwise;
        }
    }

    /// The same as of another time.
    Envelope at(long asOf) {
        Context other =
                new Context(
                        asOf,
                        context.calendar(),
                        context.visits(),
                        context.people(),
                        context.bots());
        return new Envelope(id, timeout, other, people, compared, parts);
    }
}
