package io.sojourn.server.command;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.Offline;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `sojourn dump`: prints everything that the stores of a folder hold, or would hold if they were made anew from the
/// log; two folders that hold the same print the same. No server may run on it.
record DumpCommand(PrintStream out, Map<String, String> environment) implements Command {

    private static final String RECOMPUTE = "--recompute";
    private static final String TO = "--to";

    static CommandSpec spec(PrintStream out, Map<String, String> environment) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(new DumpCommand(out, environment));
        spec.usageMessage().hidden(true).description("Print what the stores hold, one line each.");
        spec.mixinStandardHelpOptions(true);
        ServerOptions.addData(spec);
        ServerOptions.flag(spec, RECOMPUTE, "from the log alone, which was kept whole");
        ServerOptions.option(spec, TO, "POSITION", "last position of the log that is recomputed");
        return spec;
    }

    @Override
    public int run(ParseResult parsed) {
        Path data = ServerOptions.data(parsed, environment);
        try (Offline offline = Offline.open(data, InstantSource.system())) {
            if (parsed.hasMatchedOption(RECOMPUTE)) {
                recompute(offline, position(ServerOptions.text(parsed, TO)));
            } else {
                offline.dump(out::println);
            }
        }
        out.flush();
        return 0;
    }

    private static long position(String text) {
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ProblemException(
                    new Problem(Code.CONFIGURATION, TO, "must be a whole number, got " + text));
        }
    }

    private void recompute(Offline offline, long to) {
        try {
            Path scratch = Files.createTempDirectory("sojourn-recompute");
            try {
                offline.recompute(scratch, to, out::println);
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Code.SHUTTING_DOWN, "interrupted");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
