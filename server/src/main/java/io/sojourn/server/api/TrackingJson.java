package io.sojourn.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.catalog.Catalog.Project;
import io.sojourn.store.catalog.Catalog.TrackingOptions;
import io.sojourn.store.catalog.Quota;
import io.sojourn.store.catalog.RateLimit;
import io.sojourn.store.catalog.ScriptNames;
import java.util.List;
import java.util.Optional;

/// The part of a project's settings that the catalog keeps, as JSON: `tracking`, `quota` and `rateLimit`.
final class TrackingJson {

    static final List<String> FIELDS = List.of("tracking", "quota", "rateLimit");

    private static final String SCRIPT_NAME = "scriptName";
    private static final int ADDRESS_RATE_MAX = 1_000_000;
    private static final String OFF = "off";
    private static final String WOOPRA = "woopra";
    private static final String CUSTOM = "custom";

    private TrackingJson() {}

    static void write(ObjectNode json, Project project) {
        TrackingOptions options = project.tracking();
        json.putObject("tracking")
                .put("keyRequired", options.keyRequired())
                .put("perAddressPerMinute", options.perAddressPerMinute())
                .put("scriptName", project.scriptName());
        json.putObject("quota")
                .put("mode", options.quota().mode().word())
                .put("eventsPerMonth", options.quota().eventsPerMonth());
        RateLimit limit = options.rateLimit();
        json.putObject("rateLimit")
                .put("preset", preset(limit))
                .put("perMinute", limit.perMinute())
                .put("perHour", limit.perHour())
                .put("perDay", limit.perDay());
    }

    private static String preset(RateLimit limit) {
        if (limit.isOff()) {
            return OFF;
        }
        return limit.equals(RateLimit.WOOPRA) ? WOOPRA : CUSTOM;
    }

    /// What is not sent stays.
    ///
    /// @param reading told of everything that is wrong
    static TrackingOptions read(JsonNode sent, TrackingOptions before, Reading reading) {
        JsonNode tracking =
                object(
                        sent,
                        "tracking",
                        List.of("keyRequired", "perAddressPerMinute", SCRIPT_NAME),
                        reading);
        boolean keyRequired =
                reading.take(
                        false,
                        () ->
                                Parameters.flag(
                                        tracking, "tracking", "keyRequired", before.keyRequired()));
        int perAddress =
                reading.take(
                        0,
                        () ->
                                Parameters.number(
                                        tracking,
                                        "tracking",
                                        "perAddressPerMinute",
                                        before.perAddressPerMinute(),
                                        ADDRESS_RATE_MAX));
        return new TrackingOptions(
                keyRequired,
                perAddress,
                quota(sent, before.quota(), reading),
                rateLimit(sent, before.rateLimit(), reading));
    }

    /// The name under which the project's tracker is served; what is not sent stays.
    static String scriptName(JsonNode sent, String before, Reading reading) {
        JsonNode name = sent.path("tracking").path(SCRIPT_NAME);
        return reading.take(
                before,
                () ->
                        name.isMissingNode()
                                ? before
                                : Optional.of(name)
                                        .filter(JsonNode::isTextual)
                                        .flatMap(text -> ScriptNames.normal(text.asText()))
                                        .orElseThrow(
                                                () -> new ProblemException(ScriptNames.wrong())));
    }

    private static JsonNode object(
            JsonNode sent, String name, List<String> fields, Reading reading) {
        JsonNode object = sent.path(name);
        reading.take(
                true,
                () -> {
                    Parameters.onlyFields(object, name, fields);
                    return true;
                });
        return object;
    }

    private static Quota quota(JsonNode sent, Quota before, Reading reading) {
        JsonNode quota = object(sent, "quota", List.of("mode", "eventsPerMonth"), reading);
        Quota.Mode mode =
                reading.take(
                        before.mode(),
                        () ->
                                quota.has("mode")
                                        ? Quota.Mode.of(quota.path("mode").asText())
                                                .orElseThrow(
                                                        () ->
                                                                wrong(
                                                                        "quota.mode",
                                                                        "must be one of off, soft, hard"))
                                        : before.mode());
        long events =
                reading.take(
                        before.eventsPerMonth(),
                        () ->
                                count(
                                        quota,
                                        "quota",
                                        "eventsPerMonth",
                                        before.eventsPerMonth(),
                                        Quota.EVENTS_MAX));
        if (mode != Quota.Mode.OFF && events == 0) {
            reading.wrong(
                    Problem.invalid(
                            "quota.eventsPerMonth", "must be at least 1 where there is a quota"));
        }
        return new Quota(mode, events);
    }

    private static RateLimit rateLimit(JsonNode sent, RateLimit before, Reading reading) {
        JsonNode limit =
                object(
                        sent,
                        "rateLimit",
                        List.of("preset", "perMinute", "perHour", "perDay"),
                        reading);
        String preset = limit.path("preset").asText(CUSTOM);
        int perMinute = calls(limit, "perMinute", before.perMinute(), reading);
        int perHour = calls(limit, "perHour", before.perHour(), reading);
        int perDay = calls(limit, "perDay", before.perDay(), reading);
        return switch (preset) {
            case OFF -> RateLimit.OFF;
            case WOOPRA -> RateLimit.WOOPRA;
            case CUSTOM -> new RateLimit(perMinute, perHour, perDay);
            default -> {
                reading.wrong(
                        Problem.invalid("rateLimit.preset", "must be one of off, woopra, custom"));
                yield before;
            }
        };
    }

    private static int calls(JsonNode limit, String name, int before, Reading reading) {
        return reading.take(
                before, () -> (int) count(limit, "rateLimit", name, before, RateLimit.CALLS_MAX));
    }

    private static long count(
            JsonNode object, String parent, String name, long otherwise, long max) {
        JsonNode node = object.path(name);
        if (node.isMissingNode()) {
            return otherwise;
        }
        if (!node.isIntegralNumber()
                || !node.canConvertToLong()
                || node.longValue() < 0
                || node.longValue() > max) {
            throw wrong(
                    parent + "." + name, "takes a whole number from 0 to " + max + ", got " + node);
        }
        return node.longValue();
    }

    private static ProblemException wrong(String field, String message) {
        return new ProblemException(Problem.invalid(field, message));
    }
}
