package io.sojourn.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.store.OpenStores;
import io.sojourn.store.question.StoredSegment;

/// `userdata/list`: labels are segments.
final class LabelCalls {

    private final RestProjects projects;

    LabelCalls(RestProjects projects) {
        this.projects = projects;
    }

    Reply list(Call call, RestRequest request) {
        ProjectId project = projects.viewed(call, request);
        String type = request.text("type");
        if (!type.equals("labels")) {
            throw new ProblemException(Problem.invalid("type", "takes labels, got " + type));
        }
        ArrayNode labels = JsonNodeFactory.instance.arrayNode();
        try (OpenStores.Lease lease = projects.open(project)) {
            for (StoredSegment segment : lease.stores().questions().segments()) {
                labels.addObject()
                        .put("uid", Long.toString(segment.number()))
                        .putObject("meta")
                        .put("name", segment.draft().name())
                        .put("description", segment.draft().description());
            }
        }
        return Reply.json(labels);
    }
}
