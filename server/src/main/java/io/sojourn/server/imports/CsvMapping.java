package io.sojourn.server.imports;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What each column of a CSV file becomes: a field of the event, a property of event, person or visit, or nothing.
///
/// @param columns names from the header row
/// @param targets one for each column: `name`, `time`, `cookie`, `email`, `id`, `event_id`, `ip`, `user_agent`,
///     `referrer`, `event.x`, `person.x`, `visit.x` or `-`
record CsvMapping(List<String> columns, List<String> targets) {

    static final String IGNORE = "-";

    private static final String OPTION = "--map";
    private static final Set<String> SCOPES = Set.of("event", "person", "visit");

    /// What columns are commonly called, without case, blanks and punctuation; the first column of a list wins.
    private static final Map<String, List<String>> KNOWN = known();

    CsvMapping {
        columns = List.copyOf(columns);
        targets = List.copyOf(targets);
    }

    private static Map<String, List<String>> known() {
        Map<String, List<String>> known = new LinkedHashMap<>();
        known.put("name", List.of("event", "eventname", "eventtype", "action", "name"));
        known.put(
                "time",
                List.of(
                        "timestamp",
                        "time",
                        "eventtime",
                        "eventtimestamp",
                        "datetime",
                        "occurredat",
                        "createdat",
                        "date",
                        "ts"));
        known.put("email", List.of("email", "useremail", "mail"));
        known.put(
                "id",
                List.of("person", "user", "userid", "distinctid", "customerid", "personid", "id"));
        known.put(
                "cookie",
                List.of("cookie", "anonymousid", "visitorid", "visitor", "clientid", "deviceid"));
        known.put("event_id", List.of("eventid", "insertid", "messageid", "idptnc"));
        known.put("ip", List.of("ip", "ipaddress"));
        known.put("user_agent", List.of("useragent"));
        known.put("referrer", List.of("referrer", "referer"));
        return known;
    }

    /// @param header cells of the header row
    /// @param given texts `COLUMN=TARGET`
    /// @throws ProblemException `CONFIGURATION`, with everything that is wrong
    static CsvMapping of(List<String> header, List<String> given) {
        List<Problem> problems = new ArrayList<>();
        List<String> columns = names(header);
        String[] targets = new String[columns.size()];
        java.util.Arrays.fill(targets, "");
        for (String text : given) {
            int equals = text.lastIndexOf('=');
            String column = equals < 0 ? text : text.substring(0, equals);
            String target = equals < 0 ? "" : text.substring(equals + 1);
            int index = columns.indexOf(column);
            if (index < 0) {
                problems.add(wrong("there is no column %s, only %s".formatted(column, columns)));
            } else if (!isTarget(target)) {
                problems.add(
                        wrong(
                                "%s: a column becomes one of %s, event.X, person.X, visit.X or -, got \"%s\""
                                        .formatted(column, KNOWN.keySet(), target)));
            } else {
                targets[index] = target;
            }
        }
        KNOWN.forEach((target, names) -> choose(target, names, columns, targets));
        for (int i = 0; i < targets.length; i++) {
            if (targets[i].isEmpty()) {
                targets[i] = "event." + columns.get(i);
            }
        }
        CsvMapping mapping = new CsvMapping(columns, List.of(targets));
        mapping.demand(problems);
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        return mapping;
    }

    private static List<String> names(List<String> header) {
        List<String> names = new ArrayList<>();
        for (String cell : header) {
            String name = cell.strip().isEmpty() ? "column " + (names.size() + 1) : cell.strip();
            String unique = name;
            for (int i = 2; names.contains(unique); i++) {
                unique = name + " " + i;
            }
            names.add(unique);
        }
        return names;
    }

    private static void choose(
            String target, List<String> names, List<String> columns, String[] targets) {
        if (List.of(targets).contains(target)) {
            return;
        }
        for (String name : names) {
            for (int i = 0; i < targets.length; i++) {
                if (targets[i].isEmpty() && plain(columns.get(i)).equals(name)) {
                    targets[i] = target;
                    return;
                }
            }
        }
    }

    private static String plain(String column) {
        return column.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static boolean isTarget(String target) {
        int dot = target.indexOf('.');
        return KNOWN.containsKey(target)
                || target.equals(IGNORE)
                || (dot > 0
                        && SCOPES.contains(target.substring(0, dot))
                        && dot < target.length() - 1);
    }

    private void demand(List<Problem> problems) {
        if (!targets.contains("name")) {
            problems.add(missing("the event's name", "name"));
        }
        if (!targets.contains("time")) {
            problems.add(missing("when it happened", "time"));
        }
        if (!targets.contains("id") && !targets.contains("email") && !targets.contains("cookie")) {
            problems.add(missing("who it was", "id, email or cookie"));
        }
    }

    private Problem missing(String what, String target) {
        return wrong(
                "no column of %s tells %s: name it, such as --map %s=%s"
                        .formatted(
                                columns,
                                what,
                                columns.isEmpty() ? "COLUMN" : columns.getFirst(),
                                target));
    }

    private static Problem wrong(String message) {
        return new Problem(Code.CONFIGURATION, OPTION, message);
    }

    /// For people, one column a line.
    List<String> describe() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            lines.add(
                    columns.get(i)
                            + " -> "
                            + (targets.get(i).equals(IGNORE) ? "left out" : targets.get(i)));
        }
        return lines;
    }
}
