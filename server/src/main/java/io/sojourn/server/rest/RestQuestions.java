package io.sojourn.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.journey.Context;
import io.sojourn.journey.json.PropertyRules;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.time.Calendar;
import io.sojourn.server.api.Masking;
import io.sojourn.server.http.Call;
import io.sojourn.server.question.Asked;
import io.sojourn.server.question.Questions;
import io.sojourn.server.question.VisibleProperties;
import io.sojourn.store.ProjectStores;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/// Questions that calls of Woopra's API ask, as of now.
record RestQuestions(Questions questions, InstantSource clock) {

    static Calendar calendar(ProjectStores stores) {
        ProjectSettings settings = stores.people().settings();
        return new Calendar(settings.zone(), settings.weekStart());
    }

    static PropertyRules rules(Call call, ProjectId project, ProjectStores stores) {
        return VisibleProperties.of(
                Masking.of(call.caller(), project, stores.people()), stores.people());
    }

    static WoopraSegments segments(Call call, ProjectId project, ProjectStores stores) {
        return new WoopraSegments(rules(call, project, stores), calendar(stores));
    }

    <T> T ask(Call call, ProjectId project, ProjectStores stores, Function<Asked, T> work) {
        ProjectSettings settings = stores.people().settings();
        Context context =
                new Context(
                        clock.millis(),
                        calendar(stores),
                        new VisitCut(settings.visits(), settings.zone()),
                        Optional.empty(),
                        false);
        return questions.ask(call, project, stores, context, work);
    }

    /// Whom `segments` of a request choose.
    ///
    /// @throws io.sojourn.core.problem.ProblemException with everything that is wrong with them
    Chosen chosen(Call call, ProjectId project, ProjectStores stores, JsonNode fields) {
        Segments segments = Segments.of(fields, segments(call, project, stores));
        return new Chosen(
                segments,
                segments.did().map(did -> ask(call, project, stores, asked -> asked.people(did))));
    }
}
