package io.sojourn.bench.question;

import java.util.Locale;

/// What is asked. An engine's own words for it stand in the file of that name.
enum Question {
    FUNNEL_3("3-step funnel, 7 days"),
    FUNNEL_5("5-step funnel, 7 days"),
    FUNNEL_BY_PLAN("3-step funnel by plan, first step on mobile"),
    RETENTION("12-week retention"),
    PATHS("next 3 events after a product view in a visit"),
    DAILY_PEOPLE("daily unique people by source"),
    SEGMENT("bought 3+ times, never refunded, plan pro"),
    LAST_OF_PERSON("a person's last 100 events"),
    LAST_OF_PROJECT("the project's last 50 events");

    private final String words;

    Question(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /// @param kind of file
    String file(String kind) {
        return name().toLowerCase(Locale.ROOT) + "." + kind;
    }
}
