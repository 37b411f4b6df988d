package io.sojourn.server.command;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.Offline;
import io.sojourn.server.client.ServerClient;
import io.sojourn.server.data.DataFolder;
import io.sojourn.store.catalog.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// Where the commands about users and keys do their work: at the server that runs, or on the data folder where none does.
interface AccountsTarget {

    /// @param lastSignIn empty = never
    record UserLine(
            String email,
            String name,
            boolean owner,
            boolean disabled,
            Optional<Instant> lastSignIn) {}

    /// @param project number; empty = every project of the user
    record KeyLine(
            String appId,
            String name,
            String role,
            String project,
            Optional<Instant> expires,
            Optional<Instant> lastUsed) {}

    /// @param project domain or number; empty = none
    record NewUser(String email, String name, boolean owner, String project, Optional<Role> role) {}

    /// @param project domain or number; empty = all
    record NewKey(String name, Role role, String project, Optional<Instant> expires) {}

    List<UserLine> users() throws IOException, InterruptedException;

    /// @return the password
    String add(NewUser user) throws IOException, InterruptedException;

    /// @return the new password
    String resetPassword(String email) throws IOException, InterruptedException;

    /// Of the owner whose key is used; where no server runs, of everybody.
    List<KeyLine> keys() throws IOException, InterruptedException;

    /// @return `appId:secret`
    String add(NewKey key) throws IOException, InterruptedException;

    void revoke(String appId) throws IOException, InterruptedException;

    /// What a command does there.
    @FunctionalInterface
    interface Work {
        void on(AccountsTarget target) throws IOException, InterruptedException;
    }

    static void run(ParseResult parsed, Map<String, String> environment, Work work) {
        Path data = ServerOptions.data(parsed, environment);
        try {
            if (!ServerOptions.namesServer(parsed)
                    && DataFolder.exists(data)
                    && DataFolder.announced(data).isEmpty()) {
                try (Offline offline = Offline.open(data, InstantSource.system())) {
                    work.on(new FolderAccounts(offline.catalog(), InstantSource.system()));
                    return;
                }
            }
            try (ServerClient server = ServerOptions.client(parsed, environment)) {
                work.on(new ServerAccounts(server));
            }
        } catch (IOException e) {
            throw new ProblemException(Code.INTERNAL, e.getMessage() + "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Code.SHUTTING_DOWN, "interrupted");
        }
    }

    static ProblemException noUser(String email) {
        return new ProblemException(Code.NOT_FOUND, "there is no user " + email);
    }

    static ProblemException noProject(String name) {
        return new ProblemException(Code.UNKNOWN_PROJECT, "there is no project " + name);
    }
}
