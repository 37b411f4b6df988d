package io.sojourn.server.question;

import io.sojourn.server.http.Call;
import java.util.Locale;

/// What form of an answer a caller asks for.
final class Accepts {

    private Accepts() {}

    /// Whether CSV is named and JSON is not named before it.
    static boolean csv(Call call) {
        String accepted = call.header("accept").orElse("").toLowerCase(Locale.ROOT);
        int csv = accepted.indexOf("text/csv");
        int json = accepted.indexOf("application/json");
        return csv >= 0 && (json < 0 || csv < json);
    }
}
