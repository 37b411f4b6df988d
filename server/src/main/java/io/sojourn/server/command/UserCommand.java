package io.sojourn.server.command;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.catalog.Role;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `sojourn user add|list|reset-password`: accounts, while the server runs or not.
final class UserCommand {

    private static final String NAME = "--name";
    private static final String OWNER = "--owner";
    private static final String PROJECT = "--project";
    private static final String ROLE = "--role";

    private UserCommand() {}

    static CommandSpec spec(PrintStream out, Map<String, String> environment) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description("Accounts of people who sign in.");
        spec.mixinStandardHelpOptions(true);
        spec.addSubcommand("add", add(out, environment));
        spec.addSubcommand("list", list(out, environment));
        spec.addSubcommand("reset-password", reset(out, environment));
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
                    String email = ServerOptions.positionalText(parsed);
                    AccountsTarget.NewUser user =
                            new AccountsTarget.NewUser(
                                    email,
                                    ServerOptions.text(parsed, NAME),
                                    parsed.hasMatchedOption(OWNER),
                                    ServerOptions.text(parsed, PROJECT),
                                    role(parsed, ROLE));
                    AccountsTarget.run(
                            parsed,
                            environment,
                            target -> {
                                String password = target.add(user);
                                out.println("user %s, password shown once:".formatted(email));
                                out.println("  " + password);
                            });
                    return 0;
                };
        CommandSpec spec =
                command(body, "Add an account; the password is asked to be changed at sign-in.");
        ServerOptions.positional(spec, "EMAIL", "what the person signs in with");
        ServerOptions.option(spec, NAME, "TEXT", "name of the person");
        ServerOptions.flag(spec, OWNER, "owner of the server: may do everything everywhere");
        ServerOptions.option(spec, PROJECT, "PROJECT", "domain or number of a project");
        ServerOptions.option(spec, ROLE, "ROLE", "role in it: viewer, analyst, admin, owner");
        ServerOptions.addTo(spec);
        return spec;
    }

    /// @throws ProblemException where the word names none
    static Optional<Role> role(ParseResult parsed, String option) {
        String word = ServerOptions.text(parsed, option);
        if (word.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Role.of(word)
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                new Problem(
                                                        Code.CONFIGURATION,
                                                        option,
                                                        "must be viewer, analyst, admin or owner, got "
                                                                + word))));
    }

    private static CommandSpec list(PrintStream out, Map<String, String> environment) {
        Command body =
                parsed -> {
                    AccountsTarget.run(
                            parsed,
                            environment,
                            target -> target.users().forEach(user -> out.println(line(user))));
                    return 0;
                };
        CommandSpec spec = command(body, "List the accounts.");
        ServerOptions.addTo(spec);
        return spec;
    }

    private static String line(AccountsTarget.UserLine user) {
        return "%s%s%s%s  %s"
                .formatted(
                        user.email(),
                        user.name().isEmpty() ? "" : "  " + user.name(),
                        user.owner() ? "  server owner" : "",
                        user.disabled() ? "  disabled" : "",
                        user.lastSignIn()
                                .map(Instant::toString)
                                .map(time -> "last signed in " + time)
                                .orElse("never signed in"));
    }

    private static CommandSpec reset(PrintStream out, Map<String, String> environment) {
        Command body =
                parsed -> {
                    String email = ServerOptions.positionalText(parsed);
                    AccountsTarget.run(
                            parsed,
                            environment,
                            target -> {
                                String password = target.resetPassword(email);
                                out.println("user %s, new password shown once:".formatted(email));
                                out.println("  " + password);
                            });
                    return 0;
                };
        CommandSpec spec =
                command(body, "Give an account a new random password and sign it out everywhere.");
        ServerOptions.positional(spec, "EMAIL", "what the person signs in with");
        ServerOptions.addTo(spec);
        return spec;
    }
}
