package io.sojourn.journey.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sojourn.core.segment.Operator;
import io.sojourn.core.value.Value;
import io.sojourn.journey.filter.PropertyCondition;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a value meets a condition, as the section Values says.
final class Comparisons {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Comparisons() {}

    /// A property marked as a list matches by any of its elements; a negated comparison is the opposite of its positive
    /// one; what is missing meets the negated ones only.
    static boolean meets(PropertyCondition condition, Optional<String> value) {
        List<String> operands = condition.filter().operands();
        List<String> texts =
                condition.list() ? elements(value) : value.map(List::of).orElse(List.of());
        return switch (condition.filter().operator()) {
            case NOT_EQUALS ->
                    texts.stream().noneMatch(text -> one(Operator.EQUALS, text, operands));
            case NOT_CONTAINS ->
                    texts.stream().noneMatch(text -> one(Operator.CONTAINS, text, operands));
            case NOT_EXISTS -> texts.isEmpty();
            case EXISTS -> !texts.isEmpty();
            case EQUALS, CONTAINS, STARTS_WITH, ENDS_WITH, GT, GTE, LT, LTE, BETWEEN, IN, MATCHES ->
                    texts.stream()
                            .anyMatch(text -> one(condition.filter().operator(), text, operands));
        };
    }

    private static List<String> elements(Optional<String> value) {
        if (value.isEmpty()) {
            return List.of();
        }
        try {
            JsonNode node = value.get().startsWith("[") ? JSON.readTree(value.get()) : null;
            if (node != null && node.isArray()) {
                List<String> texts = new ArrayList<>();
                node.forEach(one -> texts.add(one.isTextual() ? one.asText() : one.toString()));
                return texts;
            }
        } catch (JsonProcessingException e) {
            return List.of(value.get());
        }
        return List.of(value.get());
    }

    private static boolean one(Operator operator, String value, List<String> operands) {
        String text = Normalizer.normalize(value, Normalizer.Form.NFC);
        String lower = text.toLowerCase(Locale.ROOT);
        String operand = operands.getFirst();
        String lowerOperand = operand.toLowerCase(Locale.ROOT);
        return switch (operator) {
            case EQUALS, IN -> operands.contains(text);
            case CONTAINS -> lower.contains(lowerOperand);
            case STARTS_WITH -> lower.startsWith(lowerOperand);
            case ENDS_WITH -> lower.endsWith(lowerOperand);
            case GT -> size(text) > size(operand);
            case GTE -> size(text) >= size(operand);
            case LT -> size(text) < size(operand);
            case LTE -> size(text) <= size(operand);
            case BETWEEN -> size(operand) <= size(text) && size(text) <= size(operands.get(1));
            case MATCHES -> text.matches(operand);
            case NOT_EQUALS, NOT_CONTAINS, EXISTS, NOT_EXISTS ->
                    throw new IllegalArgumentException(operator + " compares no single text");
        };
    }

    /// A number, or the milliseconds of a date; NaN, which no comparison holds for, where it is neither.
    private static double size(String text) {
        double number = Value.string(text).number();
        if (!Double.isNaN(number)) {
            return number;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
                    : Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException e) {
            return Double.NaN;
        }
    }
}
