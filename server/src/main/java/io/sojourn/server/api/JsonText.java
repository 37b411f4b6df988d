package io.sojourn.server.api;

import io.sojourn.core.value.Value;
import io.sojourn.store.json.PropertyJson;
import java.util.Map;

/// Writes JSON text and puts the commas. Strings and values come out as [PropertyJson] writes them: whatever they hold,
/// and numbers with the digits they were sent with.
public final class JsonText {

    private final StringBuilder out;
    private boolean comma;

    public JsonText(int size) {
        out = new StringBuilder(size);
    }

    public JsonText object() {
        return open('{');
    }

    public JsonText endObject() {
        return close('}');
    }

    public JsonText array() {
        return open('[');
    }

    public JsonText endArray() {
        return close(']');
    }

    private JsonText open(char bracket) {
        next().append(bracket);
        comma = false;
        return this;
    }

    private JsonText close(char bracket) {
        out.append(bracket);
        comma = true;
        return this;
    }

    public JsonText name(String name) {
        PropertyJson.quote(next(), name);
        out.append(':');
        comma = false;
        return this;
    }

    public JsonText text(String text) {
        PropertyJson.quote(next(), text);
        return this;
    }

    /// A text that may be empty for "none".
    public JsonText textOrNull(String text) {
        return text.isEmpty() ? nothing() : text(text);
    }

    public JsonText number(long number) {
        next().append(number);
        return this;
    }

    /// A 64-bit number of ours, as a string.
    public JsonText id(long number) {
        next().append('"').append(number).append('"');
        return this;
    }

    public JsonText flag(boolean flag) {
        next().append(flag);
        return this;
    }

    public JsonText nothing() {
        next().append("null");
        return this;
    }

    public JsonText value(Value value) {
        PropertyJson.append(next(), value);
        return this;
    }

    public JsonText properties(Map<String, Value> properties) {
        PropertyJson.append(next(), properties);
        return this;
    }

    /// Where the next value is to be appended, whole.
    public StringBuilder next() {
        if (comma) {
            out.append(',');
        }
        comma = true;
        return out;
    }

    public int length() {
        return out.length();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
