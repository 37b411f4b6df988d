package io.sojourn.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    @Test
    void aHashNamesItsParametersAndFitsItsPasswordOnly() {
        String hash = Passwords.hash("correct horse");
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(Passwords.matches("correct horse", hash)).isTrue();
        assertThat(Passwords.matches("correct horsf", hash)).isFalse();
        assertThat(Passwords.hash("correct horse")).isNotEqualTo(hash);
    }

    @Test
    void aRandomPasswordHasTwentyPlainCharacters() {
        assertThat(Passwords.random(new Random(1))).matches("[a-zA-Z2-9]{20}");
        assertThat(Passwords.random(new Random(1))).isNotEqualTo(Passwords.random(new Random(2)));
    }

    @Test
    void aKeyIsKeptAsTheSha256OfItsSecret() {
        assertThat(Tokens.hash("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        ApiKeys.Secret key = ApiKeys.random(new Random(1));
        assertThat(key.appId()).matches("[0-9a-f]{24}");
        assertThat(key.secret()).matches("[0-9a-f]{64}");
        assertThat(key.toString()).doesNotContain(key.secret());
    }
}
