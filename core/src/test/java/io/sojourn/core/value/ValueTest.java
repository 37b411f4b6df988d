package io.sojourn.core.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.docs.Examples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, -0.0",
        "95, 95",
        "1.50, 1.5",
        "-12.25, -12.25",
        "1e3, 1000",
        "1E-2, 0.01",
        "2.5e+2, 250",
        "0.30000000000000004, 0.30000000000000004",
        "0.6666666666666666, 0.6666666666666666",
        "-0.00012345678901234567, -0.00012345678901234567",
        "1.7976931348623157e+308, 1.7976931348623157e+308",
        "12345678901234567, 12345678901234568",
    })
    void aJsonNumberOfUpToSeventeenSignificantDigitsHasANumber(String text, double number) {
        assertThat(Value.string(text).number()).isEqualTo(number);
        assertThat(Value.number(text).number()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "+1",
                "01",
                "-01",
                ".5",
                "1.",
                "1e",
                "1e+",
                "1 ",
                " 1",
                "1,5",
                "0x10",
                "1d",
                "1f",
                "NaN",
                "Infinity",
                "true",
                "1e999",
                "-1e999",
                "123456789012345678",
                "1.23456789012345678",
                "1_000",
                "\u0661\u0662"
            })
    void anythingElseHasNone(String text) {
        assertThat(Value.string(text).number()).isNaN();
    }

    @Test
    void aTextThatIsTooLongHasNoNumber() {
        String zeros = "0".repeat(Value.NUMBER_CHARS_MAX - 3);
        assertThat(Value.string("0." + zeros + "1").number()).isPositive();
        assertThat(Value.string("0." + zeros + "01").number()).isNaN();
    }

    @Test
    void everyExampleOfTheDocumentHolds() {
        List<Examples.Example> examples = Examples.ofSemantics("values");
        int lines = 0;
        for (Examples.Example example : examples) {
            for (String line : example.lines()) {
                String[] columns = line.split(" *\\| *", -1);
                assertThat(columns).as(line).hasSize(3);
                Value value = value(columns[0].strip());
                assertThat(value.text().strip()).as(line).isEqualTo(columns[1]);
                assertThat(Double.isNaN(value.number()) ? "none" : plain(value.number()))
                        .as(line)
                        .isEqualTo(columns[2].strip());
                lines++;
            }
        }
        assertThat(lines).as("lines of values examples").isGreaterThanOrEqualTo(12);
    }

    private static Value value(String received) {
        if (received.startsWith("\"")) {
            return Value.string(received.substring(1, received.length() - 1));
        }
        return received.equals("true") || received.equals("false")
                ? Value.bool(received.equals("true"))
                : Value.number(received);
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    @Test
    void aNumberHasUpToFortyCharacters() {
        assertThat(Value.string("0." + "0".repeat(38)).number()).isZero();
        assertThat(Value.string("0." + "0".repeat(39)).number()).isNaN();
    }
}
