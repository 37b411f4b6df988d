package io.sojourn.server.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.client.ServerClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Asks the questions of other products' tests and holds the answers against theirs.
public final class Cases {

    private static final Map<String, CaseKind> KINDS =
            Map.ofEntries(
                    Map.entry("funnel", FunnelCases::funnel),
                    Map.entry("funnel_trend", FunnelCases::overTime),
                    Map.entry("windowfunnel", FunnelCases::levels),
                    Map.entry("retention", RetentionCases::retention),
                    Map.entry("retention_conditions", RetentionCases::conditions),
                    Map.entry("segment", SegmentCases::segment),
                    Map.entry("trend", TrendCases::trend),
                    Map.entry("stickiness", TrendCases::stickiness),
                    Map.entry("lifecycle", TrendCases::lifecycle),
                    Map.entry("paths", PathCases::paths),
                    Map.entry("step_flow", PathCases::flow),
                    Map.entry("step_matrix", PathCases::matrix),
                    Map.entry("transitions", PathCases::transitions),
                    Map.entry("next_event", PathCases::next),
                    Map.entry("sessions", PathCases::sessions),
                    Map.entry("sequence", PathCases::sequence));

    private final ServerClient server;
    private final Consumer<String> lines;
    private final Reasons reasons = Reasons.load();
    private int serial;
    private int unexplained;

    /// @param lines takes one line of JSON a case
    public Cases(ServerClient server, Consumer<String> lines) {
        this.server = server;
        this.lines = lines;
    }

    /// Cases that differ without a reason, so far.
    public int unexplained() {
        return unexplained;
    }

    /// Asks all cases of a file.
    public void ask(Path file) throws IOException, InterruptedException {
        for (Case one : Case.read(file)) {
            ask(one);
        }
    }

    private void ask(Case one) throws IOException, InterruptedException {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("case", one.name());
        if (one.quirk()) {
            say(line, "not_offered", one.expected(), null, Optional.of("an oddity of one engine"));
            return;
        }
        CaseKind kind = KINDS.get(one.kind());
        if (kind == null) {
            say(
                    line,
                    "not_offered",
                    one.expected(),
                    null,
                    Optional.of("there is no question " + one.kind()));
            return;
        }
        try {
            JsonNode got = kind.answer(one, CaseProject.fill(server, ++serial, one));
            boolean equal =
                    !one.expected().path("error").asBoolean()
                            && Expectation.isMet(one.expected(), got);
            Optional<String> reason = equal ? Optional.empty() : reasons.why(one, got);
            unexplained += equal || reason.isPresent() ? 0 : 1;
            say(line, equal ? "equal" : "differs", one.expected(), got, reason);
        } catch (NotOffered e) {
            say(line, "not_offered", one.expected(), null, Optional.ofNullable(e.getMessage()));
        } catch (ProblemException e) {
            unexplained++;
            say(
                    line,
                    "differs",
                    one.expected(),
                    JsonNodeFactory.instance.textNode(String.valueOf(e.getMessage())),
                    Optional.empty());
        }
    }

    private void say(
            ObjectNode line,
            String outcome,
            JsonNode expected,
            @org.jspecify.annotations.Nullable JsonNode got,
            Optional<String> reason) {
        line.put("outcome", outcome).set("expected", expected);
        line.set("got", got == null ? JsonNodeFactory.instance.nullNode() : got);
        line.put("reason", reason.orElse(null));
        lines.accept(line.toString());
    }
}
