package io.sojourn.bench.question;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// An engine's statements, which stand in files of their own.
record Statements(String engine) {

    String text(String file) {
        try (InputStream in = Statements.class.getResourceAsStream(engine + "/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no file " + engine + "/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Several statements of a file, without comments.
    List<String> all(String file) {
        String text =
                text(file)
                        .lines()
                        .filter(line -> !line.startsWith("--"))
                        .reduce("", (all, line) -> all + line + "\n");
        return Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    /// A question about one of the engine's tables.
    String question(Question question, String table, int person) {
        return String.join(" ", all(question.file("sql")))
                .replace("{events}", table)
                .replace("{person}", Integer.toString(person));
    }
}
