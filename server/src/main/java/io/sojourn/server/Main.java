package io.sojourn.server;

import io.sojourn.server.command.Commands;

/// Entry point of the program. Exit codes: 0 done, 1 failed, 2 wrong configuration or usage, 4 an
/// import rejected something.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Commands.line(System.out, System.err, System.getenv()).execute(arguments));
    }
}
