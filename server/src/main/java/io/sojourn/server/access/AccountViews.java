package io.sojourn.server.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Accounts.ApiKey;
import io.sojourn.store.catalog.Accounts.AuditEntry;
import io.sojourn.store.catalog.Accounts.Invitation;
import io.sojourn.store.catalog.Accounts.Session;
import io.sojourn.store.catalog.Accounts.User;
import java.time.Instant;
import java.util.Optional;

/// Accounts as JSON.
final class AccountViews {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private AccountViews() {}

    private static void put(ObjectNode json, String name, Optional<Instant> time) {
        if (time.isPresent()) {
            json.put(name, time.get().toEpochMilli());
        } else {
            json.putNull(name);
        }
    }

    private static void putProject(ObjectNode json, Optional<ProjectId> project) {
        if (project.isPresent()) {
            json.put("project", project.get().toString());
        } else {
            json.putNull("project");
        }
    }

    private static String number(long number) {
        return Long.toString(number);
    }

    static ObjectNode account(User user) {
        return JSON.objectNode()
                .put("id", number(user.id()))
                .put("email", user.email())
                .put("name", user.name())
                .put("owner", user.owner())
                .put("mustSetUp", user.mustSetUp())
                .put("created", user.created().toEpochMilli());
    }

    static ObjectNode user(User user, Accounts accounts) {
        ObjectNode json =
                JSON.objectNode()
                        .put("id", number(user.id()))
                        .put("email", user.email())
                        .put("name", user.name())
                        .put("owner", user.owner())
                        .put("disabled", user.disabled())
                        .put("created", user.created().toEpochMilli());
        put(json, "lastSignIn", user.lastSignIn());
        ArrayNode projects = json.putArray("projects");
        accounts.memberships(user.id())
                .forEach(
                        member ->
                                projects.addObject()
                                        .put("project", member.project().toString())
                                        .put("role", member.role().word()));
        return json;
    }

    static ObjectNode session(Session session, long current) {
        return JSON.objectNode()
                .put("id", number(session.id()))
                .put("current", session.id() == current)
                .put("created", session.created().toEpochMilli())
                .put("lastSeen", session.lastSeen().toEpochMilli())
                .put("address", session.address())
                .put("userAgent", session.userAgent());
    }

    static ObjectNode key(ApiKey key, Optional<Instant> lastUsed) {
        ObjectNode json =
                JSON.objectNode()
                        .put("appId", key.appId())
                        .put("name", key.name())
                        .put("role", key.role().word());
        putProject(json, key.project());
        json.put("created", key.created().toEpochMilli());
        put(json, "expires", key.expires());
        put(json, "lastUsed", lastUsed);
        return json;
    }

    static ObjectNode invitation(Invitation invitation, Accounts accounts) {
        return JSON.objectNode()
                .put("id", number(invitation.id()))
                .put("email", invitation.email())
                .put("role", invitation.role().word())
                .put("inviter", email(accounts, invitation.inviter()))
                .put("created", invitation.created().toEpochMilli())
                .put("expires", invitation.expires().toEpochMilli());
    }

    static ObjectNode entry(AuditEntry entry, Accounts accounts) {
        ObjectNode json =
                JSON.objectNode()
                        .put("id", number(entry.id()))
                        .put("time", entry.time().toEpochMilli());
        if (entry.user() == 0) {
            json.putNull("user");
        } else {
            json.put("user", email(accounts, entry.user()));
        }
        if (entry.key().isEmpty()) {
            json.putNull("key");
        } else {
            json.put("key", entry.key());
        }
        json.put("address", entry.address()).put("action", entry.action());
        putProject(json, entry.project());
        return json.put("target", entry.target()).put("detail", entry.detail());
    }

    static String email(Accounts accounts, long user) {
        return accounts.user(user).map(User::email).orElse("user " + user);
    }
}
