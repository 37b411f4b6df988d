package io.sojourn.server.http;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.Role;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Asks a handler only for those who may have its answer.
final class Admission {

    private Admission() {}

    /// @throws ProblemException where the caller lacks what the route demands
    static Reply admit(Route route, Call call, Caller caller) throws Exception {
        check(route.access(), call, caller);
        return route.access() instanceof Access.OfNamed
                ? asking(route, call, caller)
                : route.handler().handle(call.by(caller));
    }

    /// @throws ProblemException where the caller lacks what can be told before the handler is asked
    static void check(Access access, Call call, Caller caller) {
        switch (access) {
            case Access.Public _, Access.SignedIn _, Access.OfNamed _ -> {}
            case Access.OfProject(Role role) -> {
                String name = call.path("project");
                caller.require(number(name), role, "", name);
            }
            case Access.OfServer(Role role) -> caller.requireServer(role);
        }
    }

    private static ProjectId number(String name) {
        try {
            return new ProjectId(Integer.parseInt(name));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Code.UNKNOWN_PROJECT, Caller.unknown(name));
        }
    }

    private static Reply asking(Route route, Call call, Caller caller) throws Exception {
        Asked asked = new Asked(caller.rights(), new AtomicBoolean());
        Reply reply = route.handler().handle(call.by(caller.with(asked)));
        if (reply.status() < 400 && !asked.was.get()) {
            throw new IllegalStateException(
                    "%s %s answered without asking for the role in its project"
                            .formatted(route.method(), route.template()));
        }
        return reply;
    }

    /// Knows whether it was asked about a project.
    private record Asked(Rights rights, AtomicBoolean was) implements Rights {
        @Override
        public Optional<Role> in(ProjectId project) {
            was.set(true);
            return rights.in(project);
        }

        @Override
        public Optional<Role> inServer() {
            return rights.inServer();
        }
    }
}
