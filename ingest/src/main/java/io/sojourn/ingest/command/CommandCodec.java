package io.sojourn.ingest.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.value.Value;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.json.SettingsJson;
import io.sojourn.store.schema.Label;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.Scope;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
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
                            .put("other", merge.other())
                            .put("user", merge.user());
            case Command.Unmerge unmerge -> {
                json.put("command", "unmerge")
                        .put("person", unmerge.person())
                        .put("user", unmerge.user());
                var visitors = json.putArray("visitors");
                unmerge.visitors().stream().sorted().forEach(visitors::add);
            }
            case Command.Delete delete ->
                    json.put("command", "delete").put("person", delete.person());
            case Command.Edit edit ->
                    json.put("command", "edit")
                            .put("person", edit.person())
                            .put("properties", PropertyJson.write(edited(edit, true)))
                            .put("unset", PropertyJson.write(edited(edit, false)));
            case Command.ChangeSettings change ->
                    json.put("command", "settings")
                            .set("settings", SettingsJson.tree(change.settings()));
            case Command.Discard discard -> {
                var entries = json.put("command", "discard").putArray("entries");
                discard.entries().stream().sorted().forEach(entries::add);
            }
            case Command.Expire(long beforeTime) ->
                    json.put("command", "expire").put("before", beforeTime);
            case Command.DescribeEvent(String event, Label label) ->
                    label(json.put("command", "describe_event").put("event", event), label);
            case Command.DescribeProperty(PropertyKey property, Label label) ->
                    label(
                            json.put("command", "describe_property")
                                    .put("scope", property.scope().word())
                                    .put("name", property.name()),
                            label);
        }
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param set those with a value, else the others, each as `true`
    private static Map<String, Value> edited(Command.Edit edit, boolean set) {
        Map<String, Value> properties = new LinkedHashMap<>();
        edit.properties()
                .forEach(
                        (key, value) -> {
                            if (value.isSet() == set) {
                                properties.put(key, set ? value : Value.bool(true));
                            }
                        });
        return properties;
    }

    private static Command.Edit edit(long person, JsonNode json) {
        Map<String, Value> properties = PropertyJson.read(json.path("properties").asText());
        PropertyJson.read(json.path("unset").asText(PropertyJson.EMPTY))
                .keySet()
                .forEach(key -> properties.put(key, Value.UNSET));
        return new Command.Edit(person, properties);
    }

    public static Command decode(byte[] payload) {
        try {
            JsonNode json = JSON.readTree(payload);
            String command = json.path("command").asText();
            long person = json.path("person").asLong();
            long user = json.path("user").asLong();
            return switch (command) {
                case "merge" -> new Command.Merge(person, json.path("other").asLong(), user);
                case "unmerge" -> new Command.Unmerge(person, numbers(json.path("visitors")), user);
                case "delete" -> new Command.Delete(person);
                case "edit" -> edit(person, json);
                case "settings" ->
                        new Command.ChangeSettings(
                                SettingsJson.read(json.path("settings"), ProjectSettings.DEFAULT));
                case "discard" -> new Command.Discard(numbers(json.path("entries")));
                case "expire" -> new Command.Expire(json.path("before").asLong());
                case "describe_event" ->
                        new Command.DescribeEvent(json.path("event").asText(), label(json));
                case "describe_property" ->
                        new Command.DescribeProperty(
                                new PropertyKey(
                                        Scope.of(json.path("scope").asText()).orElseThrow(),
                                        json.path("name").asText()),
                                label(json));
                default ->
                        throw new IllegalStateException("unknown command in the log: " + command);
            };
        } catch (IOException e) {
            throw new IllegalStateException("no command in the log record", e);
        }
    }

    private static void label(ObjectNode json, Label label) {
        json.put("title", label.title())
                .put("description", label.description())
                .put("hidden", label.hidden())
                .put("sensitive", label.sensitive())
                .put("list", label.list());
    }

    private static Label label(JsonNode json) {
        return new Label(
                json.path("title").asText(),
                json.path("description").asText(),
                json.path("hidden").asBoolean(),
                json.path("sensitive").asBoolean(),
                json.path("list").asBoolean());
    }

    private static Set<Long> numbers(JsonNode array) {
        Set<Long> numbers = new HashSet<>();
        array.forEach(number -> numbers.add(number.asLong()));
        return numbers;
    }
}
