package io.sojourn.journey.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// A value of a JSON document and where it stands, such as `steps[2].filters[0]`.
///
/// Reading goes on after what is wrong: a stand-in is answered, and [#check] tells all problems of the document at once.
/// A field that is null is one that is missing.
public final class Place {

    private final String path;
    private final JsonNode node;
    private final List<Problem> problems;
    private final Set<String> known = new LinkedHashSet<>();

    private Place(String path, JsonNode node, List<Problem> problems) {
        this.path = path;
        this.node = node.isNull() ? MissingNode.getInstance() : node;
        this.problems = problems;
    }

    /// The whole document.
    public static Place root(JsonNode node) {
        return new Place("", node, new ArrayList<>());
    }

    public String path() {
        return path;
    }

    public JsonNode node() {
        return node;
    }

    public boolean isPresent() {
        return !node.isMissingNode();
    }

    public boolean isText() {
        return node.isTextual();
    }

    /// A field of an object, missing where this is none.
    public Place at(String field) {
        known.add(field);
        return new Place(path.isEmpty() ? field : path + "." + field, node.path(field), problems);
    }

    /// Whether the object has a field; asking does not count as reading it.
    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    public void wrong(String message) {
        problems.add(Problem.invalid(path, message));
    }

    public void wrong(Problem problem) {
        problems.add(problem);
    }

    public void missing() {
        problems.add(new Problem(Code.MISSING_FIELD, path, "is missing"));
    }

    /// Whether nothing was wrong so far.
    public boolean isSound() {
        return problems.isEmpty();
    }

    /// @throws ProblemException with everything that was wrong
    public void check() {
        if (!problems.isEmpty()) {
            throw new ProblemException(new ArrayList<>(new LinkedHashSet<>(problems)));
        }
    }

    /// Refuses fields that were not read; and what is no object at all.
    public void end() {
        if (node.isMissingNode()) {
            return;
        }
        if (!node.isObject()) {
            wrong("must be an object");
            return;
        }
        node.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!known.contains(name)) {
                                at(name).wrong("there is no such field");
                            }
                        });
    }

    /// A text that has to be there; empty where it is not.
    public String text(int charsMax) {
        Optional<String> text = optionalText(charsMax);
        if (!isPresent()) {
            missing();
        } else if (text.isPresent() && text.get().isEmpty()) {
            wrong("must not be empty");
        }
        return text.orElse("");
    }

    public Optional<String> optionalText(int charsMax) {
        if (!isPresent()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            wrong("must be a text");
            return Optional.empty();
        }
        if (node.asText().length() > charsMax) {
            wrong("takes at most " + charsMax + " characters, got " + node.asText().length());
            return Optional.empty();
        }
        return Optional.of(node.asText());
    }

    /// A whole number that has to be there; `min` where it is not.
    public long number(long min, long max) {
        if (!isPresent()) {
            missing();
        }
        return number(min, min, max);
    }

    /// @param otherwise where it is missing or wrong
    public long number(long otherwise, long min, long max) {
        if (!isPresent()) {
            return otherwise;
        }
        if (!node.isIntegralNumber()
                || !node.canConvertToLong()
                || node.asLong() < min
                || node.asLong() > max) {
            wrong("takes a whole number " + span(min, max) + ", got " + shown());
            return otherwise;
        }
        return node.asLong();
    }

    /// @param otherwise where it is missing or wrong
    public int integer(int otherwise, int min, int max) {
        return Math.toIntExact(number(otherwise, min, max));
    }

    /// A whole number that has to be there; `min` where it is not.
    public int integer(int min, int max) {
        return Math.toIntExact(number(min, max));
    }

    private static String span(long min, long max) {
        return max == Long.MAX_VALUE ? "from " + min + " on" : "from " + min + " to " + max;
    }

    /// A number that has to be there; 0 where it is not.
    public double decimal() {
        if (!isPresent()) {
            missing();
            return 0;
        }
        double number = node.asDouble();
        if (!node.isNumber() || !Double.isFinite(number)) {
            wrong("takes a number, got " + shown());
            return 0;
        }
        return number;
    }

    public boolean flag(boolean otherwise) {
        if (isPresent() && !node.isBoolean()) {
            wrong("takes true or false, got " + shown());
        }
        return node.asBoolean(otherwise);
    }

    /// One of an enum's constants by its name in lower case.
    ///
    /// @param otherwise where it is missing or wrong
    public <E extends Enum<E>> E word(E otherwise) {
        Map<String, E> words = new LinkedHashMap<>();
        Arrays.stream(otherwise.getDeclaringClass().getEnumConstants())
                .forEach(each -> words.put(each.name().toLowerCase(Locale.ROOT), each));
        return word(otherwise, words);
    }

    /// @param otherwise where it is missing or wrong
    public <T> T word(T otherwise, Map<String, T> words) {
        if (!isPresent()) {
            return otherwise;
        }
        T meant = words.get(node.asText().strip().toLowerCase(Locale.ROOT));
        if (!node.isTextual() || meant == null) {
            wrong("takes " + String.join(", ", words.keySet()) + ", got " + shown());
            return otherwise;
        }
        return meant;
    }

    /// Items of an array, none where it is missing.
    public <T> List<T> list(int max, Function<Place, T> item) {
        List<T> items = new ArrayList<>();
        if (!isPresent()) {
            return items;
        }
        if (!node.isArray()) {
            wrong("must be an array");
            return items;
        }
        if (node.size() > max) {
            wrong("takes at most " + max + " entries, got " + node.size());
            return items;
        }
        for (int i = 0; i < node.size(); i++) {
            items.add(item.apply(item(i)));
        }
        return items;
    }

    /// Items of an array that has to have some.
    public <T> List<T> some(int max, Function<Place, T> item) {
        if (!isPresent()) {
            missing();
        } else if (node.isArray() && node.isEmpty()) {
            wrong("must not be empty");
        }
        return list(max, item);
    }

    private Place item(int index) {
        return new Place(path + "[" + index + "]", node.path(index), problems);
    }

    public <T> Optional<T> optional(Function<Place, T> value) {
        return isPresent() ? Optional.of(value.apply(this)) : Optional.empty();
    }

    /// What a definition refuses of its parts is wrong here.
    public <T> T made(T otherwise, Supplier<T> definition) {
        try {
            return definition.get();
        } catch (ProblemException e) {
            problems.addAll(e.problems());
        } catch (IllegalArgumentException e) {
            wrong(String.valueOf(e.getMessage()));
        }
        return otherwise;
    }

    /// A definition whose parts have been read; empty where something was wrong with them, or with the whole.
    public <T> Optional<T> whole(Supplier<T> definition) {
        return isSound()
                ? made(Optional.<T>empty(), () -> Optional.of(definition.get()))
                : Optional.empty();
    }

    private String shown() {
        String text = node.toString();
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
