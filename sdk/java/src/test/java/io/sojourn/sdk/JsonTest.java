package io.sojourn.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JsonTest {

    private static String written(Object value) {
        return new Json().field("v", value).end();
    }

    @Test
    void numbersAreWrittenAsTheyAre() {
        assertThat(written(new int[] {1, -2})).isEqualTo("{\"v\":[1,-2]}");
        assertThat(written(Long.MAX_VALUE)).isEqualTo("{\"v\":9223372036854775807}");
        assertThat(written(new BigInteger("100000000000000000000")))
                .isEqualTo("{\"v\":100000000000000000000}");
        assertThat(written(new BigDecimal("0.10"))).isEqualTo("{\"v\":0.10}");
        assertThat(written(0.1)).isEqualTo("{\"v\":0.1}");
        assertThat(written(0.1f)).isEqualTo("{\"v\":0.1}");
        assertThat(written(1e21)).isEqualTo("{\"v\":1.0E21}");
        assertThatThrownBy(() -> written(Float.POSITIVE_INFINITY))
                .isInstanceOf(SojournException.class);
    }

    @Test
    void timesAreIsoAndConstantsTheirNames() {
        assertThat(written(Instant.EPOCH)).isEqualTo("{\"v\":\"1970-01-01T00:00:00Z\"}");
        assertThat(written(new Date(0))).isEqualTo("{\"v\":\"1970-01-01T00:00:00Z\"}");
        assertThat(written(new java.sql.Date(0))).isEqualTo("{\"v\":\"1970-01-01T00:00:00Z\"}");
        assertThat(written(TimeUnit.DAYS)).isEqualTo("{\"v\":\"DAYS\"}");
    }

    @Test
    void textsAreEscapedWhereJsonWantsIt() {
        assertThat(written("\"\\\n\r\t\u0001é😀"))
                .isEqualTo("{\"v\":\"\\\"\\\\\\n\\r\\t\\u0001é😀\"}");
        assertThat(written("\ud800x\udc00")).isEqualTo("{\"v\":\"\\ud800x\\udc00\"}");
    }

    @Test
    void listsAndMapsLieInEachOther() {
        Map<String, Object> map = new HashMap<>();
        map.put("list", Arrays.asList(true, null, Map.of(), List.of()));
        assertThat(written(map)).isEqualTo("{\"v\":{\"list\":[true,null,{},[]]}}");
    }

    @Test
    void aListInItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        assertThatThrownBy(() -> written(list))
                .isInstanceOf(SojournException.class)
                .hasMessageContaining("64");
    }

    @Test
    void answersAreReadBack() {
        assertThat(
                        JsonReader.object(
                                " {\"a\": [ {\"b\":\"\\u00e9\\\"\\n\"}, {} , [] ], \"n\":-1.5e3,"
                                        + " \"t\":true} "))
                .hasValueSatisfying(
                        read -> {
                            assertThat(read.get("a"))
                                    .isEqualTo(List.of(Map.of("b", "é\"\n"), Map.of(), List.of()));
                            assertThat(read.get("n")).isEqualTo("-1.5e3");
                            assertThat(read.get("t")).isEqualTo("true");
                        });
    }

    @Test
    void whatIsNoObjectIsNone() {
        for (String text :
                List.of("", "[]", "{", "{\"a\"}", "{\"a\":}", "{} x", "<html>", "{\"a\":\"\\u00")) {
            assertThat(JsonReader.object(text)).as(text).isEmpty();
        }
        assertThat(JsonReader.object("{\"a\":" + "[".repeat(100_000))).isEmpty();
    }
}
