package io.sojourn.ingest.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.json.SettingsJson;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// Commands as log payloads: JSON with a `command` and its fields.
public final class CommandCodec {

    private static final JsonMapper JSON = new JsonMapper();

    private CommandCodec() {}

    public static byte[] encode(Command command) {
        ObjectNode json = JSON.createObjectNode();
        switch (command) {
            case Command.Merge merge ->
                    json.put("command", "merge")
                            .put("person", merge.person())
                            .put("other", merge.other());
            case Command.Unmerge unmerge -> {
                json.put("command", "unmerge").put("person", unmerge.person());
                var visitors = json.putArray("visitors");
                unmerge.visitors().stream().sorted().forEach(visitors::add);
            }
            case Command.Delete delete ->
                    json.put("command", "delete").put("person", delete.person());
            case Command.Edit edit ->
                    json.put("command", "edit")
                            .put("person", edit.person())
                            .put("properties", PropertyJson.write(edit.properties()));
            case Command.ChangeSettings change ->
                    json.put("command", "settings")
                            .set("settings", SettingsJson.tree(change.settings()));
        }
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Command decode(byte[] payload) {
        try {
            JsonNode json = JSON.readTree(payload);
            String command = json.path("command").asText();
            long person = json.path("person").asLong();
            return switch (command) {
                case "merge" -> new Command.Merge(person, json.path("other").asLong());
                case "unmerge" -> new Command.Unmerge(person, numbers(json.path("visitors")));
                case "delete" -> new Command.Delete(person);
                case "edit" ->
                        new Command.Edit(
                                person, PropertyJson.read(json.path("properties").asText()));
                case "settings" ->
                        new Command.ChangeSettings(
                                SettingsJson.read(json.path("settings"), ProjectSettings.DEFAULT));
                default ->
                        throw new IllegalStateException("unknown command in the log: " + command);
            };
        } catch (IOException e) {
            throw new IllegalStateException("no command in the log record", e);
        }
    }

    private static Set<Long> numbers(JsonNode array) {
        Set<Long> numbers = new HashSet<>();
        array.forEach(number -> numbers.add(number.asLong()));
        return numbers;
    }
}
