package io.sojourn.server.config;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.server.http.Network;
import io.sojourn.server.http.TlsFiles;
import io.sojourn.server.logging.Logging;
import io.sojourn.store.catalog.Domains;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.embedded.log.LogSettings;
import io.sojourn.store.embedded.log.Retention;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the texts of [Settings]. A wrong one becomes a problem and its lower bound is returned, so that all
/// problems of a configuration are found at once.
final class Values {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12}) ?(B|KB|MB|GB|TB)?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");
    private static final Pattern DAYS = Pattern.compile("([0-7]) ?d");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,75}");

    private static final Pattern LOG_LEVEL =
            Pattern.compile("(?:([A-Za-z0-9_.]+)=)?((?i:off|error|warn|info|debug|trace))");
    private static final Pattern BASE_PATH = Pattern.compile("(/[A-Za-z0-9._~-]{1,64}){1,8}");
    private static final Set<String> OWN_PATHS =
            Set.of("api", "rest", "track", "assets", "js", "health", "metrics");

    private final Settings settings;
    private final List<Problem> problems;

    Values(Settings settings, List<Problem> problems) {
        this.settings = settings;
        this.problems = problems;
    }

    String text(Setting setting) {
        String text = settings.text(setting);
        if (text.isEmpty()) {
            wrong(setting, "must not be empty");
        }
        return text;
    }

    int integer(Setting setting, int min, int max) {
        String text = settings.text(setting);
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, with the bounds
        }
        wrong(setting, "must be a whole number from " + min + " to " + max + ", got " + text);
        return min;
    }

    long bytes(Setting setting, long min, long max) {
        String text = settings.text(setting);
        Matcher matcher = SIZE.matcher(text.toUpperCase(Locale.ROOT));
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            String unit = matcher.group(2) == null ? "B" : matcher.group(2);
            int shift = 10 * List.of("B", "KB", "MB", "GB", "TB").indexOf(unit);
            long bytes = number << shift;
            if (bytes >> shift == number && bytes >= min && bytes <= max) {
                return bytes;
            }
        }
        wrong(setting, "must be a size from " + size(min) + " to " + size(max) + ", got " + text);
        return min;
    }

    long indexMemory() {
        return settings.text(Setting.INDEX_MEMORY).equalsIgnoreCase("auto")
                ? IndexMemory.standard()
                : bytes(Setting.INDEX_MEMORY, 0, 1L << 42);
    }

    private static String size(long bytes) {
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        int unit = 0;
        long number = bytes;
        while (unit < units.length - 1 && number != 0 && number % 1024 == 0) {
            number /= 1024;
            unit++;
        }
        return number + units[unit];
    }

    Duration duration(Setting setting, Duration min, Duration max) {
        String text = settings.text(setting);
        Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration duration =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    };
            if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
                return duration;
            }
        }
        wrong(
                setting,
                "must be a duration such as 30s, 15m or 1d, from "
                        + shortest(min)
                        + " to "
                        + shortest(max)
                        + ", got "
                        + text);
        return min;
    }

    private static String shortest(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds > 0 && seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    LogSettings log(Setting retention, Setting segmentBytes, Setting bytesMax) {
        return LogSettings.DEFAULT
                .withRetention(retention(retention))
                .withSegmentBytes(bytes(segmentBytes, 4L << 10, 128L << 20))
                .withUnconfirmedBytesMax(bytes(bytesMax, 128L << 20, 1L << 44));
    }

    private Retention retention(Setting setting) {
        String text = settings.text(setting).toLowerCase(Locale.ROOT);
        if (text.equals("all")) {
            return new Retention.All();
        }
        Matcher matcher = DAYS.matcher(text);
        if (matcher.matches()) {
            return new Retention.Days(Integer.parseInt(matcher.group(1)));
        }
        wrong(setting, "must be 0d to " + Retention.DAYS_MAX + "d, or all, got " + text);
        return new Retention.Days(0);
    }

    Path path(Setting setting) {
        String text = text(setting);
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            wrong(setting, "must be a path, got " + text);
            return Path.of(".");
        }
    }

    String readableFile(Setting setting) {
        String text = settings.text(setting);
        if (!text.isEmpty()) {
            Path file = path(setting);
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                wrong(setting, "must be a readable file, got " + text);
            }
        }
        return text;
    }

    /// In the one form in which they are registered.
    List<String> domains(Setting setting) {
        List<String> domains = new ArrayList<>();
        for (String part : settings.text(setting).split(",", -1)) {
            String text = part.strip();
            if (!text.isEmpty()) {
                Domains.normal(text)
                        .ifPresentOrElse(
                                domains::add,
                                () ->
                                        wrong(
                                                setting,
                                                "must be a domain such as example.com, got "
                                                        + text));
            }
        }
        return domains;
    }

    List<Network> networks(Setting setting) {
        List<Network> networks = new ArrayList<>();
        for (String part : settings.text(setting).split(",", -1)) {
            String text = part.strip();
            if (!text.isEmpty()) {
                Network.of(text)
                        .ifPresentOrElse(
                                networks::add,
                                () ->
                                        wrong(
                                                setting,
                                                "must be an address or a block such as 10.0.0.0/8, got "
                                                        + text));
            }
        }
        return networks;
    }

    boolean flag(Setting setting) {
        String text = settings.text(setting).toLowerCase(Locale.ROOT);
        if (!text.equals("on") && !text.equals("off")) {
            wrong(setting, "must be on or off, got " + text);
        }
        return text.equals("on");
    }

    Logging.Format logFormat(Setting setting) {
        return switch (settings.text(setting).toLowerCase(Locale.ROOT)) {
            case "text" -> Logging.Format.TEXT;
            case "json" -> Logging.Format.JSON;
            default -> {
                wrong(setting, "must be text or json, got " + settings.text(setting));
                yield Logging.Format.TEXT;
            }
        };
    }

    Map<String, String> logLevels(Setting setting) {
        Map<String, String> levels = new TreeMap<>();
        for (String part : settings.text(setting).split(",", -1)) {
            Matcher level = LOG_LEVEL.matcher(part.strip());
            if (level.matches()) {
                String name = level.group(1) == null ? "" : level.group(1);
                levels.put(name, level.group(2).toLowerCase(Locale.ROOT));
            } else {
                wrong(
                        setting,
                        "must be a level such as debug, or one of a logger such as io.sojourn.ingest=debug, got "
                                + part.strip());
            }
        }
        return levels;
    }

    /// The files are read, and told to belong together or not, when the server starts.
    Optional<TlsFiles> tls(Setting certificate, Setting key) {
        String chain = readableFile(certificate);
        String secret = readableFile(key);
        if (chain.isEmpty() != secret.isEmpty()) {
            wrong(
                    chain.isEmpty() ? certificate : key,
                    "is missing: TLS needs a certificate and its key");
        }
        return chain.isEmpty() || secret.isEmpty()
                ? Optional.empty()
                : Optional.of(new TlsFiles(path(certificate), path(key)));
    }

    /// Without a slash at its end. The first segment is none of the server's own, so that one can tell whether a
    /// proxy has cut the base path off.
    String basePath(Setting setting) {
        String text = settings.text(setting).strip();
        String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (path.isEmpty()) {
            return "";
        }
        if (!BASE_PATH.matcher(path).matches()) {
            wrong(setting, "must be a path such as /sojourn, got " + text);
            return "";
        }
        if (OWN_PATHS.contains(path.split("/", -1)[1])) {
            wrong(setting, "must not begin with a path of the server's own, got " + text);
            return "";
        }
        return path;
    }

    /// Issuer, client id and secret, or none of them.
    Optional<Config.Oidc> oidc() {
        String issuer = settings.text(Setting.OIDC_ISSUER).strip();
        String role = settings.text(Setting.OIDC_ROLE).strip();
        Optional<Role> given = Role.of(role);
        if (given.isEmpty() && !role.equals("none")) {
            wrong(Setting.OIDC_ROLE, "must be viewer, analyst, admin, owner or none, got " + role);
        }
        if (issuer.isEmpty()) {
            return Optional.empty();
        }
        if (!isIssuer(issuer)) {
            wrong(
                    Setting.OIDC_ISSUER,
                    "must be an address such as https://id.example.com, http only on this machine, got "
                            + issuer);
        }
        return Optional.of(
                new Config.Oidc(
                        issuer,
                        text(Setting.OIDC_CLIENT_ID),
                        text(Setting.OIDC_CLIENT_SECRET),
                        text(Setting.OIDC_NAME),
                        domains(Setting.OIDC_DOMAINS),
                        given));
    }

    private static boolean isIssuer(String text) {
        try {
            URI uri = new URI(text);
            boolean here = "127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost());
            return uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && here))
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    String email(Setting setting) {
        String text = settings.text(setting).strip();
        if (!EMAIL.matcher(text).matches()) {
            wrong(setting, "must be an email address, got " + text);
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /// The password itself is in no message.
    String password(Setting setting) {
        String text = settings.text(setting);
        if (!text.isEmpty() && text.length() < 8) {
            wrong(setting, "must have at least 8 characters");
        }
        return text;
    }

    private void wrong(Setting setting, String message) {
        problems.add(
                new Problem(
                        Code.CONFIGURATION,
                        setting.key(),
                        message + " (" + settings.source(setting).source() + ")"));
    }
}
