package io.sojourn.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.server.http.Call;
import io.sojourn.store.catalog.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the fields of a body, and gathers all that is wrong with them until [#check].
final class Fields {

    static final int NAME_CHARS_MAX = 200;
    static final int PASSWORD_CHARS_MIN = 10;
    static final int PASSWORD_CHARS_MAX = 1_024;
    private static final int EMAIL_CHARS_MAX = 320;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final JsonNode body;
    private final List<Problem> problems = new ArrayList<>();

    /// @throws ProblemException where the body is not said to be JSON, or is no object
    static Fields of(Call call) {
        if (!call.contentType().equals("application/json")) {
            throw new ProblemException(
                    Code.MALFORMED_BODY,
                    "the body must be JSON, and Content-Type say application/json");
        }
        JsonNode body = call.json();
        if (!body.isObject()) {
            throw new ProblemException(Code.MALFORMED_BODY, "the body must be a JSON object");
        }
        return new Fields(body);
    }

    private Fields(JsonNode body) {
        this.body = body;
    }

    private boolean has(String name) {
        return body.hasNonNull(name);
    }

    void wrong(String name, String message) {
        problems.add(Problem.invalid(name, message));
    }

    private void missing(String name) {
        problems.add(new Problem(Code.MISSING_FIELD, name, "is missing"));
    }

    /// @throws ProblemException with everything that was wrong
    void check() {
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
    }

    Optional<String> text(String name, int charsMax) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode node = body.path(name);
        if (!node.isTextual()) {
            wrong(name, "must be a text");
            return Optional.empty();
        }
        if (node.asText().length() > charsMax) {
            wrong(name, "must have at most " + charsMax + " characters");
            return Optional.empty();
        }
        return Optional.of(node.asText());
    }

    /// @return empty text where it is missing, which [#check] tells
    String required(String name, int charsMax) {
        Optional<String> text = text(name, charsMax);
        if (text.isEmpty() && !has(name)) {
            missing(name);
        } else if (text.isPresent() && text.get().isBlank()) {
            wrong(name, "must not be empty");
        }
        return text.orElse("");
    }

    Optional<String> name(String name) {
        return text(name, NAME_CHARS_MAX).map(String::strip);
    }

    Optional<String> email(String name) {
        Optional<String> email = text(name, EMAIL_CHARS_MAX).map(String::strip);
        if (email.isPresent() && !EMAIL.matcher(email.get()).matches()) {
            wrong(name, "must be an email address");
        }
        return email;
    }

    String requiredEmail(String name) {
        Optional<String> email = email(name);
        if (email.isEmpty() && !has(name)) {
            missing(name);
        }
        return email.orElse("");
    }

    /// One that is chosen now; the password itself is in no message.
    Optional<String> newPassword(String name) {
        Optional<String> password = text(name, PASSWORD_CHARS_MAX);
        if (password.isPresent() && password.get().length() < PASSWORD_CHARS_MIN) {
            wrong(name, "must have at least " + PASSWORD_CHARS_MIN + " characters");
        }
        return password;
    }

    Optional<Role> role(String name) {
        Optional<String> word = text(name, NAME_CHARS_MAX);
        Optional<Role> role = word.flatMap(Role::of);
        if (word.isPresent() && role.isEmpty()) {
            wrong(name, "must be viewer, analyst, admin or owner");
        }
        return role;
    }

    /// @return the lowest where it is missing, which [#check] tells
    Role requiredRole(String name) {
        if (!has(name)) {
            missing(name);
        }
        return role(name).orElse(Role.VIEWER);
    }

    Optional<Boolean> flag(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!body.path(name).isBoolean()) {
            wrong(name, "must be true or false");
        }
        return Optional.of(body.path(name).asBoolean());
    }

    /// A number of a project, as a text.
    Optional<ProjectId> project(String name) {
        Optional<String> text = text(name, NAME_CHARS_MAX);
        if (text.isPresent() && !NUMBER.matcher(text.get()).matches()) {
            wrong(name, "must be the number of a project");
            return Optional.empty();
        }
        return text.map(Integer::parseInt).map(ProjectId::new);
    }

    /// Unix ms.
    Optional<Instant> time(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode node = body.path(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            wrong(name, "must be a time in Unix milliseconds");
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochMilli(node.asLong()));
    }
}
