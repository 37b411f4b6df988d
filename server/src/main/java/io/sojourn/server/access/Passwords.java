package io.sojourn.server.access;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.util.random.RandomGenerator;

/// Passwords of accounts, kept as argon2id (RFC 9106) hashes that carry their own parameters.
public final class Passwords {

    /// 19 MiB, 2 passes, 1 lane: the first choice of OWASP's Password Storage Cheat Sheet.
    private static final Argon2Function FUNCTION =
            Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);

    private static final int SALT_BYTES = 16;
    private static final int RANDOM_CHARS = 20;

    /// Without those that look alike.
    private static final String ALPHABET =
            "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private Passwords() {}

    public static String hash(String password) {
        return Password.hash(password).addRandomSalt(SALT_BYTES).with(FUNCTION).getResult();
    }

    public static boolean matches(String password, String hash) {
        return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
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
