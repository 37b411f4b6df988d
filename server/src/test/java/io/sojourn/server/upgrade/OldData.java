package io.sojourn.server.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Data folders that earlier versions wrote.
public final class OldData {
    private static final String SETTINGS = " settings=";

    private OldData() {}

    /// Makes a data folder of one.
    public static void unpack(String version, Path data) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(open(version + "/data.zip"))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = data.resolve(entry.getName());
                Files.createDirectories(file.resolveSibling(""));
                Files.write(file, zip.readAllBytes());
            }
        }
    }

    /// What `sojourn dump` of that version printed.
    public static List<String> dump(String version) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(open(version + "/dump.txt.gz")),
                                StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }

    /// What of a dump an old one could say too: lines of its kinds, settings of its names. Later versions keep more.
    public static List<String> comparable(List<String> lines, List<String> old) throws IOException {
        Set<String> kinds = new TreeSet<>();
        JsonNode settings = MissingNode.getInstance();
        for (String line : old) {
            kinds.add(kind(line));
            if (line.contains(SETTINGS)) {
                settings = settings(line);
            }
        }
        List<String> comparable = new ArrayList<>();
        for (String line : lines) {
            if (kinds.contains(kind(line))) {
                comparable.add(
                        kind(line).equals("state")
                                ? line.substring(0, line.indexOf(SETTINGS) + SETTINGS.length())
                                        + like(settings(line), settings)
                                : line);
            }
        }
        return comparable;
    }

    private static JsonNode settings(String line) throws IOException {
        return new JsonMapper()
                .readTree(line.substring(line.indexOf(SETTINGS) + SETTINGS.length()));
    }

    /// Without the fields that the other one does not have.
    private static JsonNode like(JsonNode node, JsonNode other) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode less = JsonNodeFactory.instance.objectNode();
        object.properties()
                .forEach(
                        field -> {
                            if (other.has(field.getKey())) {
                                less.set(
                                        field.getKey(),
                                        like(field.getValue(), other.path(field.getKey())));
                            }
                        });
        return less;
    }

    private static String kind(String line) {
        int space = line.indexOf(' ');
        return space < 0 ? line : line.substring(0, space);
    }

    private static InputStream open(String name) {
        InputStream found = OldData.class.getResourceAsStream(name);
        if (found == null) {
            throw new IllegalStateException("there is no " + name);
        }
        return found;
    }
}
