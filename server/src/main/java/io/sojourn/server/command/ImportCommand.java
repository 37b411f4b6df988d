package io.sojourn.server.command;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.client.ServerClient;
import io.sojourn.server.imports.Importer;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `sojourn import FILE --project P`: sends a history to a running server.
record ImportCommand(PrintStream out, Map<String, String> environment) implements Command {

    /// Exit code when something of the file was rejected.
    static final int SOME_REJECTED = 4;

    private static final String PROJECT = "--project";
    private static final String MAP = "--map";
    private static final String RESTART = "--restart";

    static CommandSpec spec(PrintStream out, Map<String, String> environment) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(new ImportCommand(out, environment));
        spec.usageMessage()
                .description(
                        "Import a history into a project of a running server: NDJSON as Woopra exports it, or CSV with a header row; gzip too. Run again after a break, it goes on where it stopped.");
        spec.mixinStandardHelpOptions(true);
        ServerOptions.positional(spec, "FILE", "what to import");
        ServerOptions.option(spec, PROJECT, "PROJECT", "domain or number of the project");
        ServerOptions.addTo(spec);
        spec.addOption(
                OptionSpec.builder(MAP)
                        .paramLabel("COLUMN=TARGET")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description(
                                "what a column of a CSV file becomes: name, time, cookie, email, id, event_id, ip, user_agent, referrer, event.X, person.X, visit.X, or - to leave it out; repeatable")
                        .build());
        ServerOptions.flag(
                spec,
                RESTART,
                "begin anew, whatever an earlier run did (doubles nothing within 7 days)");
        return spec;
    }

    @Override
    public int run(ParseResult parsed) {
        String project = ServerOptions.text(parsed, PROJECT);
        if (project.isEmpty()) {
            throw new ProblemException(
                    Code.CONFIGURATION, "name the project with --project DOMAIN");
        }
        List<String> mappings =
                parsed.hasMatchedOption(MAP) ? parsed.matchedOption(MAP).stringValues() : List.of();
        Importer.Order order =
                new Importer.Order(
                        ServerOptions.positional(parsed).toAbsolutePath(),
                        project,
                        mappings,
                        parsed.hasMatchedOption(RESTART));
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        try (ServerClient server = ServerOptions.client(parsed, environment)) {
            return Importer.run(server, order, out, terminal) == 0 ? 0 : SOME_REJECTED;
        } catch (IOException e) {
            throw new ProblemException(Code.INTERNAL, e.getMessage() + "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Code.SHUTTING_DOWN, "interrupted");
        }
    }
}
