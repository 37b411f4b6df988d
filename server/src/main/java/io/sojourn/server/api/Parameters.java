package io.sojourn.server.api;

import com.fasterxml.jackson.databind.JsonNode;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.http.Call;

import java.util.ArrayList;
import java.util.List;

/// Reads parameters, naming the one at fault.
public final class Parameters {

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

    public static boolean flag(Call call, String name) {
        return switch (call.query(name).orElse("false")) {
            case "true", "1", "" -> true;
            case "false", "0" -> false;
            default -> throw new ProblemException(Problem.invalid(name, "takes true or false"));
        };
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
