package io.sojourn.server.command;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.backup.Manifest;
import io.sojourn.server.backup.Restore;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `sojourn restore FOLDER --data NEW`: makes a data folder from a backup. The next start on it recovers by itself.
record RestoreCommand(PrintStream out, Map<String, String> environment) implements Command {

    static CommandSpec spec(PrintStream out, Map<String, String> environment) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(new RestoreCommand(out, environment));
        spec.usageMessage().description("Make a new data folder from a backup.");
        spec.mixinStandardHelpOptions(true);
        ServerOptions.positional(spec, "FOLDER", "a backup");
        ServerOptions.option(spec, "--data", "FOLDER", "new data folder, missing or empty");
        return spec;
    }

    @Override
    public int run(ParseResult parsed) {
        if (!parsed.hasMatchedOption("--data")) {
            throw new ProblemException(
                    Code.CONFIGURATION, "name the new data folder with --data FOLDER");
        }
        Path backup = ServerOptions.positional(parsed);
        Path target = ServerOptions.data(parsed, environment);
        Manifest manifest = Restore.run(backup, target, out::println);
        out.println(
                "restored %d projects as of %s to %s"
                        .formatted(manifest.projects().size(), manifest.created(), target));
        out.println("start it: ./sojourn run --data " + target);
        return 0;
    }
}
