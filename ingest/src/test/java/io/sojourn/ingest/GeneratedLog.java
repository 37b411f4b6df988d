package io.sojourn.ingest;

import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.command.Command;
import io.sojourn.ingest.command.CommandCodec;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.store.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// A seeded log of everything that can be in one: few cookies, addresses, ids and event ids, so that records meet each
/// other's traces, over more than a week, so that what is remembered is forgotten again.
final class GeneratedLog {
    private static final int COOKIES = 40;
    private static final int EMAILS = 15;
    private static final int EVENT_IDS = 400;

    private final Random random;
    private final List<LogRecord> records = new ArrayList<>();
    private long now = PipelineKit.NOON;

    private GeneratedLog(long seed) {
        random = new Random(seed);
    }

    static List<LogRecord> of(long seed, int size) {
        GeneratedLog log = new GeneratedLog(seed);
        while (log.records.size() < size) {
            log.next();
        }
        return List.copyOf(log.records);
    }

    private void next() {
        now += random.nextInt(20) == 0 ? minutes(150) : random.nextInt(30_000);
        if (random.nextInt(500) == 0) {
            now += minutes(26 * 60);
        }
        int what = random.nextInt(100);
        if (what < 50) {
            request(
                    "ce",
                    who() + time() + "&event=e" + random.nextInt(5) + id(60) + "&ce_v=" + v());
        } else if (what < 60) {
            request("update", id(100) + "&ce_w=" + v() + "&duration=" + random.nextInt(9_999));
        } else if (what < 66) {
            request("ping", who());
        } else if (what < 74) {
            request("identify", who() + "&cv_plan=" + v() + "&cv_name=n" + v());
        } else if (what < 84) {
            batch();
        } else if (what < 88) {
            request("ce", who());
        } else {
            command();
        }
    }

    private static long minutes(int minutes) {
        return TimeUnit.MINUTES.toMillis(minutes);
    }

    private int v() {
        return random.nextInt(6);
    }

    private String who() {
        String who = "&cookie=c" + random.nextInt(COOKIES);
        if (random.nextInt(6) == 0) {
            who += "&cv_email=p" + random.nextInt(EMAILS) + "@x.example";
        }
        if (random.nextInt(12) == 0) {
            who += "&cv_id=" + random.nextInt(EMAILS);
        }
        return who;
    }

    /// Now and then late, sometimes in the future.
    private String time() {
        return switch (random.nextInt(8)) {
            case 0 -> "&timestamp=" + (now - random.nextInt((int) minutes(300)));
            case 1 -> "&timestamp=" + (now + random.nextInt((int) minutes(90)));
            default -> "";
        };
    }

    private String id(int percent) {
        return random.nextInt(100) < percent ? "&idptnc=i" + random.nextInt(EVENT_IDS) : "";
    }

    private void request(String endpoint, String query) {
        byte[] text = ("host=x.example" + query).getBytes(StandardCharsets.UTF_8);
        add(RequestKind.REQUEST, RawRequest.of(endpoint, text, "", new byte[0]).encode());
    }

    private void batch() {
        List<byte[]> lines = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            String line =
                    "{\"event\":\"b%d\",\"cookie\":\"c%d\",\"event_id\":\"i%d\",\"properties\":{\"v\":%d}}"
                            .formatted(
                                    v(),
                                    random.nextInt(COOKIES),
                                    random.nextInt(EVENT_IDS),
                                    random.nextInt());
            lines.add(line.getBytes(StandardCharsets.UTF_8));
        }
        RawRequest request = RawRequest.of("", new byte[0], "", new byte[0]);
        add(RequestKind.BATCH, request.withLines("x.example", lines).encode());
    }

    private void command() {
        long one = random.nextInt(1, 2 * COOKIES);
        long other = random.nextInt(1, 2 * COOKIES);
        Command command =
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> new Command.Merge(one, other);
                    case 4, 5, 6 -> new Command.Unmerge(one, Set.of(other));
                    case 7 -> new Command.Delete(one);
                    case 8 -> new Command.Edit(one, Map.of("plan", Value.number(v())));
                    default -> new Command.ChangeSettings(settings());
                };
        add(RequestKind.COMMAND, CommandCodec.encode(command));
    }

    private ProjectSettings settings() {
        ProjectSettings standard = ProjectSettings.DEFAULT;
        return new ProjectSettings(
                standard.zone(),
                standard.weekStart(),
                new ProjectSettings.VisitSettings(minutes(30), random.nextBoolean(), false, false),
                standard.identity(),
                standard.bots(),
                standard.excludes(),
                standard.ip());
    }

    private void add(RequestKind kind, byte[] payload) {
        records.add(
                new LogRecord(records.size() + 1L, now, PipelineKit.PROJECT, kind.code(), payload));
    }
}
