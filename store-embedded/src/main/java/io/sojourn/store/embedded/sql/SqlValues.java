package io.sojourn.store.embedded.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values of a row as JSON: numbers, booleans, texts and nulls.
final class SqlValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// Beyond it, in either direction, a double cannot hold every whole number.
    private static final long WHOLE_MAX = 1L << 53;

    private final ZoneId zone;

    SqlValues(ZoneId zone) {
        this.zone = zone;
    }

    List<JsonNode> row(ResultSet row, ResultSetMetaData meta) throws SQLException {
        List<JsonNode> values = new ArrayList<>(meta.getColumnCount());
        for (int column = 1; column <= meta.getColumnCount(); column++) {
            values.add(value(row.getObject(column)));
        }
        return values;
    }

    private JsonNode value(@Nullable Object value) {
        return switch (value) {
            case null -> JSON.nullNode();
            case Boolean flag -> JSON.booleanNode(flag);
            case Byte number -> JSON.numberNode(number);
            case Short number -> JSON.numberNode(number);
            case Integer number -> JSON.numberNode(number);
            case Long number ->
                    Math.abs(number) <= WHOLE_MAX
                            ? JSON.numberNode(number)
                            : JSON.textNode(number.toString());
            case BigInteger number ->
                    number.bitLength() <= 53
                            ? JSON.numberNode(number.longValue())
                            : JSON.textNode(number.toString());
            case BigDecimal number -> JSON.numberNode(number);
            case Float number -> real(number);
            case Double number -> real(number);
            case OffsetDateTime time -> time(time);
            case Timestamp time -> JSON.textNode(time.toLocalDateTime().toString());
            case LocalDateTime time -> JSON.textNode(time.toString());
            default -> JSON.textNode(value.toString());
        };
    }

    private static JsonNode real(double number) {
        return Double.isFinite(number)
                ? JSON.numberNode(number)
                : JSON.textNode(Double.toString(number));
    }

    private JsonNode time(OffsetDateTime time) {
        OffsetDateTime local = time.atZoneSameInstant(zone).toOffsetDateTime();
        return JSON.textNode(
                local.getOffset().equals(ZoneOffset.UTC)
                        ? local.toInstant().toString()
                        : local.toString());
    }
}
