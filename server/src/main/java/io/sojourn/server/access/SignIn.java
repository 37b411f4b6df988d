package io.sojourn.server.access;

import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Accounts.User;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// Checks email and password. Guessing is slowed down per account and per address; the answer and the time it takes do not
/// tell whether there is an account.
public final class SignIn {

    private static final int ACCOUNT_FREE = 5;
    private static final int ADDRESS_FREE = 20;
    private static final Duration ACCOUNT_WAIT_MAX = Duration.ofMinutes(1);
    private static final Duration ADDRESS_WAIT_MAX = Duration.ofMinutes(15);

    /// What came of it.
    sealed interface Outcome {
        record SignedIn(User user) implements Outcome {}

        /// @param known whose password it was not
        record Wrong(Optional<User> known) implements Outcome {}

        record Wait(Duration time) implements Outcome {}
    }

    private final Accounts accounts;
    private final Throttle byAccount;
    private final Throttle byAddress;

    public SignIn(Accounts accounts, InstantSource clock) {
        this.accounts = accounts;
        this.byAccount = new Throttle(clock, ACCOUNT_FREE, ACCOUNT_WAIT_MAX);
        this.byAddress = new Throttle(clock, ADDRESS_FREE, ADDRESS_WAIT_MAX);
    }

    Outcome check(String email, String password, String address) {
        String account = email.strip().toLowerCase(Locale.ROOT);
        String network = network(address);
        Optional<Duration> wait = byAccount.attempt(account);
        if (wait.isEmpty()) {
            wait = byAddress.attempt(network);
            if (wait.isPresent()) {
                byAccount.takeBack(account);
            }
        }
        if (wait.isPresent()) {
            return new Outcome.Wait(wait.get());
        }
        Optional<User> known = accounts.userByEmail(account).filter(user -> !user.disabled());
        if (!Passwords.matches(password, known.map(User::passwordHash).orElse(""))) {
            return new Outcome.Wrong(known);
        }
        byAccount.succeeded(account);
        byAddress.takeBack(network);
        return new Outcome.SignedIn(known.orElseThrow());
    }

    /// An IPv6 address stands for the /64 it is in: whoever has one has all of them.
    static String network(String address) {
        try {
            InetAddress literal = InetAddress.ofLiteral(address);
            return literal instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(literal.getAddress(), 8))
                    : address;
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
