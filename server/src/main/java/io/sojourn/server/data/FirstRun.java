package io.sojourn.server.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.server.access.ApiKeys;
import io.sojourn.server.access.Passwords;
import io.sojourn.server.access.Tokens;
import io.sojourn.server.config.Config;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Creates what a new data folder needs: an owner account and an API key, printed once and kept in `first-run.json`,
/// readable by its owner only:
///
/// ```json
/// {"url":"...","owner":{"email":"...","password":"..."},"api":{"appId":"...","secret":"..."},
///  "projects":[{"domain":"...","id":"1"}]}
/// ```
///
/// The secrets are on disk before the catalog knows them, so that a crash in between leaves nobody locked out: the next
/// start finds `first-run.json.part` and goes on from there.
public final class FirstRun {
    private static final String FILE = "first-run.json";
    private static final String PART = "first-run.json.part";
    private static final JsonMapper JSON = new JsonMapper();

    private final DataFolder data;
    private final Catalog catalog;
    private final RandomGenerator random;
    private final InstantSource clock;

    /// @param random unpredictable
    public FirstRun(DataFolder data, Catalog catalog, RandomGenerator random, InstantSource clock) {
        this.data = data;
        this.catalog = catalog;
        this.random = random;
        this.clock = clock;
    }

    /// Does nothing where an owner exists.
    ///
    /// @param url where the server listens
    /// @param progress gets the secrets, once
    public void complete(String url, Config.Owner owner, Consumer<String> progress) {
        Path part = data.path().resolve(PART);
        boolean begun = Files.exists(part);
        if (!begun && !catalog.accounts().users().isEmpty()) {
            return;
        }
        ObjectNode content = begun ? read(part) : begin(url, owner);
        Accounts.User user = createOwner(content.path("owner"), !owner.password().isEmpty());
        createKey(content.path("api"), user);
        publish(part);
        tell(content, progress);
    }

    private ObjectNode begin(String url, Config.Owner owner) {
        ObjectNode content = JSON.createObjectNode();
        content.put("url", url);
        content.putObject("owner")
                .put("email", owner.email())
                .put(
                        "password",
                        owner.password().isEmpty() ? Passwords.random(random) : owner.password());
        ApiKeys.Secret key = ApiKeys.random(random);
        content.putObject("api").put("appId", key.appId()).put("secret", key.secret());
        ArrayNode projects = content.putArray("projects");
        for (Catalog.Project project : catalog.projects()) {
            for (String domain : project.domains()) {
                projects.addObject().put("domain", domain).put("id", project.id().toString());
            }
        }
        data.write(PART, content.toPrettyString() + "\n", true);
        return content;
    }

    private static ObjectNode read(Path part) {
        try {
            if (JSON.readTree(part.toFile()) instanceof ObjectNode content) {
                return content;
            }
        } catch (IOException e) {
            throw DataFolder.problem(
                    "%s cannot be read (%s); remove it to begin anew"
                            .formatted(part, DataFolder.reason(e)));
        }
        throw DataFolder.problem("%s is no JSON object; remove it to begin anew".formatted(part));
    }

    /// Asked to choose own email and password at the first sign-in, unless the operator chose the password.
    private Accounts.User createOwner(JsonNode owner, boolean chosen) {
        Optional<Accounts.User> known = catalog.accounts().users().stream().findFirst();
        return known.orElseGet(
                () ->
                        catalog.accounts()
                                .create(
                                        new Accounts.NewUser(
                                                owner.path("email").asText(),
                                                "",
                                                Passwords.hash(owner.path("password").asText()),
                                                true,
                                                !chosen,
                                                "")));
    }

    private void createKey(JsonNode api, Accounts.User user) {
        String appId = api.path("appId").asText();
        if (catalog.accounts().key(appId).isEmpty()) {
            catalog.accounts()
                    .create(
                            new Accounts.ApiKey(
                                    appId,
                                    Tokens.hash(api.path("secret").asText()),
                                    user.id(),
                                    "first key",
                                    Role.OWNER,
                                    Optional.empty(),
                                    clock.instant(),
                                    Optional.empty(),
                                    Optional.empty()));
        }
    }

    private void publish(Path part) {
        try {
            Files.move(part, data.path().resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.forceFolder(data.path());
        } catch (IOException e) {
            throw DataFolder.problem(
                    "%s cannot be written (%s)"
                            .formatted(data.path().resolve(FILE), DataFolder.reason(e)));
        }
    }

    private void tell(ObjectNode content, Consumer<String> progress) {
        List.of(
                        "first start, printed once and kept in " + data.path().resolve(FILE) + ":",
                        "  owner     "
                                + content.at("/owner/email").asText()
                                + "  "
                                + content.at("/owner/password").asText(),
                        "  API key   "
                                + content.at("/api/appId").asText()
                                + ":"
                                + content.at("/api/secret").asText())
                .forEach(progress);
    }
}
