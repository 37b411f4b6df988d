package io.sojourn.server.http;

/// Answers a route. Plain blocking code, run on a virtual thread.
@FunctionalInterface
public interface Handler {

    /// @throws io.sojourn.core.problem.ProblemException answered as problem+json; anything else is our bug, answered 500
    Reply handle(Call call) throws Exception;
}
