package io.sojourn.server.command;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `sojourn key add|list|revoke`: API keys of the owner, while the server runs or not.
final class KeyCommand {

    private static final String ROLE = "--role";
    private static final String PROJECT = "--project";
    private static final String EXPIRES = "--expires";
    private static final Pattern DAYS = Pattern.compile("([1-9][0-9]{0,4})d");

    private KeyCommand() {}

    static CommandSpec spec(PrintStream out, Map<String, String> environment) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description("API keys of programs.");
        spec.mixinStandardHelpOptions(true);
        spec.addSubcommand("add", add(out, environment));
        spec.addSubcommand("list", list(out, environment));
        spec.addSubcommand("revoke", revoke(out, environment));
        return spec;
    }

    private static CommandSpec command(Command body, String description) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(body);
        spec.usageMessage().description(description);
        spec.mixinStandardHelpOptions(true);
        return spec;
    }

    private static CommandSpec add(PrintStream out, Map<String, String> environment) {
        Command body =
                parsed -> {
                    AccountsTarget.NewKey key =
                            new AccountsTarget.NewKey(
                                    ServerOptions.positionalText(parsed),
                                    UserCommand.role(parsed, ROLE)
                                            .orElseThrow(
                                                    () ->
                                                            wrong(
                                                                    ROLE,
                                                                    "is needed: viewer, analyst, admin or owner")),
                                    ServerOptions.text(parsed, PROJECT),
                                    expires(parsed));
                    AccountsTarget.run(
                            parsed,
                            environment,
                            target -> {
                                String made = target.add(key);
                                out.println("API key, secret shown once:");
                                out.println("  " + made);
                            });
                    return 0;
                };
        CommandSpec spec = command(body, "Make an API key.");
        ServerOptions.positional(spec, "NAME", "what it is for");
        ServerOptions.option(
                spec, ROLE, "ROLE", "the most it may do: viewer, analyst, admin, owner");
        ServerOptions.option(
                spec, PROJECT, "PROJECT", "domain or number of the only project it opens");
        ServerOptions.option(spec, EXPIRES, "DAYS", "how long it is worth something, such as 90d");
        ServerOptions.addTo(spec);
        return spec;
    }

    private static ProblemException wrong(String option, String message) {
        return new ProblemException(new Problem(Code.CONFIGURATION, option, message));
    }

    private static Optional<Instant> expires(ParseResult parsed) {
        String text = ServerOptions.text(parsed, EXPIRES);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var matcher = DAYS.matcher(text);
        if (!matcher.matches()) {
            throw wrong(EXPIRES, "must be a number of days such as 90d, got " + text);
        }
        return Optional.of(Instant.now().plus(Duration.ofDays(Integer.parseInt(matcher.group(1)))));
    }

    private static CommandSpec list(PrintStream out, Map<String, String> environment) {
        Command body =
                parsed -> {
                    AccountsTarget.run(
                            parsed,
                            environment,
                            target -> target.keys().forEach(key -> out.println(line(key))));
                    return 0;
                };
        CommandSpec spec = command(body, "List the API keys.");
        ServerOptions.addTo(spec);
        return spec;
    }

    private static String line(AccountsTarget.KeyLine key) {
        return "%s  %s  %s  %s%s  %s"
                .formatted(
                        key.appId(),
                        key.name(),
                        key.role(),
                        key.project().isEmpty() ? "every project" : "project " + key.project(),
                        key.expires().map(time -> "  expires " + time).orElse(""),
                        key.lastUsed().map(time -> "last used " + time).orElse("never used"));
    }

    private static CommandSpec revoke(PrintStream out, Map<String, String> environment) {
        Command body =
                parsed -> {
                    String appId = ServerOptions.positionalText(parsed);
                    AccountsTarget.run(
                            parsed,
                            environment,
                            target -> {
                                target.revoke(appId);
                                out.println("key " + appId + " is worth nothing any more");
                            });
                    return 0;
                };
        CommandSpec spec = command(body, "Revoke an API key.");
        ServerOptions.positional(spec, "APPID", "the part of the key before the colon");
        ServerOptions.addTo(spec);
        return spec;
    }
}
