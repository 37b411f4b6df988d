package io.sojourn.core.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The fenced blocks of a document: what follows ```` ```kind ```` up to the closing fence.
public final class Examples {

    /// @param title last heading before it, and its first line where that is a comment
    /// @param line of the document where it begins
    /// @param lines without comments and empty lines
    public record Example(String title, int line, List<String> lines) {
        @Override
        public String toString() {
            return title + " (line " + line + ")";
        }
    }

    private Examples() {}

    /// Examples of one kind in `docs/semantics.md`.
    public static List<Example> ofSemantics(String kind) {
        return of(Path.of("docs", "semantics.md"), kind);
    }

    /// @param document seen from the project's root, which is a folder above the working directory
    public static List<Example> of(Path document, String kind) {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isRegularFile(folder.resolve(document))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("no " + document + " in any folder above");
        }
        try {
            return read(Files.readAllLines(folder.resolve(document)), kind);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Example> read(List<String> document, String kind) {
        List<Example> examples = new ArrayList<>();
        String heading = "";
        int i = 0;
        while (i < document.size()) {
            String line = document.get(i++);
            if (line.startsWith("#")) {
                heading = line.replaceFirst("#+ *", "");
            } else if (line.startsWith("```") && line.length() > 3) {
                int from = i;
                while (!document.get(i).equals("```")) {
                    i++;
                }
                if (line.equals("```" + kind)) {
                    examples.add(example(heading, from, document.subList(from, i)));
                }
                i++;
            }
        }
        return examples;
    }

    private static Example example(String heading, int from, List<String> block) {
        String title =
                block.getFirst().startsWith("#")
                        ? heading + ": " + block.getFirst().substring(1).strip()
                        : heading;
        List<String> lines =
                block.stream()
                        .map(line -> line.replaceFirst("(^| )# .*$", "").strip())
                        .filter(line -> !line.isEmpty())
                        .toList();
        if (lines.isEmpty()) {
            throw new IllegalStateException("an empty example at line " + from);
        }
        return new Example(title, from, lines);
    }
}
