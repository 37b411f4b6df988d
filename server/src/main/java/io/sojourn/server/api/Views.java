package io.sojourn.server.api;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.store.schema.Scope;
import java.util.Locale;

/// Events as JSON text. Numbers of ours are strings, a number that a sender sent keeps its digits.
public final class Views {

    private Views() {}

    public static void number(StringBuilder json, long number) {
        json.append('"').append(number).append('"');
    }

    /// An event of a timeline.
    ///
    /// @param visit id of the visit it lies in, [VisitCut#NO_VISIT] = none
    public static void event(JsonText json, Event event, long visit, Masking masking) {
        json.object().name("id").id(event.id());
        json.name("name").text(event.name());
        json.name("time").number(event.time());
        json.name("received").number(event.received());
        json.name("activeUntil").number(event.activeUntil());
        json.name("visitor").id(event.visitor());
        json.name("visit");
        if (visit == VisitCut.NO_VISIT) {
            json.nothing();
        } else {
            json.id(visit);
        }
        json.name("flags").array();
        for (EventFlag flag : EventFlag.values()) {
            if (event.is(flag)) {
                json.text(flag.name().toLowerCase(Locale.ROOT));
            }
        }
        json.endArray().name("attributes").object();
        for (Attribute attribute : Attribute.values()) {
            String text = event.attributes().get(attribute);
            if (!text.isEmpty()) {
                json.name(attribute.key()).text(text);
            }
        }
        json.endObject();
        json.name("properties").properties(masking.shown(Scope.EVENT, event.properties()));
        json.name("visitProperties")
                .properties(masking.shown(Scope.VISIT, event.visitProperties()));
        json.endObject();
    }
}
