package io.sojourn.server.command;

import io.sojourn.server.config.Setting;
import io.sojourn.server.config.Settings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The options by which a command line sets the [Setting]s.
final class SettingOptions {
    private static final String CONFIG = "--config";

    private SettingOptions() {}

    static void addTo(CommandSpec command) {
        command.addOption(
                OptionSpec.builder(CONFIG)
                        .paramLabel("FILE")
                        .type(String.class)
                        .description(
                                "properties file (UTF-8, `name = value`) with any of the settings below; stronger: SOJOURN_* variables, then options")
                        .build());
        for (Setting setting : Setting.values()) {
            String standard =
                    setting.defaultText().isEmpty()
                            ? ""
                            : " (default: " + setting.defaultText() + ")";
            OptionSpec.Builder option =
                    OptionSpec.builder(setting.option())
                            .paramLabel(setting.shape())
                            .description(setting.description() + standard);
            if (!setting.valueWhenAlone().isEmpty()) {
                option.arity("0..1").fallbackValue(setting.valueWhenAlone());
            }
            command.addOption(
                    setting.repeatable()
                            ? option.type(List.class).auxiliaryTypes(String.class).build()
                            : option.type(String.class).build());
        }
    }

    static Settings read(ParseResult parsed, Map<String, String> environment) {
        Map<Setting, List<String>> options = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            if (parsed.hasMatchedOption(setting.option())) {
                options.put(setting, parsed.matchedOption(setting.option()).stringValues());
            }
        }
        String config =
                parsed.hasMatchedOption(CONFIG)
                        ? parsed.matchedOption(CONFIG).stringValues().getFirst()
                        : "";
        return Settings.read(options, config, environment);
    }
}
