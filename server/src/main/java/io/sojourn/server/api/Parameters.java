package io.sojourn.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.segment.TextSearch;
import io.sojourn.server.http.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads parameters, naming the one at fault.
public final class Parameters {

    private static final int SEARCH_CHARS_MAX = 500;
    private static final JsonMapper JSON = new JsonMapper();

    private Parameters() {}

    /// A whole number from 1 to `max`.
    public static int number(Call call, String name, int otherwise, int max) {
        return call.query(name).map(text -> number(name, text, max)).orElse(otherwise);
    }

    public static int number(JsonNode body, String name, int otherwise, int max) {
        JsonNode node = body.path(name);
        return node.isMissingNode() || node.isNull() ? otherwise : number(name, node.asText(), max);
    }

    private static int number(String name, String text, int max) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of range
        }
        throw new ProblemException(
                Problem.invalid(name, "takes a whole number from 1 to " + max + ", got " + text));
    }

    /// Unix milliseconds.
    public static long time(Call call, String name, long otherwise) {
        Optional<String> text = call.query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Long.parseLong(text.get().strip());
        } catch (NumberFormatException e) {
            throw new ProblemException(
                    Problem.invalid(name, "takes Unix milliseconds, got " + text.get()));
        }
    }

    /// A text to search for, none where it is blank.
    public static Optional<TextSearch> search(String text, String name) {
        if (text.length() > SEARCH_CHARS_MAX) {
            throw new ProblemException(
                    Problem.invalid(
                            name,
                            "takes at most "
                                    + SEARCH_CHARS_MAX
                                    + " characters, got "
                                    + text.length()));
        }
        return text.isBlank() ? Optional.empty() : Optional.of(new TextSearch(text));
    }

    /// Names separated by commas, or as a JSON array where one holds a comma.
    public static List<String> names(String field, String text, int max) {
        List<String> names = new ArrayList<>();
        if (text.startsWith("[")) {
            json(field, text).forEach(name -> names.add(name.asText()));
        } else if (!text.isEmpty()) {
            names.addAll(List.of(text.split(",", -1)));
        }
        if (names.size() > max) {
            throw new ProblemException(
                    Problem.invalid(field, "takes at most " + max + " names, got " + names.size()));
        }
        return names;
    }

    /// A parameter that is JSON.
    public static JsonNode json(String field, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    Problem.invalid(field, "is no JSON: " + e.getOriginalMessage()));
        }
    }

    public static boolean flag(Call call, String name) {
        return switch (call.query(name).orElse("false")) {
            case "true", "1", "" -> true;
            case "false", "0" -> false;
            default -> throw new ProblemException(Problem.invalid(name, "takes true or false"));
        };
    }

    /// A boolean field of the body.
    public static boolean flag(JsonNode body, String name, boolean otherwise) {
        JsonNode node = body.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        if (!node.isBoolean()) {
            throw new ProblemException(Problem.invalid(name, "takes true or false"));
        }
        return node.booleanValue();
    }

    /// A 64-bit number of ours.
    public static long id(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ProblemException(
                    Problem.invalid(name, "takes a number of digits, got " + text));
        }
    }

    /// Refuses fields of the body that nobody reads.
    public static boolean onlyFields(JsonNode body, List<String> known) {
        if (!body.isObject()) {
            throw new ProblemException(Code.MALFORMED_BODY, "the body must be a JSON object");
        }
        List<Problem> problems = new ArrayList<>();
        body.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!known.contains(name)) {
                                problems.add(Problem.invalid(name, "there is no such field"));
                            }
                        });
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        return true;
    }

    /// A text or number that has to be there.
    public static String text(JsonNode body, String name) {
        JsonNode node = body.path(name);
        if (!node.isValueNode() || node.isNull() || node.asText().isBlank()) {
            throw new ProblemException(new Problem(Code.MISSING_FIELD, name, "is missing"));
        }
        return node.asText();
    }

    /// A boolean field of an object inside the body.
    public static boolean flag(JsonNode object, String parent, String name, boolean otherwise) {
        JsonNode node = object.path(name);
        if (node.isMissingNode()) {
            return otherwise;
        }
        if (!node.isBoolean()) {
            throw new ProblemException(Problem.invalid(parent + "." + name, "takes true or false"));
        }
        return node.booleanValue();
    }

    /// A whole number from 0 to `max`, in an object inside the body.
    public static int number(JsonNode object, String parent, String name, int otherwise, int max) {
        JsonNode node = object.path(name);
        if (node.isMissingNode()) {
            return otherwise;
        }
        if (!node.canConvertToInt()
                || !node.isIntegralNumber()
                || node.intValue() < 0
                || node.intValue() > max) {
            throw new ProblemException(
                    Problem.invalid(
                            parent + "." + name,
                            "takes a whole number from 0 to " + max + ", got " + node));
        }
        return node.intValue();
    }

    /// Refuses fields that nobody reads.
    public static void onlyFields(JsonNode object, String parent, List<String> known) {
        if (object.isMissingNode()) {
            return;
        }
        if (!object.isObject()) {
            throw new ProblemException(Problem.invalid(parent, "must be an object"));
        }
        List<Problem> problems = new ArrayList<>();
        object.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!known.contains(name)) {
                                problems.add(
                                        Problem.invalid(
                                                parent + "." + name, "there is no such field"));
                            }
                        });
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
    }
}
