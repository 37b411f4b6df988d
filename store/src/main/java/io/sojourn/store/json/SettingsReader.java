package io.sojourn.store.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.BotSettings;
import io.sojourn.core.project.ProjectSettings.Exclude;
import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import io.sojourn.core.project.ProjectSettings.IpSettings;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads [ProjectSettings] from JSON and collects everything that is wrong with it.
final class SettingsReader {

    private static final long TIMEOUT_MILLIS_MAX = 24 * 3_600_000L;
    private static final int KINDS_MAX = 16;
    private static final int KIND_CHARS_MAX = 200;
    private static final int BLOCKED_MAX = 1_000;
    private static final int EXCLUDES_MAX = 1_000;
    private static final int PATTERN_CHARS_MAX = 1_000;

    private final ProjectSettings base;
    private final List<Problem> problems = new ArrayList<>();

    SettingsReader(ProjectSettings base) {
        this.base = base;
    }

    ProjectSettings read(JsonNode sent) {
        Fields root = new Fields(sent, "");
        ProjectSettings settings =
                new ProjectSettings(
                        root.take("zone", base.zone(), this::zone),
                        root.take("weekStart", base.weekStart(), this::weekStart),
                        root.take("visits", base.visits(), this::visits),
                        root.take("identity", base.identity(), this::identity),
                        root.take("bots", base.bots(), this::bots),
                        root.take("excludes", base.excludes(), this::excludes),
                        root.take("ip", base.ip(), this::ip),
                        root.take(
                                "retentionMonths",
                                base.retentionMonths(),
                                count(0, ProjectSettings.RETENTION_MONTHS_MAX)));
        root.refuseOthers();
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        return settings;
    }

