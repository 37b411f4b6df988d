package io.sojourn.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.server.client.ServerClient;
import io.sojourn.server.client.ServerClient.Answer;
import io.sojourn.store.catalog.Role;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Users and keys of a server that runs, by its API.
record ServerAccounts(ServerClient server) implements AccountsTarget {

    private static JsonNode done(Answer answer) {
        if (!answer.isDone()) {
            throw answer.problem();
        }
        return answer.body();
    }

    private JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return done(
                server.post(
                        path,
                        "application/json",
                        body.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<Instant> time(JsonNode json, String name) {
        return json.hasNonNull(name)
                ? Optional.of(Instant.ofEpochMilli(json.path(name).asLong()))
                : Optional.empty();
    }

    private String project(String name) throws IOException, InterruptedException {
        for (JsonNode project : done(server.get("api/v1/projects")).path("projects")) {
            boolean same = project.path("id").asText().equals(name);
            for (JsonNode domain : project.path("domains")) {
                same |= domain.asText().equals(name);
            }
            if (same) {
                return project.path("id").asText();
            }
        }
        throw AccountsTarget.noProject(name);
    }

    @Override
    public List<UserLine> users() throws IOException, InterruptedException {
        List<UserLine> users = new ArrayList<>();
        for (JsonNode user : done(server.get("api/v1/users")).path("users")) {
            users.add(
                    new UserLine(
                            user.path("email").asText(),
                            user.path("name").asText(),
                            user.path("owner").asBoolean(),
                            user.path("disabled").asBoolean(),
                            time(user, "lastSignIn")));
        }
        return users;
    }

    @Override
    public String add(NewUser user) throws IOException, InterruptedException {
        ObjectNode body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("email", user.email())
                        .put("name", user.name())
                        .put("owner", user.owner());
        if (!user.project().isEmpty()) {
            body.put("project", project(user.project()));
        }
        user.role().map(Role::word).ifPresent(role -> body.put("role", role));
        return post("api/v1/users", body).path("password").asText();
    }

    @Override
    public String resetPassword(String email) throws IOException, InterruptedException {
        for (JsonNode user : done(server.get("api/v1/users")).path("users")) {
            if (user.path("email").asText().equalsIgnoreCase(email)) {
                return post(
                                "api/v1/users/" + user.path("id").asText() + "/password",
                                JsonNodeFactory.instance.objectNode())
                        .path("password")
                        .asText();
            }
        }
        throw AccountsTarget.noUser(email);
    }

    @Override
    public List<KeyLine> keys() throws IOException, InterruptedException {
        List<KeyLine> keys = new ArrayList<>();
        for (JsonNode key : done(server.get("api/v1/keys")).path("keys")) {
            keys.add(
                    new KeyLine(
                            key.path("appId").asText(),
                            key.path("name").asText(),
                            key.path("role").asText(),
                            key.hasNonNull("project") ? key.path("project").asText() : "",
                            time(key, "expires"),
                            time(key, "lastUsed")));
        }
        return keys;
    }

    @Override
    public String add(NewKey key) throws IOException, InterruptedException {
        ObjectNode body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", key.name())
                        .put("role", key.role().word());
        if (!key.project().isEmpty()) {
            body.put("project", project(key.project()));
        }
        key.expires().map(Instant::toEpochMilli).ifPresent(time -> body.put("expires", time));
        JsonNode made = post("api/v1/keys", body);
        return made.path("appId").asText() + ":" + made.path("secret").asText();
    }

    @Override
    public void revoke(String appId) throws IOException, InterruptedException {
        Answer answer =
                server.delete("api/v1/keys/" + URLEncoder.encode(appId, StandardCharsets.UTF_8));
        if (!answer.isDone()) {
            throw answer.problem();
        }
    }
}
