package io.sojourn.server.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/// What an import is answered:
/// `{"accepted":1,"position":"17","rejected":[{"line":3,"code":"...","field":"...","message":"..."}]}`.
public final class ImportAnswer {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ImportAnswer() {}

    /// Counts items by outcome.
    @FunctionalInterface
    public interface Counters {
        void count(String outcome, long items);
    }

    public static ObjectNode of(ImportIntake.Taken taken, Counters counters) {
        ObjectNode json = JSON.objectNode();
        json.put("accepted", taken.accepted());
        json.put("position", Long.toString(taken.position()));
        ArrayNode rejected = json.putArray("rejected");
        if (taken.accepted() > 0) {
            counters.count("imported", taken.accepted());
        }
        for (ImportIntake.Rejected each : taken.rejected()) {
            counters.count("import_" + each.reason().label(), 1);
            rejected.addObject()
                    .put("line", each.line())
                    .put("code", each.reason().code().name().toLowerCase(Locale.ROOT))
                    .put("field", each.field())
                    .put("message", each.message());
        }
        return json;
    }
}
