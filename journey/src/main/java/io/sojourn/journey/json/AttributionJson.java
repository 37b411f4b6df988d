package io.sojourn.journey.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.journey.attribution.Attribution;
import io.sojourn.journey.attribution.AttributionResult.Source;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Range;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Attribution as JSON.
public final class AttributionJson {

    static final long LOOK_BACK_MAX = 100L * 366 * 86_400_000;
    static final int TOP_DEFAULT = 25;

    private AttributionJson() {}

    public static Optional<Attribution> read(Place place, PartReader parts) {
        EventFilter touch = parts.event(place.at("touch"));
        Optional<Column> touchpoint = parts.column(place.at("touchpoint"));
        EventFilter conversion = parts.event(place.at("conversion"));
        OptionalLong lookBack = parts.span(place.at("lookBack"), LOOK_BACK_MAX);
        Attribution.Model model = place.at("model").word(Attribution.Model.LAST);
        Optional<Column> value = place.at("value").optional(parts::column).flatMap(read -> read);
        Range range = parts.range(place.at("range"));
        int top = place.at("top").integer(TOP_DEFAULT, 1, Attribution.TOP_MAX);
        return place.whole(
                () ->
                        new Attribution(
                                touch,
                                touchpoint.orElseThrow(),
                                conversion,
                                lookBack,
                                model,
                                value,
                                range,
                                top));
    }

    public static ObjectNode write(Attribution attribution, PartWriter parts) {
        ObjectNode json = PartWriter.object();
        json.set("touch", parts.event(attribution.touch()));
        parts.column(json.putObject("touchpoint"), attribution.touchpoint());
        json.set("conversion", parts.event(attribution.conversion()));
        attribution.lookBackMillis().ifPresent(millis -> json.put("lookBack", millis));
        json.put("model", PartWriter.word(attribution.model()));
        attribution.value().ifPresent(value -> parts.column(json.putObject("value"), value));
        parts.range(json, "range", attribution.range());
        return json.put("top", attribution.top());
    }

    public static Source cell(Place place, PartReader parts) {
        Map<String, Source> words = new LinkedHashMap<>();
        words.put("all", new Source.All());
        words.put("rest", new Source.Rest());
        words.put("none", new Source.None());
        words.put("touchpoint", new Source.Touchpoint(""));
        Source source = place.at("kind").word(new Source.All(), words);
        if (source instanceof Source.Touchpoint) {
            source = new Source.Touchpoint(place.at("name").text(PartReader.VALUE_CHARS_MAX));
        }
        place.end();
        return source;
    }
}