    private ZoneId zone(Node node) {
        String text = node.text();
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            return node.wrong("no known time zone: \"" + text + "\"", base.zone());
        }
    }

    private DayOfWeek weekStart(Node node) {
        return node.oneOf(DayOfWeek.values(), base.weekStart());
    }

    private VisitSettings visits(Node node) {
        VisitSettings old = base.visits();
        Fields fields = new Fields(node);
        VisitSettings read =
                new VisitSettings(
                        fields.take("timeoutMillis", old.timeoutMillis(), this::timeout),
                        fields.take("timeoutAsSent", old.timeoutAsSent(), Node::flag),
                        fields.take("splitAtMidnight", old.splitAtMidnight(), Node::flag),
                        fields.take("splitOnCampaign", old.splitOnCampaign(), Node::flag));
        fields.refuseOthers();
        return read;
    }

    private long timeout(Node node) {
        return node.number(1_000, TIMEOUT_MILLIS_MAX);
    }

    private IdentitySettings identity(Node node) {
        IdentitySettings old = base.identity();
        Fields fields = new Fields(node);
        IdentitySettings read =
                new IdentitySettings(
                        fields.take("kinds", old.kinds(), this::kinds),
                        fields.take("blockedValues", old.blockedValues(), this::blockedValues),
                        fields.take("inferredIdleDays", old.inferredIdleDays(), count(0, 36_500)),
                        fields.take("emailsMax", old.emailsMax(), count(1, 1_000)),
                        fields.take("customMax", old.customMax(), count(1, 1_000)),
                        fields.take("cookiesMax", old.cookiesMax(), count(1, 10_000)));
        fields.refuseOthers();
        return read;
    }

    private static Function<Node, Integer> count(int least, int most) {
        return node -> (int) node.number(least, most);
    }

    private List<String> kinds(Node node) {
        Set<String> kinds = new LinkedHashSet<>();
        for (Node item : node.items(KINDS_MAX)) {
            String kind = item.text();
            if (kind.isBlank() || kind.length() > KIND_CHARS_MAX) {
                item.wrong("must be a key of 1 to " + KIND_CHARS_MAX + " characters", "");
            } else if (!kind.equals(kind.strip())
                    || kind.chars().anyMatch(Character::isISOControl)) {
                item.wrong("must be a key without control characters or outer spaces", "");
            } else if (!kinds.add(kind)) {
                item.wrong("\"" + kind + "\" is listed twice", "");
            }
        }
        for (String needed : List.of(Identifier.ID, Identifier.EMAIL, Identifier.COOKIE)) {
            if (node.isArray() && !kinds.contains(needed)) {
                node.wrong("must contain \"" + needed + "\"", "");
            }
        }
        return List.copyOf(kinds);
    }

    private Set<String> blockedValues(Node node) {
        Set<String> values = new HashSet<>();
        for (Node item : node.items(BLOCKED_MAX)) {
            String text = item.text().strip().toLowerCase(Locale.ROOT);
            if (text.length() > Identifier.CHARS_MAX) {
                item.wrong("must have at most " + Identifier.CHARS_MAX + " characters", "");
            } else if (!text.isEmpty()) {
                values.add(text);
            }
        }
        return values;
    }

    private BotSettings bots(Node node) {
        BotSettings old = base.bots();
        Fields fields = new Fields(node);
        BotSettings read =
                new BotSettings(
                        fields.take("httpLibraries", old.httpLibraries(), Node::flag),
                        fields.take("browserAutomation", old.browserAutomation(), Node::flag));
        fields.refuseOthers();
        return read;
    }

    private IpSettings ip(Node node) {
        IpSettings old = base.ip();
        Fields fields = new Fields(node);
        IpSettings read =
                new IpSettings(
                        fields.take("truncate", old.truncate(), Node::flag),
                        fields.take("browserMaySet", old.browserMaySet(), Node::flag));
        fields.refuseOthers();
        return read;
    }

    private List<Exclude> excludes(Node node) {
        return node.items(EXCLUDES_MAX).stream().map(this::exclude).toList();
    }

    private Exclude exclude(Node node) {
        Fields fields = new Fields(node);
        Exclude.Target what =
                fields.need(
                        "what",
                        Exclude.Target.EVENT,
                        item -> item.oneOf(Exclude.Target.values(), Exclude.Target.EVENT));
        String pattern = fields.need("pattern", "", item -> item.textWithin(1, PATTERN_CHARS_MAX));
        String key = "";
        if (what == Exclude.Target.PROPERTY) {
            key = fields.need("key", "", item -> item.textWithin(1, KIND_CHARS_MAX));
        } else {
            key = fields.take("key", "", Node::text);
            if (!key.isEmpty()) {
                fields.at("key").wrong("only an exclude of a property has one", "");
            }
        }
        if (what == Exclude.Target.ADDRESS && !pattern.isEmpty() && !AddressBlock.isOne(pattern)) {
            fields.at("pattern").wrong("no address or CIDR block: \"" + pattern + "\"", "");
        }
        fields.refuseOthers();
        return new Exclude(what, key, pattern);
    }

    /// One field that was sent, with its path. Its readers note what is wrong and answer with a
    /// stand-in, so that reading goes on.
    private final class Node {
        private final JsonNode json;
        private final String path;

        Node(JsonNode json, String path) {
            this.json = json;
            this.path = path;
        }

        <T> T wrong(String message, T standIn) {
            problems.add(Problem.invalid(path, message));
            return standIn;
        }

        boolean isArray() {
            return json.isArray();
        }

        String text() {
            return json.isTextual() ? json.textValue() : wrong("must be a string" + got(), "");
        }

        String textWithin(int least, int most) {
            if (!json.isTextual()) {
                return text();
            }
            String text = json.textValue();
            return text.length() >= least && text.length() <= most
                    ? text
                    : wrong("must have " + least + " to " + most + " characters", "");
        }

        boolean flag() {
            return json.isBoolean()
                    ? json.booleanValue()
                    : wrong("must be true or false" + got(), false);
        }

        long number(long least, long most) {
            if (!json.isIntegralNumber()) {
                return wrong("must be a whole number" + got(), least);
            }
            if (json.canConvertToLong() && json.longValue() >= least && json.longValue() <= most) {
                return json.longValue();
            }
            boolean negative = json.decimalValue().signum() <= 0;
            return wrong(
                    (least > 0 && negative
                                    ? "must be positive"
                                    : "must be from " + least + " to " + most)
                            + got(),
                    least);
        }

        <E extends Enum<E>> E oneOf(E[] constants, E standIn) {
            String text = text();
            for (E constant : constants) {
                if (SettingsJson.lower(constant).equals(text)) {
                    return constant;
                }
            }
            return json.isTextual()
                    ? wrong(
                            "must be one of "
                                    + Arrays.stream(constants)
                                            .map(SettingsJson::lower)
                                            .collect(Collectors.joining(", "))
                                    + got(),
                            standIn)
                    : standIn;
        }

        List<Node> items(int most) {
            if (!json.isArray()) {
                return wrong("must be an array" + got(), List.of());
            }
            if (json.size() > most) {
                return wrong("must have at most " + most + " items, got " + json.size(), List.of());
            }
            List<Node> items = new ArrayList<>();
            for (int i = 0; i < json.size(); i++) {
                items.add(new Node(json.get(i), path + "[" + i + "]"));
            }
            return items;
        }

        private String got() {
            String text = json.toString();
            return ", got " + (text.length() > 100 ? text.substring(0, 100) + "..." : text);
        }
    }

    /// The fields of one object.
    private final class Fields {
        private final JsonNode json;
        private final String path;
        private final Set<String> known = new HashSet<>();

        Fields(Node node) {
            this(node.json, node.path);
        }

        Fields(JsonNode json, String path) {
            this.json = json;
            this.path = path;
            if (!json.isObject()) {
                at("").wrong("must be an object", "");
            }
        }

        Node at(String field) {
            JsonNode value = json.get(field);
            String at = path.isEmpty() || field.isEmpty() ? path + field : path + "." + field;
            return new Node(value == null ? json : value, at);
        }

        <T> T take(String field, T absent, Function<Node, T> reader) {
            known.add(field);
            return json.has(field) ? reader.apply(at(field)) : absent;
        }

        <T> T need(String field, T standIn, Function<Node, T> reader) {
            known.add(field);
            if (json.has(field)) {
                return reader.apply(at(field));
            }
            return json.isObject() ? at(field).wrong("is missing", standIn) : standIn;
        }

        void refuseOthers() {
            for (String field : (Iterable<String>) json::fieldNames) {
                if (!known.contains(field)) {
                    at(field).wrong("unknown field", "");
                }
            }
        }
    }
}
