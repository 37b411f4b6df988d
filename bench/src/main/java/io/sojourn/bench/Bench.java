package io.sojourn.bench;

import io.sojourn.bench.question.QuestionsBench;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Measurements, each in one run beside its floor, because the machine's own speed changes from hour to hour.
@Command(
        name = "bench",
        description = "Measurements in one run, beside their floors.",
        mixinStandardHelpOptions = true,
        subcommands = {IngestBench.class, QuestionsBench.class, BareServer.class})
public final class Bench implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
