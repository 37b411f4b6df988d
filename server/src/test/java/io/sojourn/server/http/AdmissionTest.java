package io.sojourn.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.Role;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Handler DONE = call -> Reply.empty();

    /// Analyst in project 1, nobody elsewhere.
    private static final Caller ANALYST =
            new Caller(
                    7,
                    "key",
                    new Rights() {
                        @Override
                        public Optional<Role> in(ProjectId project) {
                            return project.number() == 1
                                    ? Optional.of(Role.ANALYST)
                                    : Optional.empty();
                        }

                        @Override
                        public Optional<Role> inServer() {
                            return Optional.empty();
                        }
                    });

    private static Call call(String project) {
        return new Call(
                "r",
                Origin.UNKNOWN,
                "GET",
                Map.of("project", project),
                Map.of(),
                Map.of(),
                new byte[0],
                Caller.NOBODY);
    }

    private static String asked(Access access, String project) throws Exception {
        try {
            Route route = Route.get("/p/{project}", access, DONE);
            return "" + Admission.admit(route, call(project), ANALYST).status();
        } catch (ProblemException e) {
            return ProblemReply.status(e.problems().getFirst().code()) + " " + e.getMessage();
        }
    }

    @Test
    void aRoleOpensWhatLowerOnesOpen() throws Exception {
        assertThat(asked(Access.project(Role.VIEWER), "1")).isEqualTo("204");
        assertThat(asked(Access.project(Role.ANALYST), "1")).isEqualTo("204");
        assertThat(asked(Access.project(Role.ADMIN), "1"))
                .isEqualTo("403 this needs the role admin in the project, not analyst");
    }

    @Test
    void aProjectOfOthersIsAsOneThatDoesNotExist() throws Exception {
        for (String project : new String[] {"2", "0", "-1", "x", "99999999999"}) {
            assertThat(asked(Access.project(Role.VIEWER), project))
                    .isEqualTo("404 there is no project " + project);
        }
    }

    @Test
    void onlyServerOwnersHaveRolesInTheServer() {
        Route route = Route.get("/server", Access.server(Role.VIEWER), DONE);
        assertThatThrownBy(() -> Admission.admit(route, call("1"), ANALYST))
                .isInstanceOf(ProblemException.class)
                .hasMessage("this needs an owner of the server");
    }

    @Test
    void aHandlerThatForgetsToAskIsOurBug() throws Exception {
        Access named = Access.named(Role.VIEWER);
        assertThatThrownBy(
                        () -> Admission.admit(Route.get("/rest", named, DONE), call("1"), ANALYST))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("GET /rest");
        Handler asking =
                call -> {
                    call.caller().require(new ProjectId(1), Role.VIEWER);
                    return Reply.empty();
                };
        assertThat(Admission.admit(Route.get("/rest", named, asking), call("1"), ANALYST).status())
                .isEqualTo(204);
    }

    @Test
    void aRouteOfAProjectNamesARoleInIt() {
        assertThatThrownBy(() -> Route.get("/p/{project}", Access.SIGNED_IN, DONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Route.get("/p", Access.project(Role.OWNER), DONE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
