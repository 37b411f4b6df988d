package io.sojourn.server.command;

import io.sojourn.server.App;
import io.sojourn.server.config.Config;
import io.sojourn.server.fault.CrashAt;
import io.sojourn.server.logging.Logging;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `sojourn run`: serves until SIGINT or SIGTERM, then drains.
record RunCommand(PrintStream out, Map<String, String> environment) implements Command {

    static CommandSpec spec(PrintStream out, Map<String, String> environment) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(new RunCommand(out, environment));
        spec.usageMessage().description("Start the server.");
        spec.mixinStandardHelpOptions(true);
        SettingOptions.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult parsed) {
        Config config = Config.of(SettingOptions.read(parsed, environment));
        Logging.configure(config.logs().format(), config.logs().levels());
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        // The JVM ends when its hooks have run: this one waits until the server is closed.
        Thread hook =
                new Thread(
                        () -> {
                            stop.countDown();
                            awaitUninterruptibly(stopped);
                        },
                        "stop");
        try (App app =
                App.start(config, InstantSource.system(), CrashAt.configured(out), out::println)) {
            Runtime.getRuntime().addShutdownHook(hook);
            out.println("listening on " + app.url() + ", stop with Ctrl-C");
            awaitUninterruptibly(stop);
        } finally {
            out.println("stopped");
            out.flush();
            stopped.countDown();
        }
        return 0;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
