package io.sojourn.server.question;

import io.sojourn.core.project.ProjectId;
import io.sojourn.journey.Context;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.segment.Definitions;
import io.sojourn.server.http.Call;
import io.sojourn.server.segment.Segments;
import io.sojourn.store.ProjectStores;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Asks questions on behalf of calls, within the bounds that hold for all of them.
public final class Questions {

    private final Runner runner;
    private final Running running;
    private final Segments segments;

    public Questions(Runner runner, Running running, Segments segments) {
        this.runner = runner;
        this.running = running;
        this.segments = segments;
    }

    QuestionLimits limits() {
        return running.limits();
    }

    void cancel(Call call, String id) {
        running.cancel(call, id);
    }

    /// Asks within the time that the server allows.
    public <T> T ask(
            Call call,
            ProjectId project,
            ProjectStores stores,
            Context context,
            Function<Asked, T> work) {
        return ask(call, project, stores, context, Optional.empty(), limits().timeout(), work);
    }

    /// @param id by which the caller can cancel it
    /// @throws io.sojourn.core.problem.ProblemException as [Running#answer] says
    <T> T ask(
            Call call,
            ProjectId project,
            ProjectStores stores,
            Context context,
            Optional<String> id,
            Duration timeout,
            Function<Asked, T> work) {
        // Whoever asks first has them read, which takes a turn of its own.
        Definitions definitions = segments.definitions(project, stores);
        return running.answer(
                call,
                id,
                timeout,
                stop ->
                        work.apply(
                                new Asked(
                                        new Asking(runner, stores.journeys(), stop),
                                        context,
                                        definitions)));
    }
}
