package io.sojourn.store.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sojourn.core.value.Value;
import io.sojourn.store.text.HostileStrings;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyJsonTest {

    @Test
    void keysKeepTheirOrderAndValuesTheirType() {
        Map<String, Value> properties = new LinkedHashMap<>();
        properties.put("url", Value.string("/a?b=\"c\"\\"));
        properties.put("amount", Value.number("1.50"));
        properties.put("again", Value.string("1.50"));
        properties.put("paid", Value.bool(true));
        properties.put("free", Value.bool(false));
        properties.put("tags", Value.string("[\"x\",1]"));

        String json = PropertyJson.write(properties);

        assertThat(json)
                .isEqualTo(
                        "{\"url\":\"/a?b=\\\"c\\\"\\\\\",\"amount\":1.50,\"again\":\"1.50\","
                                + "\"paid\":true,\"free\":false,\"tags\":\"[\\\"x\\\",1]\"}");
        assertThat(List.copyOf(PropertyJson.read(json).entrySet()))
                .isEqualTo(List.copyOf(properties.entrySet()));
    }

    @Test
    void everyFormOfJsonIsRead() {
        assertThat(
                        PropertyJson.read(
                                " {\n\"\\u0041\\u00e9\\ud83d\\uDE00\" :\t\"\\b\\f\\n\\r\\t\\/\\\"\\\\\" ,"
                                        + " \"n\" : -1.5E+3 } "))
                .isEqualTo(
                        Map.of(
                                "A\u00e9\ud83d\ude00",
                                Value.string("\b\f\n\r\t/\"\\"),
                                "n",
                                Value.number("-1.5E+3")));
        assertThat(PropertyJson.read("{\"a\":1,\"a\":true}"))
                .isEqualTo(Map.of("a", Value.bool(true)));
    }

    @Test
    void someArePickedAsIfAllWereRead() {
        Random random = new Random(3);
        List<String> hostile = HostileStrings.all();
        for (int round = 0; round < 2_000; round++) {
            Map<String, Value> properties = new LinkedHashMap<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                String text = hostile.get(random.nextInt(hostile.size()));
                properties.put(
                        random.nextBoolean() ? text : "key" + random.nextInt(3),
                        switch (random.nextInt(3)) {
                            case 0 -> Value.number("-1.50E3");
                            case 1 -> Value.bool(true);
                            default -> Value.string(text + '\\');
                        });
            }
            String[] keys = {"key0", "key1", hostile.get(random.nextInt(hostile.size()))};
            String[] texts = {"left", "over", "texts"};

            PropertyJson.pick(PropertyJson.write(properties), keys, texts);

            for (int i = 0; i < keys.length; i++) {
                Value expected = properties.get(keys[i]);
                assertThat(texts[i])
                        .as("%s of %s", keys[i], properties)
                        .isEqualTo(expected == null ? null : expected.text());
            }
        }
    }

    @Test
    void noPropertiesAreAnEmptyObject() {
        assertThat(PropertyJson.write(Map.of())).isEqualTo("{}");
        assertThat(PropertyJson.read("{}")).isEmpty();
        assertThat(PropertyJson.read(" { } ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1.50",
                "1e400",
                "-1E-400",
                "1.0e+05",
                "0.000",
                "100000000000000000000",
                "123456789012345678901234567890",
                "-0.10",
                "9007199254740993"
            })
    void numbersKeepTheirLiteral(String literal) {
        String json = PropertyJson.write(Map.of("n", Value.number(literal)));
        assertThat(json).isEqualTo("{\"n\":" + literal + "}");
        assertThat(PropertyJson.read(json)).isEqualTo(Map.of("n", Value.number(literal)));
    }

    @Test
    void numbersOfEightThousandDigitsKeepTheirLiteral() {
        Map<String, Value> properties = Map.of("n", Value.number("7".repeat(8_000)));
        assertThat(PropertyJson.read(PropertyJson.write(properties))).isEqualTo(properties);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "NaN",
                "Infinity",
                "0x1",
                "1 ",
                "1,2"
            })
    void whatIsNoJsonNumberIsNotWrittenAsOne(String text) {
        assertThat(PropertyJson.isNumber(text)).isFalse();
        assertThatThrownBy(() -> PropertyJson.write(Map.of("n", Value.number(text))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyHostileStringComesBackAsKeyAndAsValueThroughUtf8() {
        for (String text : HostileStrings.all()) {
            Map<String, Value> properties = Map.of(text, Value.string(text));
            String json = PropertyJson.write(properties);
            byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
            assertThat(json).doesNotContain("\0");
            assertThat(PropertyJson.read(new String(utf8, StandardCharsets.UTF_8)))
                    .isEqualTo(properties);
        }
    }

    @Test
    void everyCharComesBackAlone() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            Map<String, Value> properties = Map.of("k", Value.string(Character.toString((char) c)));
            assertThat(PropertyJson.read(PropertyJson.write(properties))).isEqualTo(properties);
        }
    }

    @Test
    void anotherReaderUnderstandsWhatIsWritten() throws Exception {
        ObjectMapper other = new ObjectMapper();
        for (String text : HostileStrings.naughty()) {
            JsonNode node =
                    other.readTree(PropertyJson.write(Map.of("k", Value.string(text)))).get("k");
            assertThat(node.textValue()).isEqualTo(text);
        }
    }

    @Test
    void randomStringsComeBack() {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            char[] chars = new char[random.nextInt(12)];
            for (int i = 0; i < chars.length; i++) {
                chars[i] =
                        (char)
                                (random.nextBoolean()
                                        ? 0xd7f0 + random.nextInt(0x820)
                                        : random.nextInt(0x80));
            }
            Map<String, Value> properties = Map.of("k", Value.string(new String(chars)));
            assertThat(PropertyJson.read(PropertyJson.write(properties)))
                    .as("-Dseed=%d", seed)
                    .isEqualTo(properties);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "1",
                "{\"a\":null}",
                "{\"a\":{}}",
                "{\"a\":[1]}",
                "{\"a\":1",
                "{} {}",
                "{a:1}"
            })
    void anythingElseIsRefused(String json) {
        assertThatThrownBy(() -> PropertyJson.read(json))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
