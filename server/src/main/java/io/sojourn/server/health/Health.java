package io.sojourn.server.health;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import java.util.List;
import java.util.function.Supplier;

/// Answers `/health/live` (the process answers) and `/health/ready` (200 when every check passes, else 503):
/// `{"status":"ready","checks":[{"name","ok","detail"}]}`.
public final class Health {

    /// @param detail figures for people
    public record Check(String name, boolean ok, String detail) {}

    private final Supplier<List<Check>> checks;

    public Health(Supplier<List<Check>> checks) {
        this.checks = checks;
    }

    public Reply live(Call call) {
        return Reply.json(JsonNodeFactory.instance.objectNode().put("status", "live"));
    }

    public Reply ready(Call call) {
        List<Check> results = checks.get();
        boolean ready = results.stream().allMatch(Check::ok);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("status", ready ? "ready" : "not ready");
        ArrayNode list = body.putArray("checks");
        for (Check check : results) {
            list.addObject()
                    .put("name", check.name())
                    .put("ok", check.ok())
                    .put("detail", check.detail());
        }
        return Reply.json(ready ? 200 : 503, body);
    }
}
