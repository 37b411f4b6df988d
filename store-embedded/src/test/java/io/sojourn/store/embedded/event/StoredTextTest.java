package io.sojourn.store.embedded.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.store.text.HostileStrings;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoredTextTest {

    @Test
    void ordinaryTextIsStoredAsItIs() {
        String text = "Zahlung \u00e9\u4e2d\ud83d\ude00 \0 \\u0000";
        assertThat(StoredText.store(text)).isSameAs(text);
        assertThat(StoredText.read(text)).isSameAs(text);
    }

    @Test
    void halfASurrogatePairIsWrittenInDigits() {
        assertThat(StoredText.store("a\ud83db")).isEqualTo("a\ufdd0d83db");
        assertThat(StoredText.store("\ude00")).isEqualTo("\ufdd0de00");
        assertThat(StoredText.store("\ufdd0")).isEqualTo("\ufdd0fdd0");
    }

    @Test
    void everyTextComesBackThroughUtf8() {
        for (String text : HostileStrings.all()) {
            assertThat(throughUtf8(text)).isEqualTo(text);
        }
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            char[] chars = new char[random.nextInt(8)];
            for (int i = 0; i < chars.length; i++) {
                int near = random.nextBoolean() ? 0xdc00 - 8 : 0xfdd0 - 8;
                chars[i] = (char) (near + random.nextInt(16));
            }
            String text = new String(chars);
            assertThat(throughUtf8(text)).as("-Dseed=%d", seed).isEqualTo(text);
        }
    }

    private static String throughUtf8(String text) {
        byte[] utf8 = StoredText.store(text).getBytes(StandardCharsets.UTF_8);
        return StoredText.read(new String(utf8, StandardCharsets.UTF_8));
    }
}
