package io.sojourn.ingest;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.command.Command;
import io.sojourn.ingest.command.CommandCodec;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Traffic of a few people, drawn from a generator and taken by ingest into several projects alike: late, tied and
/// duplicate events, updates before and after their events, pings, merges, un-merges, edits and deletions.
public final class RandomTraffic {

    private static final long GRAIN = 60_000;

    private final RandomGenerator random;
    private final List<ProjectIngest> ingests;
    private long now = PipelineKit.NOON;
    private long position;

    public RandomTraffic(RandomGenerator random, List<ProjectStores> projects) {
        this.random = random;
        ingests =
                projects.stream()
                        .map(stores -> new ProjectIngest(stores, PipelineKit.enricher()))
                        .toList();
    }

    /// So many records, committed together.
    public void next(int records) {
        for (int i = 0; i < records; i++) {
            now += random.nextInt(3) * GRAIN;
            if (random.nextInt(8) == 0) {
                take(RequestKind.COMMAND, CommandCodec.encode(command()));
            } else {
                byte[] line = line().getBytes(StandardCharsets.UTF_8);
                take(RequestKind.PUSH, RawRequest.of("push", new byte[0], "", line).encode());
            }
        }
        for (ProjectIngest ingest : ingests) {
            if (ingest.uncommitted() > 0) {
                ingest.commit();
            }
        }
    }

    private void take(RequestKind kind, byte[] payload) {
        position++;
        for (ProjectIngest ingest : ingests) {
            ingest.take(new LogRecord(position, now, PipelineKit.PROJECT, kind.code(), payload));
        }
    }

    private long visitor() {
        return 1 + random.nextInt(14);
    }

    private Command command() {
        return switch (random.nextInt(8)) {
            case 0 -> new Command.Delete(visitor());
            case 1, 2, 3 -> new Command.Unmerge(visitor(), Set.of(visitor()));
            case 4, 5 -> new Command.Merge(visitor(), visitor());
            default ->
                    new Command.Edit(
                            visitor(),
                            Map.of("tier", random.nextBoolean() ? text("tin") : Value.UNSET));
        };
    }

    private static Value text(String text) {
        return Value.string(text);
    }

    private String line() {
        String endpoint = any("ce", "ce", "ce", "ce", "ce", "ce", "update", "ping", "identify");
        Map<String, Value> params = new LinkedHashMap<>();
        params.put("project", text("example.com"));
        params.put("cookie", text("c" + random.nextInt(5)));
        if (random.nextInt(6) == 0) {
            params.put("cv_" + Identifier.EMAIL, text("p" + random.nextInt(3) + "@x.example"));
        }
        if (random.nextInt(3) == 0) {
            params.put("timestamp", Value.number(now - random.nextInt(300) * GRAIN));
        }
        if (endpoint.equals("ce")) {
            params.put("event", text(any("a", "b", "c", "d", "e", "pv")));
        }
        boolean ofEvent = endpoint.equals("ce") || endpoint.equals("update");
        if (ofEvent && (endpoint.equals("update") || random.nextInt(3) == 0)) {
            params.put("idptnc", text("x" + random.nextInt(25)));
        }
        if (ofEvent && random.nextBoolean()) {
            params.put("ce_plan", text(any("free", "pro", "95")));
        }
        if (ofEvent && random.nextBoolean()) {
            params.put("ce_price", text(any("5", "10", "many")));
        }
        if (endpoint.equals("ce") && random.nextInt(5) == 0) {
            params.put("cs_ref", text(any("Rome", "Oslo")));
        }
        if (ofEvent && random.nextInt(4) == 0) {
            params.put("duration", Value.number(random.nextInt(40) * GRAIN));
        }
        if (random.nextInt(8) == 0) {
            params.put("passive", text("1"));
        }
        if (!endpoint.equals("ping") && random.nextInt(3) == 0) {
            params.put("cv_tier", text(any("gold", "tin", "7")));
        }
        if (!endpoint.equals("ping") && random.nextInt(3) == 0) {
            params.put("cv_city", text(any("Rome", "Oslo")));
        }
        return "{\"endpoint\":\"" + endpoint + "\",\"params\":" + PropertyJson.write(params) + "}";
    }

    private String any(String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
