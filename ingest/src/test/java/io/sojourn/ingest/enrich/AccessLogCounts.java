package io.sojourn.ingest.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Counts in the access log what the program should find in it, from the file and the published list of bots alone,
/// in other ways than the program's.
public final class AccessLogCounts {

    private static final long HALF_HOUR = 1_800_000;

    private final List<AccessLog.Line> lines;
    private final Map<String, List<Set<String>>> tagsOf = new HashMap<>();

    public AccessLogCounts(List<AccessLog.Line> lines) throws IOException {
        this.lines = lines;
        lines.forEach(line -> tagsOf.put(line.userAgent(), new ArrayList<>()));
        for (JsonNode entry : BotListTest.source()) {
            Set<String> tags = new HashSet<>();
            entry.get("tags").forEach(tag -> tags.add(tag.asText()));
            Pattern pattern = Pattern.compile(entry.get("pattern").asText());
            tagsOf.forEach(
                    (userAgent, matches) -> {
                        if (pattern.matcher(userAgent).find()) {
                            matches.add(tags);
                        }
                    });
        }
    }

    /// Whether a pattern of the list, without those of some tags, is found in the line's user agent.
    public boolean isBot(AccessLog.Line line, Set<String> withoutTags) {
        return tagsOf.getOrDefault(line.userAgent(), List.of()).stream()
                .anyMatch(tags -> Collections.disjoint(tags, withoutTags));
    }

    /// Numbers of the bots' lines.
    public Set<Integer> bots(Set<String> withoutTags) {
        Set<Integer> bots = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            if (isBot(lines.get(i), withoutTags)) {
                bots.add(i);
            }
        }
        return bots;
    }

    /// Visits per person: one begins with every time that has no other of the same person in the half hour before it.
    public Map<String, Integer> visits() {
        Map<String, Set<Long>> times = new HashMap<>();
        for (AccessLog.Line line : lines) {
            times.computeIfAbsent(line.person(), unknown -> new HashSet<>()).add(line.time());
        }
        Map<String, Integer> visits = new HashMap<>();
        times.forEach(
                (person, own) -> {
                    for (long time : own) {
                        if (own.stream().noneMatch(t -> t < time && time - t <= HALF_HOUR)) {
                            visits.merge(person, 1, Integer::sum);
                        }
                    }
                });
        return visits;
    }
}
