package io.sojourn.server.imports;

import io.sojourn.store.json.PropertyJson;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Pattern;

/// Times as CSV files have them: ISO-8601 or `2026-03-01 12:00:00`, UTC where no offset is said, or a number of
/// seconds (from 1e9 to below 1e11) or milliseconds since 1970.
final class CsvTimes {

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,16}(\\.\\d{1,9})?");
    private static final BigDecimal SECONDS_FROM = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal SECONDS_TO = BigDecimal.valueOf(100_000_000_000L);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    private static final DateTimeFormatter DATE_TIME =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern("uuuu-MM-dd")
                    .optionalStart()
                    .appendPattern("[ ]['T']HH:mm")
                    .optionalStart()
                    .appendPattern(":ss")
                    .optionalStart()
                    .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
                    .optionalEnd()
                    .optionalEnd()
                    .optionalStart()
                    .appendPattern("[ ]")
                    .appendPattern("[XXX][XX][X]['UTC']['GMT']")
                    .optionalEnd()
                    .optionalEnd()
                    .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                    .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                    .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
                    .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT)
                    .withZone(ZoneOffset.UTC);

    private CsvTimes() {}

    /// @return milliseconds since 1970, or the text itself as a JSON string, for the server to refuse
    static String json(String cell) {
        String text = cell.strip();
        if (NUMBER.matcher(text).matches()) {
            BigDecimal number = new BigDecimal(text);
            boolean seconds =
                    number.compareTo(SECONDS_FROM) >= 0 && number.compareTo(SECONDS_TO) < 0;
            return Long.toString((seconds ? number.multiply(THOUSAND) : number).longValue());
        }
        try {
            return Long.toString(ZonedDateTime.parse(text, DATE_TIME).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            StringBuilder json = new StringBuilder();
            PropertyJson.quote(json, text);
            return json.toString();
        }
    }
}
