package io.sojourn.server.command;

import picocli.CommandLine.ParseResult;

/// What a command does once its options are parsed.
@FunctionalInterface
interface Command {

    /// @return exit code
    /// @throws io.sojourn.core.problem.ProblemException printed, one problem a line
    int run(ParseResult parsed);
}
