package io.sojourn.server.rest;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.sql.SqlApi;
import io.sojourn.store.OpenStores;

/// `sql`: WQL, answered in the text format that Woopra's JDBC driver reads.
final class SqlCalls {

    private final RestProjects projects;

    SqlCalls(RestProjects projects) {
        this.projects = projects;
    }

    Reply sql(Call call, RestRequest request) {
        ProjectId project = projects.exported(call, request);
        String query = request.text("query");
        if (query.isEmpty()) {
            throw new ProblemException(
                    new Problem(Code.MISSING_FIELD, "query", "a select statement is wanted"));
        }
        try (OpenStores.Lease lease = projects.open(project)) {
            return Reply.text(200, "text/plain; charset=utf-8", SqlApi.wql(lease.stores(), query));
        }
    }
}
