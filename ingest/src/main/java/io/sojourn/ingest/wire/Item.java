package io.sojourn.ingest.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/// One statement that is one JSON object, taken field by field: an item of the native batch, or a line of an import.
interface Item {

    /// Takes a field that is not null; the parser stands on its value.
    ///
    /// @param text all of the object
    void field(JsonParser parser, String text, String name) throws IOException;

    /// What was said, when all fields are taken.
    TrackItem statement() throws Refusal;

    /// The project as the statement names it.
    String domain();

    /// @param number of the statement within its record
    static Decoded read(String text, int number, Item item) {
        try (JsonParser parser = Json.parser(text)) {
            Json.begin(parser);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_NULL) {
                    item.field(parser, text, name);
                }
            }
            Json.end(parser);
            return new Decoded.Item(number, item.statement());
        } catch (IOException malformed) {
            return new Refusal(Reason.MALFORMED_LINE, "", Json.message(malformed))
                    .of(number, item.domain());
        } catch (Refusal refusal) {
            return refusal.of(number, item.domain());
        }
    }
}
