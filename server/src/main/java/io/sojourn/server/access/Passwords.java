package io.sojourn.server.access;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Passwords of accounts, kept as argon2id (RFC 9106) hashes that carry their own parameters. A few are hashed at one
/// time, whoever asks: each takes 19 MiB and a core for some ten milliseconds.
public final class Passwords {

    /// 19 MiB, 2 passes, 1 lane: the first choice of OWASP's Password Storage Cheat Sheet.
    private static final Argon2Function FUNCTION =
            Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);

    private static final Semaphore AT_ONCE =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

    private static final int WAIT_SECONDS_MAX = 5;
    private static final int SALT_BYTES = 16;
    private static final int RANDOM_CHARS = 20;

    /// Without those that look alike.
    private static final String ALPHABET =
            "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// Made with the same parameters of no password.
    private static final String NO_PASSWORD =
            "$argon2id$v=19$m=19456,t=2,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);

    private Passwords() {}

    /// @throws ProblemException `RATE_LIMITED` where too many are hashed already
    public static String hash(String password) {
        return bounded(
                () -> Password.hash(password).addRandomSalt(SALT_BYTES).with(FUNCTION).getResult());
    }

    /// @param hash empty = there is no password that matches; takes as long as any
    /// @throws ProblemException `RATE_LIMITED` where too many are hashed already
    public static boolean matches(String password, String hash) {
        String wanted = hash.isEmpty() ? NO_PASSWORD : hash;
        boolean same =
                bounded(
                        () ->
                                Password.check(password, wanted)
                                        .with(Argon2Function.getInstanceFromHash(wanted)));
        return same && !hash.isEmpty();
    }

    private static <T> T bounded(Supplier<T> hashing) {
        try {
            if (!AT_ONCE.tryAcquire(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new ProblemException(
                        Code.RATE_LIMITED, "too many passwords are being checked at this moment");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Code.SHUTTING_DOWN, "interrupted");
        }
        try {
            return hashing.get();
        } finally {
            AT_ONCE.release();
        }
    }

    /// 20 characters of 56: 116 bits.
    public static String random(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < RANDOM_CHARS; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
