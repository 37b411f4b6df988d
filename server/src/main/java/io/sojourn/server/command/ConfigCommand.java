package io.sojourn.server.command;

import io.sojourn.server.config.Config;
import io.sojourn.server.config.Settings;
import java.io.PrintStream;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `sojourn config`: the effective configuration as a file that could be read again, each value with its source,
/// secrets masked; or everything that is wrong with it.
record ConfigCommand(PrintStream out, Map<String, String> environment) implements Command {

    static CommandSpec spec(PrintStream out, Map<String, String> environment) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(new ConfigCommand(out, environment));
        spec.usageMessage().description("Print the effective configuration, secrets masked.");
        spec.mixinStandardHelpOptions(true);
        SettingOptions.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult parsed) {
        Settings settings = SettingOptions.read(parsed, environment);
        Config.of(settings);
        out.print(settings.print());
        out.flush();
        return 0;
    }
}
