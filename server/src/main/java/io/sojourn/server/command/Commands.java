package io.sojourn.server.command;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The command line. A command is a class beside this one; options that set something of the server come from
/// [io.sojourn.server.config.Setting].
public final class Commands {

    private Commands() {}

    public static CommandLine line(
            PrintStream out, PrintStream err, Map<String, String> environment) {
        CommandSpec root = CommandSpec.create().name("sojourn");
        root.usageMessage().description("Customer-journey analytics on your own machine.");
        root.mixinStandardHelpOptions(true).versionProvider(Commands::version);
        root.addSubcommand("run", RunCommand.spec(out, environment));
        root.addSubcommand("config", ConfigCommand.spec(out, environment));
        root.addSubcommand("import", ImportCommand.spec(out, environment));
        root.addSubcommand("backup", BackupCommand.spec(out, environment));
        root.addSubcommand("restore", RestoreCommand.spec(out, environment));
        root.addSubcommand("user", UserCommand.spec(out, environment));
        root.addSubcommand("key", KeyCommand.spec(out, environment));
        root.addSubcommand("cases", CasesCommand.spec(out, environment));
        root.addSubcommand("dump", DumpCommand.spec(out, environment));
        CommandLine line = new CommandLine(root);
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setExecutionStrategy(parsed -> execute(parsed, err));
        return line;
    }

    private static String[] version() {
        String version = Commands.class.getPackage().getImplementationVersion();
        return new String[] {"Sojourn " + (version == null ? "development" : version)};
    }

    private static int execute(CommandLine.ParseResult parsed, PrintStream err) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        CommandLine.ParseResult last = parsed;
        while (last.subcommand() != null) {
            last = last.subcommand();
        }
        CommandSpec command = last.commandSpec();
        if (!(command.userObject() instanceof Command body)) {
            command.commandLine().usage(err);
            return CommandLine.ExitCode.USAGE;
        }
        try {
            return body.run(last);
        } catch (ProblemException e) {
            return report(e.problems(), err);
        }
    }

    /// Says every problem on a line of its own.
    private static int report(List<Problem> problems, PrintStream err) {
        boolean configuration =
                problems.stream().anyMatch(problem -> problem.code() == Code.CONFIGURATION);
        err.println(
                configuration
                        ? "sojourn: the configuration is wrong (%d problem%s):"
                                .formatted(problems.size(), problems.size() == 1 ? "" : "s")
                        : "sojourn:");
        problems.forEach(problem -> err.println("  " + problem));
        return configuration ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }
}
