package io.sojourn.core.project;

import io.sojourn.core.person.Identifier;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/// What a project's owner can set about how its traffic is read. Ingest reads the settings as of
/// the log position of the record it processes; every change is a log record.
///
/// @param retentionMonths events that are older go, 0 = never
public record ProjectSettings(
        ZoneId zone,
        DayOfWeek weekStart,
        VisitSettings visits,
        IdentitySettings identity,
        BotSettings bots,
        List<Exclude> excludes,
        IpSettings ip,
        int retentionMonths) {

    /// Longest time that events may be kept for when they are not kept for ever.
    public static final int RETENTION_MONTHS_MAX = 1_200;

    public ProjectSettings {
        excludes = List.copyOf(excludes);
    }

    /// With events that are kept for ever.
    public ProjectSettings(
            ZoneId zone,
            DayOfWeek weekStart,
            VisitSettings visits,
            IdentitySettings identity,
            BotSettings bots,
            List<Exclude> excludes,
            IpSettings ip) {
        this(zone, weekStart, visits, identity, bots, excludes, ip, 0);
    }

    public static final ProjectSettings DEFAULT =
            new ProjectSettings(
                    ZoneId.of("UTC"),
                    DayOfWeek.MONDAY,
                    VisitSettings.DEFAULT,
                    IdentitySettings.DEFAULT,
                    BotSettings.DEFAULT,
                    List.of(),
                    IpSettings.DEFAULT);

    /// @param timeoutMillis idle time after which the next event begins a new visit
    /// @param timeoutAsSent a request's own `timeout` counts
    /// @param splitAtMidnight a visit ends at midnight of the project's zone
    /// @param splitOnCampaign an event with another campaign begins a new visit
    public record VisitSettings(
            long timeoutMillis,
            boolean timeoutAsSent,
            boolean splitAtMidnight,
            boolean splitOnCampaign) {
        public static final VisitSettings DEFAULT =
                new VisitSettings(30 * 60_000L, false, false, false);
    }

    /// @param kinds strongest first; `cv_<kind>` carries a custom one
    /// @param blockedValues lower case; such a value identifies nobody
    /// @param inferredIdleDays a cookie that changed hands and was idle for longer begins a new anonymous
    ///     person; 0 = never
    /// @param emailsMax live addresses of one person
    /// @param customMax live values of one custom kind of one person
    /// @param cookiesMax live cookies of one person
    public record IdentitySettings(
            List<String> kinds,
            Set<String> blockedValues,
            int inferredIdleDays,
            int emailsMax,
            int customMax,
            int cookiesMax) {
        public static final IdentitySettings DEFAULT =
                new IdentitySettings(
                        List.of(Identifier.ID, Identifier.EMAIL, Identifier.COOKIE),
                        Set.of(
                                "null",
                                "undefined",
                                "anonymous",
                                "guest",
                                "true",
                                "false",
                                "0",
                                "nan",
                                "[object object]",
                                "none",
                                "test@test"),
                        0,
                        5,
                        5,
                        100);

        public IdentitySettings {
            kinds = List.copyOf(kinds);
            blockedValues = Set.copyOf(blockedValues);
        }

        /// Position in the ranking, 0 = strongest. A kind that is no longer listed ranks below all others.
        public int rank(String kind) {
            int rank = kinds.indexOf(kind);
            return rank < 0 ? kinds.size() : rank;
        }

        /// Live identifiers of a kind that a person may have.
        public int limit(String kind) {
            return switch (kind) {
                case Identifier.ID -> 1;
                case Identifier.EMAIL -> emailsMax;
                case Identifier.COOKIE -> cookiesMax;
                default -> customMax;
            };
        }
    }

    /// @param httpLibraries patterns tagged `http-library` mark too
    /// @param browserAutomation patterns tagged `browser-automation` mark
    public record BotSettings(boolean httpLibraries, boolean browserAutomation) {
        public static final BotSettings DEFAULT = new BotSettings(false, true);
    }

    /// @param truncate the last octet of an IPv4 address, the last 80 bits of an IPv6 one, are dropped before storing
    /// @param browserMaySet a request of the browser tracker may name another address with `ip`
    public record IpSettings(boolean truncate, boolean browserMaySet) {
        public static final IpSettings DEFAULT = new IpSettings(false, true);
    }

    /// Requests that match are not stored; they are counted as `excluded`.
    ///
    /// @param what where to look
    /// @param key the property, for [Target#PROPERTY]; else empty
    /// @param pattern an address or CIDR block for [Target#ADDRESS]; else text in which `*` stands for any characters
    public record Exclude(Target what, String key, String pattern) {
        public enum Target {
            ADDRESS,
            USER_AGENT,
            HOST,
            PATH,
            EVENT,
            PROPERTY
        }
    }
}
