package io.sojourn.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a value has to look like: a JSON schema, made ready at its first use.
final class Shape {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDialect(
                    Dialects.getDraft202012(),
                    builder ->
                            builder.schemaRegistryConfig(
                                    SchemaRegistryConfig.builder()
                                            .formatAssertionsEnabled(false)
                                            .build()));

    private final Supplier<JsonNode> source;
    private @Nullable JsonNode standalone;
    private @Nullable Schema compiled;

    Shape(JsonNode schema, References references) {
        this.source = () -> references.standalone(schema);
    }

    /// Without references.
    synchronized JsonNode schema() {
        if (standalone == null) {
            standalone = source.get();
        }
        return standalone;
    }

    private synchronized Schema compiled() {
        if (compiled == null) {
            compiled = REGISTRY.getSchema(schema());
        }
        return compiled;
    }

    /// What is wrong with a value, each with its place.
    ///
    /// @param at name of the value, put before the place; empty for a body
    List<Problem> problems(String at, JsonNode value) {
        List<Error> errors = compiled().validate(value);
        if (errors.isEmpty()) {
            return List.of();
        }
        return new ArrayList<>(
                new LinkedHashSet<>(leaves(errors).stream().map(e -> problem(at, e)).toList()));
    }

    private static Problem problem(String at, Error error) {
        String place = place(at, error.getInstanceLocation());
        String property = error.getProperty();
        return switch (error.getKeyword()) {
            case "required" ->
                    new Problem(Code.MISSING_FIELD, inside(place, property), "is missing");
            case "additionalProperties", "unevaluatedProperties" ->
                    Problem.invalid(inside(place, property), "there is no such field");
            default -> Problem.invalid(place, Wording.of(error));
        };
    }

    private static String inside(String place, @Nullable String property) {
        if (property == null) {
            return place;
        }
        return place.isEmpty() ? property : place + "." + property;
    }

    /// As problems name it: `filters[0].operator`.
    private static String place(String at, NodePath path) {
        StringBuilder place = new StringBuilder(at);
        for (int i = 0; i < path.getNameCount(); i++) {
            Object element = path.getElement(i);
            if (element instanceof Integer index) {
                place.append('[').append(index).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(element);
            }
        }
        return place.toString();
    }

    /// Where a value may be one of several things, the errors of those that it was not meant to be say nothing: kept
    /// are those of the alternatives whose type fits, where there are such.
    private static List<Error> leaves(List<Error> errors) {
        Map<String, List<Error>> unfit = new LinkedHashMap<>();
        List<Error> kept = new ArrayList<>();
        List<Error> fit = new ArrayList<>();
        for (Error error : errors) {
            String choice = choice(error);
            if (choice.isEmpty()) {
                if (!isChoice(error.getKeyword())) {
                    kept.add(error);
                }
            } else if (error.getKeyword().equals("type") && !isInside(error, choice)) {
                unfit.computeIfAbsent(choice, key -> new ArrayList<>()).add(error);
            } else if (!isChoice(error.getKeyword())) {
                fit.add(error);
            }
        }
        kept.addAll(fit);
        unfit.forEach(
                (choice, alternatives) -> {
                    boolean said = fit.stream().anyMatch(other -> choice(other).equals(choice));
                    if (!said) {
                        kept.add(alternatives.getFirst());
                    }
                });
        return kept;
    }

    /// Whether an error is about a part of the value that the choice is about.
    private static boolean isInside(Error error, String choice) {
        String rest = error.getEvaluationPath().toString().substring(choice.length());
        return rest.contains("/properties/") || rest.contains("/items");
    }

    private static boolean isChoice(String keyword) {
        return keyword.equals("oneOf") || keyword.equals("anyOf");
    }

    /// Evaluation path up to the outermost choice that the error lies in, empty where it lies in none.
    private static String choice(Error error) {
        String path = error.getEvaluationPath().toString();
        int any = path.indexOf("/anyOf/");
        int one = path.indexOf("/oneOf/");
        int at = any < 0 ? one : one < 0 ? any : Math.min(any, one);
        return at < 0 ? "" : path.substring(0, at + "/anyOf/".length());
    }
}
