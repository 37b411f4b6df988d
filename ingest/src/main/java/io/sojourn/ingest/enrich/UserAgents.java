package io.sojourn.ingest.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import ua_parser.OS;
import ua_parser.Parser;
import ua_parser.UserAgent;

/// Browser, operating system and kind of device of a user agent. Parsing costs about a millisecond, so it is done once
/// per text.
final class UserAgents {

    /// Characters that are looked at; real user agents are shorter, and patterns must not run over more.
    static final int CHARS_MAX = 512;

    private static final int CACHED_MAX = 10_000;

    private static final Set<String> DESKTOP_SYSTEMS =
            Set.of(
                    "Windows",
                    "Mac OS X",
                    "Mac OS",
                    "Linux",
                    "Ubuntu",
                    "Debian",
                    "Fedora",
                    "Red Hat",
                    "CentOS",
                    "SUSE",
                    "Gentoo",
                    "Arch Linux",
                    "Linux Mint",
                    "Mandriva",
                    "Slackware",
                    "Chrome OS",
                    "FreeBSD",
                    "OpenBSD",
                    "NetBSD",
                    "Solaris");

    private static final Set<String> PHONE_SYSTEMS =
            Set.of(
                    "iOS",
                    "Android",
                    "Windows Phone",
                    "Windows Mobile",
                    "Windows CE",
                    "BlackBerry OS",
                    "Symbian OS",
                    "Symbian^3",
                    "Nokia Series 40",
                    "Firefox OS",
                    "KaiOS",
                    "Tizen",
                    "Bada",
                    "webOS");

    private static final String[] CONSOLES = {"PlayStation", "Xbox", "Nintendo"};
    private static final String[] TELEVISIONS = {
        "SmartTV",
        "Smart-TV",
        "SMART-TV",
        "GoogleTV",
        "Apple TV",
        "AppleTV",
        "Android TV",
        "HbbTV",
        "BRAVIA",
        "CrKey",
        "Roku",
        "AFTB",
        "AFTT",
        "AFTM",
        "AFTS"
    };

    /// @param device `desktop`, `mobile`, `tablet`, `tv`, `console`, or empty
    record Agent(
            String browser, String browserVersion, String os, String osVersion, String device) {
        static final Agent UNKNOWN = new Agent("", "", "", "", "");
    }

    /// Its patterns take long to read; they are read while the server starts, which does not wait for them.
    private final CompletableFuture<Parser> parser = CompletableFuture.supplyAsync(Parser::new);

    private final Cache<String, Agent> agents =
            Caffeine.newBuilder().maximumSize(CACHED_MAX).build();

    Agent agent(String userAgent) {
        if (userAgent.isEmpty()) {
            return Agent.UNKNOWN;
        }
        return agents.get(
                userAgent.length() > CHARS_MAX ? userAgent.substring(0, CHARS_MAX) : userAgent,
                this::parse);
    }

    private Agent parse(String userAgent) {
        // The parser's third list, of device models, is the longest and says nothing that is kept.
        UserAgent browser = parser.join().parseUserAgent(userAgent);
        OS system = parser.join().parseOS(userAgent);
        String os = family(system.family);
        return new Agent(
                family(browser.family),
                version(browser.major, browser.minor, browser.patch),
                os,
                version(system.major, system.minor, system.patch),
                device(userAgent, os));
    }

    private static String family(@Nullable String family) {
        return family == null || family.equals("Other") ? "" : family;
    }

    private static String version(@Nullable String... parts) {
        StringBuilder version = new StringBuilder();
        for (String part : parts) {
            if (part == null || part.isEmpty()) {
                break;
            }
            version.append(version.isEmpty() ? "" : ".").append(part);
        }
        return version.toString();
    }

    private static String device(String userAgent, String os) {
        if (containsAny(userAgent, TELEVISIONS)) {
            return "tv";
        }
        if (containsAny(userAgent, CONSOLES)) {
            return "console";
        }
        boolean mobile = userAgent.contains("Mobile");
        if (userAgent.contains("iPad")
                || userAgent.contains("Tablet")
                || (os.equals("Android") && !mobile)) {
            return "tablet";
        }
        if (mobile || PHONE_SYSTEMS.contains(os)) {
            return "mobile";
        }
        return DESKTOP_SYSTEMS.contains(os) ? "desktop" : "";
    }

    private static boolean containsAny(String text, String[] words) {
        for (String word : words) {
            if (text.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
