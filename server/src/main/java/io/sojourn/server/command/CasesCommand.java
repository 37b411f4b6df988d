package io.sojourn.server.command;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.App;
import io.sojourn.server.cases.Cases;
import io.sojourn.server.client.ServerClient;
import io.sojourn.server.config.Config;
import io.sojourn.server.config.Setting;
import io.sojourn.server.config.Settings;
import io.sojourn.store.fault.Faults;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `cases FILE...`: asks a server on a fresh folder the questions of other products' tests, by its public API.
record CasesCommand(PrintStream out, Map<String, String> environment) implements Command {

    static CommandSpec spec(PrintStream out, Map<String, String> environment) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(new CasesCommand(out, environment));
        spec.usageMessage()
                .description(
                        "Ask a server on a fresh folder the questions of other products' tests, one line of JSON each.");
        spec.mixinStandardHelpOptions(true);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("FILE")
                        .arity("1..*")
                        .type(List.class)
                        .auxiliaryTypes(Path.class)
                        .description("cases as JSON")
                        .build());
        return spec;
    }

    @Override
    public int run(ParseResult parsed) {
        List<Path> files = parsed.matchedPositionalValue(0, List.<Path>of());
        try {
            Path data = Files.createTempDirectory("sojourn-cases");
            try {
                return run(data, files);
            } finally {
                delete(data);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Code.SHUTTING_DOWN, "interrupted");
        }
    }

    private int run(Path data, List<Path> files) throws IOException, InterruptedException {
        Map<Setting, List<String>> settings = new EnumMap<>(Setting.class);
        settings.put(Setting.PORT, List.of("0"));
        settings.put(Setting.DATA, List.of(data.toString()));
        Config config = Config.of(Settings.read(settings, "", Map.of()));
        try (App app = App.start(config, InstantSource.system(), Faults.NONE, line -> {});
                ServerClient server = ServerClient.of(data, app.url(), "")) {
            Cases cases = new Cases(server, out::println);
            for (Path file : files) {
                cases.ask(file);
            }
            out.flush();
            return cases.unexplained() == 0 ? 0 : 1;
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
