package io.sojourn.server.config;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/// The text of every setting and where it comes from. Later sources win: defaults, the file that `--config` or
/// `SOJOURN_CONFIG` names, the environment, the command line.
///
/// @param problems of the sources themselves: an unreadable file, a name that no setting has
public record Settings(Map<Setting, Given> given, List<Problem> problems) {

    /// Variables that the launcher reads.
    private static final Set<String> LAUNCHER_VARIABLES =
            Set.of("SOJOURN_CONFIG", "SOJOURN_HEAP", "SOJOURN_JAVA_OPTIONS", "SOJOURN_JDK_FOLDERS");

    /// @param source as it is shown, such as `environment SOJOURN_PORT`
    public record Given(String text, String source) {}

    public Settings {
        given = Collections.unmodifiableMap(new EnumMap<>(given));
        problems = List.copyOf(problems);
    }

    /// @param options what the command line says; several values of one setting are one list
    /// @param configOption value of `--config`, empty where it was not given
    public static Settings read(
            Map<Setting, List<String>> options,
            String configOption,
            Map<String, String> environment) {
        Map<Setting, Given> given = new EnumMap<>(Setting.class);
        List<Problem> problems = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            given.put(setting, new Given(setting.defaultText(), "default"));
        }
        String file =
                configOption.isEmpty()
                        ? environment.getOrDefault("SOJOURN_CONFIG", "")
                        : configOption;
        if (!file.isEmpty()) {
            readFile(file, given, problems);
        }
        readEnvironment(environment, given, problems);
        options.forEach(
                (setting, values) -> {
                    if (!values.isEmpty()) {
                        given.put(
                                setting,
                                new Given(String.join(",", values), "option " + setting.option()));
                    }
                });
        return new Settings(given, problems);
    }

    private static void readFile(String file, Map<Setting, Given> given, List<Problem> problems) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        } catch (CharacterCodingException e) {
            problems.add(problem("config", "file " + file + " is not UTF-8 text"));
        } catch (IOException | IllegalArgumentException e) {
            problems.add(problem("config", "file " + file + " cannot be read: " + reason(e)));
        }
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            Setting.byKey(key)
                    .ifPresentOrElse(
                            setting ->
                                    given.put(
                                            setting,
                                            new Given(
                                                    properties.getProperty(key).strip(),
                                                    "file " + file)),
                            () ->
                                    problems.add(
                                            problem(
                                                    key,
                                                    "no such setting (in file " + file + ")")));
        }
    }

    private static String reason(Exception e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private static void readEnvironment(
            Map<String, String> environment, Map<Setting, Given> given, List<Problem> problems) {
        for (String name : new TreeSet<>(environment.keySet())) {
            if (!name.startsWith("SOJOURN_") || LAUNCHER_VARIABLES.contains(name)) {
                continue;
            }
            String text = environment.getOrDefault(name, "").strip();
            Setting.byEnvironmentVariable(name)
                    .ifPresentOrElse(
                            setting -> given.put(setting, new Given(text, "environment " + name)),
                            () ->
                                    problems.add(
                                            problem(name, "no such setting (in the environment)")));
        }
    }

    private static Problem problem(String path, String message) {
        return new Problem(Code.CONFIGURATION, path, message);
    }

    public String text(Setting setting) {
        return source(setting).text();
    }

    public Given source(Setting setting) {
        Given found = given.get(setting);
        if (found == null) {
            throw new IllegalStateException("setting " + setting + " has no value");
        }
        return found;
    }

    /// A configuration file with every setting, its source behind it, secrets masked.
    public String print() {
        StringBuilder text = new StringBuilder();
        for (Setting setting : Setting.values()) {
            Given value = source(setting);
            String shown = setting.secret() && !value.text().isEmpty() ? "********" : value.text();
            text.append("# ").append(value.source()).append(System.lineSeparator());
            text.append(setting.key()).append(" = ").append(shown.replace("\\", "\\\\"));
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
