package io.sojourn.journey.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.journey.Group;
import io.sojourn.journey.scan.PersonSet;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Results as JSON: a record is an object of its components by name, a list an array, an absent value or a number that
/// is none is null, an enum constant its name in lower case. A record of a sealed family says in `kind` which. Sets of
/// persons are counted, not listed. Records are public.
public final class ResultJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ResultJson() {}

    public static JsonNode of(Object value) {
        return switch (value) {
            case Long number -> JSON.numberNode(number);
            case Integer number -> JSON.numberNode(number);
            case Double number -> of(number.doubleValue());
            case Boolean flag -> JSON.booleanNode(flag);
            case String text -> JSON.textNode(text);
            case Enum<?> constant -> JSON.textNode(PartWriter.word(constant));
            case Optional<?> optional -> optional.map(ResultJson::of).orElseGet(JSON::nullNode);
            case OptionalLong number ->
                    number.isPresent() ? JSON.numberNode(number.getAsLong()) : JSON.nullNode();
            case OptionalInt number ->
                    number.isPresent() ? JSON.numberNode(number.getAsInt()) : JSON.nullNode();
            case OptionalDouble number ->
                    number.isPresent() ? of(number.getAsDouble()) : JSON.nullNode();
            case PersonSet persons -> JSON.numberNode(persons.size());
            case Iterable<?> items -> array(items);
            case Map<?, ?> map -> object(map);
            case Group group -> group(group);
            case Record result -> object(result);
            default -> {
                if (value.getClass().isArray()) {
                    yield array(value);
                }
                throw new IllegalStateException("no result " + value.getClass());
            }
        };
    }

    private static JsonNode of(double number) {
        if (!Double.isFinite(number)) {
            return JSON.nullNode();
        }
        return number == Math.rint(number) && Math.abs(number) < 1L << 53
                ? JSON.numberNode((long) number)
                : JSON.numberNode(number);
    }

    private static ArrayNode array(Iterable<?> items) {
        ArrayNode array = JSON.arrayNode();
        items.forEach(item -> array.add(of(item)));
        return array;
    }

    private static ArrayNode array(Object primitives) {
        ArrayNode array = JSON.arrayNode();
        for (int i = 0; i < Array.getLength(primitives); i++) {
            array.add(of(Array.get(primitives, i)));
        }
        return array;
    }

    private static ObjectNode object(Map<?, ?> map) {
        ObjectNode object = JSON.objectNode();
        map.forEach((key, value) -> object.set(of(key).asText(), of(value)));
        return object;
    }

    /// `rest` only where it is the rest.
    private static ObjectNode group(Group group) {
        ObjectNode object = JSON.objectNode();
        object.set("values", array(group.values()));
        if (group.rest()) {
            object.put("rest", true);
        }
        return object;
    }

    private static ObjectNode object(Record result) {
        ObjectNode object = JSON.objectNode();
        for (Class<?> family : result.getClass().getInterfaces()) {
            if (family.isSealed()) {
                object.put("kind", word(result.getClass().getSimpleName()));
            }
        }
        for (RecordComponent component : result.getClass().getRecordComponents()) {
            object.set(component.getName(), of(component(result, component)));
        }
        return object;
    }

    private static String word(String className) {
        return className.replaceAll("(?<=[a-z])([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static Object component(Record result, RecordComponent component) {
        try {
            return component.getAccessor().invoke(result);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("no value of " + component, e);
        }
    }
}
