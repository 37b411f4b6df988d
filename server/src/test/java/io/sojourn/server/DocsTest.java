package io.sojourn.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.server.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is written for people leads somewhere: links, anchors, commands and settings.
class DocsTest {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern COMMAND = Pattern.compile("\\./sojourn ([a-z-]+)");
    private static final Set<String> FOLDERS_LEFT_OUT =
            Set.of("node_modules", "target", ".git", "dist");

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("sojourn")) || !Files.exists(folder.resolve("docs"))) {
            folder = folder.resolve("..").normalize();
        }
        return folder;
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> all = Files.walk(root(), 4)) {
            return all.filter(file -> file.toString().endsWith(".md"))
                    .filter(
                            file ->
                                    Stream.of(root().relativize(file).toString().split("/", -1))
                                            .noneMatch(FOLDERS_LEFT_OUT::contains))
                    .toList();
        }
    }

    /// Headings as they are linked to.
    private static Set<String> anchors(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        assertThat(pages()).hasSizeGreaterThan(10);
        for (Path page : pages()) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                String link = links.group(1);
                if (link.contains("://") || link.startsWith("mailto:")) {
                    continue;
                }
                int hash = link.indexOf('#');
                String path = hash < 0 ? link : link.substring(0, hash);
                Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
                boolean there =
                        Files.exists(target)
                                && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
                if (!there) {
                    broken.add(root().relativize(page) + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyCommandOfTheLauncherThatIsWrittenDownIsOne() throws IOException {
        String launcher = Files.readString(root().resolve("sojourn"));
        String dispatch = launcher.substring(launcher.indexOf("case \"$command\" in"));
        Set<String> unknown = new TreeSet<>();
        for (Path page : pages()) {
            Matcher commands = COMMAND.matcher(Files.readString(page));
            while (commands.find()) {
                String name = commands.group(1);
                if (!Pattern.compile("(^|[ |])" + name + "( \\||\\))", Pattern.MULTILINE)
                        .matcher(dispatch)
                        .find()) {
                    unknown.add(root().relativize(page) + ": ./sojourn " + name);
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void settingsInOperationsExist() throws IOException {
        Set<String> keys =
                Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.toSet());
        String text = Files.readString(root().resolve("docs/operations.md"));
        Matcher lines = Pattern.compile("(?m)^([a-z][a-z-]+) = ").matcher(text);
        Set<String> named = new TreeSet<>();
        while (lines.find()) {
            named.add(lines.group(1));
        }
        Matcher options =
                Pattern.compile("(?:sojourn run[^\\n`]*?|\\*\\*`)--([a-z-]+)").matcher(text);
        while (options.find()) {
            named.add(options.group(1));
        }
        named.remove("help");
        assertThat(named).contains("trusted-proxies", "base-path");
        assertThat(keys).containsAll(named);
    }
}
