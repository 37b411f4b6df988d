package io.sojourn.server.crash;

import io.sojourn.server.crash.Ledger.Fate;
import java.util.function.Consumer;

/// One tracking request, and where its fate is written down.
///
/// @param target path and query
/// @param body empty = a GET
/// @param repeatable the server knows a second one for the same
record Statement(String target, String body, boolean repeatable, Consumer<Fate> told) {}
