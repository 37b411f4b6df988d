package io.sojourn.ingest.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sojourn.core.project.ProjectSettings.BotSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Names of bots by the user agent they send. The patterns are those of the list `crawler-user-agents`, tried one by
/// one; a browser's user agent runs past all of them, so each text is judged once and remembered. Thread-safe.
public final class Bots {

    /// Characters that are looked at; the longest example of the list has 285.
    static final int CHARS_MAX = 512;

    private static final int CACHED_MAX = 10_000;
    private static final String LIST = "crawler-user-agents.tsv";

    /// A pattern tagged with one of these marks only where the project wants it.
    private static final String HTTP_LIBRARY = "http-library";

    private static final String BROWSER_AUTOMATION = "browser-automation";

    private record Bot(Predicate<String> pattern, List<String> tags, String name) {}

    /// Names of the first pattern of each class that a text matches; empty = none.
    private record Verdict(String always, String httpLibrary, String browserAutomation) {
        static final Verdict HUMAN = new Verdict("", "", "");
    }

    private final List<Bot> bots;
    private final Cache<String, Verdict> verdicts =
            Caffeine.newBuilder().maximumSize(CACHED_MAX).build();

    private Bots(List<Bot> bots) {
        this.bots = List.copyOf(bots);
    }

    /// Reads the list that comes with the program.
    public static Bots load() {
        List<Bot> bots = new ArrayList<>();
        for (String[] fields : DataFile.read(LIST, 3)) {
            bots.add(new Bot(predicate(fields[0]), List.of(fields[1].split(",")), fields[2]));
        }
        return new Bots(bots);
    }

    /// Most patterns are plain text with escapes, which is found many times faster as such.
    private static Predicate<String> predicate(String pattern) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\'
                    && i + 1 < pattern.length()
                    && !Character.isLetterOrDigit(pattern.charAt(i + 1))) {
                plain.append(pattern.charAt(++i));
            } else if ("\\^$.|?*+()[]{}".indexOf(c) >= 0) {
                return Pattern.compile(pattern).asPredicate();
            } else {
                plain.append(c);
            }
        }
        String text = plain.toString();
        return userAgent -> userAgent.contains(text);
    }

    /// The name of the bot that a user agent belongs to; empty where it is none or does not count in the project.
    /// A missing user agent, or `-` as web servers write it, is no bot.
    public Optional<String> name(String userAgent, BotSettings settings) {
        if (userAgent.isEmpty() || userAgent.equals("-")) {
            return Optional.empty();
        }
        Verdict verdict =
                verdicts.get(
                        userAgent.length() > CHARS_MAX
                                ? userAgent.substring(0, CHARS_MAX)
                                : userAgent,
                        this::judge);
        if (!verdict.always.isEmpty()) {
            return Optional.of(verdict.always);
        }
        if (settings.browserAutomation() && !verdict.browserAutomation.isEmpty()) {
            return Optional.of(verdict.browserAutomation);
        }
        if (settings.httpLibraries() && !verdict.httpLibrary.isEmpty()) {
            return Optional.of(verdict.httpLibrary);
        }
        return Optional.empty();
    }

    private Verdict judge(String userAgent) {
        String httpLibrary = "";
        String browserAutomation = "";
        for (Bot bot : bots) {
            if (!bot.pattern.test(userAgent)) {
                continue;
            }
            if (bot.tags.contains(HTTP_LIBRARY)) {
                httpLibrary = httpLibrary.isEmpty() ? bot.name : httpLibrary;
            } else if (bot.tags.contains(BROWSER_AUTOMATION)) {
                browserAutomation = browserAutomation.isEmpty() ? bot.name : browserAutomation;
            } else {
                return new Verdict(bot.name, "", "");
            }
        }
        return httpLibrary.isEmpty() && browserAutomation.isEmpty()
                ? Verdict.HUMAN
                : new Verdict("", httpLibrary, browserAutomation);
    }
}
