package io.sojourn.server.command;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.client.ServerClient;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// How a command finds the server that it works with.
final class ServerOptions {

    private static final String DATA = "--data";
    private static final String URL = "--url";
    private static final String KEY = "--key";

    private ServerOptions() {}

    static void addData(CommandSpec command) {
        option(command, DATA, "FOLDER", "data folder (default: SOJOURN_DATA or ./data)");
    }

    static void addTo(CommandSpec command) {
        addData(command);
        option(
                command,
                URL,
                "URL",
                "address of the server (default: that which runs on the folder)");
        option(
                command,
                KEY,
                "APPID:SECRET",
                "API key (default: the first one, from first-run.json of the folder)");
    }

    static void option(CommandSpec command, String name, String shape, String description) {
        command.addOption(
                OptionSpec.builder(name)
                        .paramLabel(shape)
                        .type(String.class)
                        .description(description)
                        .build());
    }

    static void flag(CommandSpec command, String name, String description) {
        command.addOption(
                OptionSpec.builder(name)
                        .type(boolean.class)
                        .arity("0")
                        .description(description)
                        .build());
    }

    static void positional(CommandSpec command, String shape, String description) {
        command.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel(shape)
                        .type(String.class)
                        .index("0")
                        .arity("1")
                        .required(true)
                        .description(description)
                        .build());
    }

    static String text(ParseResult parsed, String option) {
        return parsed.hasMatchedOption(option)
                ? parsed.matchedOption(option).stringValues().getFirst()
                : "";
    }

    static Path data(ParseResult parsed, Map<String, String> environment) {
        String given = text(parsed, DATA);
        String data = given.isEmpty() ? environment.getOrDefault("SOJOURN_DATA", "") : given;
        return path(data.isEmpty() ? "./data" : data);
    }

    static Path positional(ParseResult parsed) {
        return path(positionalText(parsed));
    }

    static String positionalText(ParseResult parsed) {
        return parsed.matchedPositional(0).stringValues().getFirst();
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ProblemException(Code.CONFIGURATION, "no path: " + text);
        }
    }

    static boolean namesServer(ParseResult parsed) {
        return parsed.hasMatchedOption(URL);
    }

    static ServerClient client(ParseResult parsed, Map<String, String> environment) {
        return ServerClient.of(data(parsed, environment), text(parsed, URL), text(parsed, KEY));
    }
}
