package io.sojourn.server.upgrade;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Data folders that earlier versions wrote.
public final class OldData {

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

    /// Those lines of a dump whose kind the old one has too: later versions keep more.
    public static List<String> comparable(List<String> lines, List<String> old) {
        Set<String> kinds = new TreeSet<>();
        old.forEach(line -> kinds.add(kind(line)));
        return lines.stream().filter(line -> kinds.contains(kind(line))).toList();
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
